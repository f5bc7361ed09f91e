using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Schedules;

/// <summary>A schedule was asked for whose seed is still to be drawn.</summary>
/// <param name="Request">Id of the request.</param>
/// <param name="Seeds">Ids of the commitments that it names.</param>
/// <param name="Deadline">Last entry in which a secret may be revealed.</param>
public sealed record ScheduleRequested(string Request, IReadOnlyList<string> Seeds, EntryIndex Deadline) : IResult<ScheduleRequested>
{
    private const string Event = "schedule.requested";

    public LedgerEvent ToEvent() =>
        new(Event, [("request", Request), ("seeds", string.Join(' ', Seeds)), ("deadline", Deadline.ToString())]);

    public static ScheduleRequested Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new ScheduleRequested(
            read.Attribute("request"), read.Attribute("seeds").Split(' '),
            new EntryIndex(ulong.Parse(read.Attribute("deadline"), CultureInfo.InvariantCulture)));
    }
}
