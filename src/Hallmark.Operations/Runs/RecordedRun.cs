using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
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
    /// <summary>
    /// Runs on the same schedule that are measured on the same records, whatever became of them, this one among them: the best of many
    /// figures is worth less than the only one.
    /// </summary>
    public required int Tries { get; init; }

    /// <summary>Whether its seed follows from the schedule's, which members drew; otherwise its trainer chose it.</summary>
    public required bool IsSeedDrawn { get; init; }

    /// <summary>Where it stands, in words.</summary>
    public string Standing => State.Closed is null ? "open" : State.IsComplete ? "closed" : "closed incomplete";

    /// <summary>All of a ledger, in the order in which they were opened.</summary>
    public static IReadOnlyList<RecordedRun> All(Catalog catalog, Home home) =>
        Of(catalog, home, catalog.Ledger.State.List(RunKeys.All));

    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public static RecordedRun Find(Catalog catalog, Home home, string id)
    {
        RunState found = catalog.Ledger.State.Find(RunKeys.Run(id))
            ?? throw new KeyNotFoundException($"there is no run '{id}' on this ledger");
        return Of(catalog, home, catalog.Ledger.State.List(RunKeys.All).Where(run => run.Schedule == found.Schedule))
            .Single(run => run.State.Id == id);
    }

    /// <param name="runs">With all others on their schedules.</param>
    private static RecordedRun[] Of(Catalog catalog, Home home, IEnumerable<RunState> runs)
    {
        (RunState State, RunOpen Open)[] opened = [.. runs.OrderBy(run => run.Entry)
            .Select(run => (run, Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement)))];
        var tries = opened.CountBy(run => (run.State.Schedule, run.Open.Evaluation?.Root)).ToDictionary();
        return
        [
            .. opened.Select(run => Of(catalog, home, run.State, run.Open, tries[(run.State.Schedule, run.Open.Evaluation?.Root)])),
        ];
    }

    private static RecordedRun Of(Catalog catalog, Home home, RunState run, RunOpen open, int tries) => new(
        run,
        open,
        run.Closed is { } entry ? Payload.Read<RunClose>(catalog.Ledger.ReadEntry(entry).Statement) : null,
        Comparison.Find(catalog, run, RunFiles.For(home.Runs, run.Id)))
    {
        Tries = tries,
        IsSeedDrawn = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule)) is { SeedOrigin: SeedOrigins.Revealed } schedule
            && ScheduleSeed.OfRun(schedule.Id, schedule.Seed) == open.Configuration.Seed,
    };
}
