using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Runs;

/// <summary>A run was opened.</summary>
/// <param name="Run">Id of the new run.</param>
/// <param name="Schedule">Id of the schedule that it follows.</param>
public sealed record RunOpened(string Run, string Schedule) : IResult<RunOpened>
{
    private const string Event = "run.opened";

    public LedgerEvent ToEvent() => new(Event, [("run", Run), ("schedule", Schedule)]);

    public static RunOpened Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new RunOpened(read.Attribute("run"), read.Attribute("schedule"));
    }
}
