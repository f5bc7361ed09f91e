using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Ledger;

namespace Hallmark.Training;

/// <summary>The steps of a run as the ledger holds them, accepted ones only, in order.</summary>
public static class RecordedSteps
{
    public static IEnumerable<(LedgerEntry Entry, RunStep Step)> Of(LedgerView ledger, string run) =>
        ledger.Entries()
            .Where(entry => entry.Statement.Kind == RunStep.Kind && entry.Statement.Subject == run)
            .Select(entry => (entry, Payload.Read<RunStep>(entry.Statement)));

    public static RunStep Last(LedgerView ledger, string run) => Of(ledger, run).Last().Step;
}
