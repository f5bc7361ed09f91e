using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary>Choosing with its readings on record, its progress told, and Ctrl-C heard: the best so far is kept.</summary>
internal sealed class ScheduleSearch(Workspace workspace, MemberSession trainer, Output output, string purpose,
    CancellationToken cancellation)
{
    private readonly Dictionary<SelectionMethod, int> _rounds = [];
    private IReadOnlyList<string> _leftOut = [];

    /// <summary>Whether the search was ended before its rounds were done.</summary>
    public bool Stopped => cancellation.IsCancellationRequested;

    /// <exception cref="FailureException">Nothing can be chosen.</exception>
    public async Task<Schedule> ChooseAsync(string dataset, ScheduleTerms terms, ulong seed, TimeSpan? limit)
    {
        Catalog catalog = workspace.Catalog;
        IReadOnlyList<BatchState> candidates = SchedulePlanning.ReadBy(catalog, dataset, terms);
        var reading = await BatchReading.OpenAsync(
            trainer, catalog, dataset, candidates, purpose, workspace.Custodians.OpenAsync, cancellation: cancellation).ConfigureAwait(false);
        using ProgressLine line = output.Progress("choosing");
        var time = new SchedulingTime(limit, Told, cancellation);
        void Told(SchedulingProgress progress)
        {
            _rounds[progress.Method] = progress.Rounds;
            line.Report(Text(progress));
        }
        try
        {
            PlannedSchedule planned = await SchedulePlanning.ChooseAsync(catalog, reading, dataset, terms, seed, time).ConfigureAwait(false);
            _leftOut = planned.LeftOut;
            return planned.Schedule;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FailureException(e.Message);
        }
    }

    /// <summary>Rounds that a method did, whether or not it found something better in the last of them.</summary>
    public int RoundsOf(SelectionMethod method) => _rounds.GetValueOrDefault(method, 1);

    /// <summary>Signs and hands in what was chosen, with the columns that were left out, even after Ctrl-C.</summary>
    public async Task<ScheduleState> CommitAsync(ScheduleCommit commit)
    {
        ScheduleCommitted committed = await trainer.ObtainAsync(commit with { LeftOut = _leftOut }, CancellationToken.None).ConfigureAwait(false);
        return workspace.Catalog.Ledger.State.Find(ScheduleKeys.Schedule(committed.Schedule))!;
    }

    private static string Text(SchedulingProgress progress) => double.IsFinite(progress.UpperBound)
        ? FormattableString.Invariant($"{SelectionMethods.NameOf(progress.Method)}, round {progress.Rounds}, value {progress.Value:F6} of at most {progress.UpperBound:F6}")
        : FormattableString.Invariant($"{SelectionMethods.NameOf(progress.Method)}, round {progress.Rounds}, value {progress.Value:F6}");
}

/// <summary>A schedule on record, with what its search found besides.</summary>
internal sealed record ScheduledBatches(ScheduleState State, Schedule Found, bool Stopped);
