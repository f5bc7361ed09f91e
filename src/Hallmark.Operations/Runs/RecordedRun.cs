using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Operations.Homes;
using Hallmark.Training;

namespace Hallmark.Operations.Runs;

/// <summary>
/// A training on record with all that is known of it: where it stands, what its trainer signed at both ends, and what it was compared with
/// beside the ledger.
/// </summary>
/// <param name="Close">Null while it is open.</param>
/// <param name="Comparison">Null where nothing was compared.</param>
public sealed record RecordedRun(RunState State, RunOpen Open, RunClose? Close, Comparison? Comparison)
{
    /// <summary>Where it stands, in words.</summary>
    public string Standing => State.Closed is null ? "open" : State.IsComplete ? "closed" : "closed incomplete";

    /// <summary>All of a ledger, in the order in which they were opened.</summary>
    public static IReadOnlyList<RecordedRun> All(Catalog catalog, Home home) =>
        [.. catalog.Ledger.State.List(RunKeys.All).OrderBy(run => run.Entry).Select(run => Of(catalog, home, run))];

    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public static RecordedRun Find(Catalog catalog, Home home, string id) =>
        Of(catalog, home, catalog.Ledger.State.Find(RunKeys.Run(id))
            ?? throw new KeyNotFoundException($"there is no run '{id}' on this ledger"));

    private static RecordedRun Of(Catalog catalog, Home home, RunState run) => new(
        run,
        Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement),
        run.Closed is { } entry ? Payload.Read<RunClose>(catalog.Ledger.ReadEntry(entry).Statement) : null,
        Comparison.Find(RunFiles.For(home.Runs, run.Id)));
}
