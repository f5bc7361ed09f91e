using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Schedules;
using Hallmark.Features;
using Hallmark.Operations.Homes;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Scheduling;

/// <summary>Choosing with its readings on record, its progress told, and a cancellation heard: the best so far is kept.</summary>
internal sealed class ScheduleSearch(
    Workspace workspace, MemberSession trainer, string purpose, IProgress<ActionProgress>? progress, CancellationToken cancellation)
{
    private readonly Dictionary<SelectionMethod, int> _rounds = [];
    private FeatureSelection? _features;

    /// <summary>Whether the search was ended before its rounds were done.</summary>
    public bool Stopped => cancellation.IsCancellationRequested;

    /// <param name="limit">How long it may take; null for as long as the rounds of the terms take.</param>
    /// <exception cref="FailureException">Nothing can be chosen.</exception>
    public async Task<Schedule> ChooseAsync(string dataset, ScheduleTerms terms, ulong seed, TimeSpan? limit)
    {
        Catalog catalog = workspace.Catalog;
        IReadOnlyList<BatchState> candidates = SchedulePlanning.ReadBy(catalog, dataset, terms);
        var reading = await BatchReading.OpenAsync(
            trainer, catalog, dataset, candidates, ReadFor.Purpose(purpose), workspace.Custodians.OpenAsync, cancellation: cancellation)
                .ConfigureAwait(false);
        var time = new SchedulingTime(limit, Told, cancellation);
        void Told(SchedulingProgress at)
        {
            _rounds[at.Method] = at.Rounds;
            progress?.Report(new ActionProgress("choosing", Text(at)));
        }
        try
        {
            PlannedSchedule planned = await SchedulePlanning.ChooseAsync(catalog, reading, dataset, terms, seed, time)
                .ConfigureAwait(false);
            _features = planned.Features;
            return planned.Schedule;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FailureException(e.Message);
        }
    }

    /// <summary>
    /// The terms with what a search came to: the method that won and the rounds it did, so that it can be done again without a clock.
    /// </summary>
    public static ScheduleTerms Searched(ScheduleTerms terms, Schedule found) =>
        terms with { Method = SelectionMethods.NameOf(found.Method), Rounds = found.Rounds };

    /// <summary>Rounds that a method did, whether or not it found something better in the last of them.</summary>
    public int RoundsOf(SelectionMethod method) => _rounds.GetValueOrDefault(method, 1);

    /// <summary>Signs and hands in what was chosen, with the columns that were left out, even after a cancellation.</summary>
    /// <param name="request">The request that is answered; null where terms and seed are the trainer's own.</param>
    /// <param name="direct">Those; null where a request is answered.</param>
    public async Task<ScheduledBatches> CommitAsync(string dataset, string? request, DirectSchedule? direct, Schedule found)
    {
        var commit = new ScheduleCommit
        {
            Dataset = dataset,
            Request = request,
            Direct = direct,
            ValuePpm = found.ValuePpm,
            Batches = [.. found.Batches.Select(batch => batch.Batch)],
            LeftOut = _features?.LeftOut ?? [],
            Indicators = _features?.IndicatorNames ?? [],
        };
        ScheduleCommitted committed = await trainer.ObtainAsync(commit, CancellationToken.None).ConfigureAwait(false);
        return new ScheduledBatches(CommittedSchedule.Find(workspace.Catalog, committed.Schedule), found, Stopped);
    }

    private static string Text(SchedulingProgress progress) => double.IsFinite(progress.UpperBound)
        ? FormattableString.Invariant($"{At(progress)} of at most {progress.UpperBound:F6}")
        : At(progress);

    private static string At(SchedulingProgress progress) => FormattableString.Invariant(
        $"{SelectionMethods.NameOf(progress.Method)}, round {progress.Rounds}, value {progress.Value:F6}");
}

/// <summary>A schedule just committed, with what its search found besides and nobody signs.</summary>
/// <param name="Found">The choice with its bound.</param>
/// <param name="Stopped">Whether the search was cancelled: it is the best choice found so far.</param>
public sealed record ScheduledBatches(CommittedSchedule Schedule, Schedule Found, bool Stopped);
