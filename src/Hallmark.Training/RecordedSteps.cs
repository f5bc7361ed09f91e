using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Ledger;

namespace Hallmark.Training;

/// <summary>The steps of a run as the ledger holds them, accepted ones only, in order.</summary>
public static class RecordedSteps
{
    public static IEnumerable<(LedgerEntry Entry, RunStep Step)> Of(Catalog catalog, string run) =>
        catalog.Statements(RunStep.Kind, run).Select(entry => (entry, Payload.Read<RunStep>(entry.Statement)));

    public static RunStep Last(Catalog catalog, string run) => Of(catalog, run).Last().Step;
}
