using System.Globalization;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Schedules;

/// <summary>A schedule was committed.</summary>
/// <param name="Schedule">Its id.</param>
/// <param name="Batches">How many it names.</param>
/// <param name="Unit">What its budget is counted in.</param>
/// <param name="Cost">What its batches cost in all.</param>
/// <param name="SeedOrigin">See <see cref="SeedOrigins"/>.</param>
public sealed record ScheduleCommitted(
    string Schedule, int Batches, string Unit, long Cost, ulong Seed, string SeedOrigin) : IResult<ScheduleCommitted>
{
    private const string Event = "schedule.committed";

    public LedgerEvent ToEvent() => new(
        Event,
        [
            ("schedule", Schedule), ("batches", Batches.ToString()), (Unit, Cost.ToString()), ("seed", Seed.ToString()),
            ("seedOrigin", SeedOrigin),
        ]);

    public static ScheduleCommitted Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        string unit = ScheduleTerms.Units.FirstOrDefault(known => read.Find(known) is not null) ?? ScheduleTerms.Records;
        return new ScheduleCommitted(
            read.Attribute("schedule"), int.Parse(read.Attribute("batches"), CultureInfo.InvariantCulture), unit,
            long.Parse(read.Attribute(unit), CultureInfo.InvariantCulture),
            ulong.Parse(read.Attribute("seed"), CultureInfo.InvariantCulture),
            read.Attribute("seedOrigin"));
    }
}
