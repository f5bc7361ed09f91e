using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Measures the undecided batches of a dataset, and signs what was measured; the ledger's policy decides. Measurements are of one pool, so
/// where a batch comes in meanwhile they are taken again. Contrast <see cref="RecheckBatch"/>, which judges nothing.
/// </summary>
/// <param name="Dataset">Whose batches.</param>
public sealed record JudgeBatches(string Dataset) : MemberAction<JudgedBatches>
{
    private static readonly string[] Overtaken = [RuleNames.JudgedOtherPool, RuleNames.JudgedAgain, RuleNames.JudgedAlready];
    private const int TriesLimit = 5;

    /// <exception cref="FailureException">Batches kept coming in while it measured.</exception>
    public override async Task<JudgedBatches> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession validator = workspace.ActAs(As, Roles.Validator);
        using IDisposable alone =
            await TaskLock.TakeAsync(workspace, TaskLock.Judging, validator.Member, cancellation).ConfigureAwait(false);
        Catalog catalog = workspace.Catalog;
        HashSet<string> asked = [.. OpenTo(catalog, Dataset, validator.Member).Select(batch => batch.Id)];
        var leftOut = new List<string>();
        for (int tries = 0; Left() is { Length: > 0 } targets; tries++)
        {
            if (tries == TriesLimit)
            {
                throw new FailureException(
                    $"batches of {Dataset} came in each of the {TriesLimit} times that it was measured; judge it when no more come in");
            }
            leftOut.AddRange(await TryAsync(workspace, validator, targets, asked, cancellation).ConfigureAwait(false));
        }
        return leftOut.Count == 0
            ? new JudgedBatches(validator.Member, [.. catalog.Batches(Dataset).Where(batch => asked.Contains(batch.Id))])
            {
                ForOthers = catalog.Batches(Dataset).Count(batch =>
                    batch.IsUndecided && JudgedBefore.By(catalog.Ledger.State, batch, validator.Member)),
                Left = LeftForOthers.Of(catalog, Dataset, validator.Member),
            }
            : throw new FailureException($"{validator.Member} judged all others, but not {string.Join(", ", leftOut)}");

        BatchState[] Left() => [.. OpenTo(catalog, Dataset, validator.Member).Where(batch => asked.Contains(batch.Id))];
    }

    /// <summary>What a validator may judge.</summary>
    internal static IEnumerable<BatchState> OpenTo(Catalog catalog, string dataset, string validator) =>
        catalog.Batches(dataset).Where(batch => batch.IsUndecided && LeftForOthers.IsOpenTo(catalog, batch, validator));

    /// <summary>
    /// Measures once. Where the pool grew meanwhile, nothing is on record but the reading, and at most denials that say so.
    /// </summary>
    /// <param name="asked">What is left out is not asked for any more.</param>
    /// <returns>What was left out, with why.</returns>
    private async Task<IReadOnlyList<string>> TryAsync(
        Workspace workspace, MemberSession validator, IReadOnlyList<BatchState> targets, HashSet<string> asked,
        CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        TreeSize size = BatchJudging.PoolSize(catalog, Dataset);
        var reading = await BatchReading.OpenAsync(
            validator, catalog, Dataset, BatchJudging.ReadBy(catalog, Dataset, size, targets), ReadFor.Judging,
            workspace.Custodians.OpenAsync,
            cancellation: cancellation).ConfigureAwait(false);
        using DatasetKey? key = workspace.Custodians.FindDatasetKey(validator.Member, Dataset);
        var leftOut = new List<string>();
        var unjudgeable = new Unjudgeable(catalog, reading, key, validator.Member);
        foreach (BatchState batch in targets)
        {
            if (await unjudgeable.ReasonAsync(batch, cancellation).ConfigureAwait(false) is { } reason)
            {
                leftOut.Add($"{batch.Id} ({reason})");
                asked.Remove(batch.Id);
            }
        }
        if (leftOut.Count > 0)
        {
            return leftOut; // what is left is measured at the next try
        }
        IReadOnlyList<BatchJudge> measured = await BatchJudging
            .MeasureAsync(
                catalog, workspace.Store, reading, key, Dataset, size, targets, Progress?.Parts("checking"),
                cancellation).ConfigureAwait(false);
        if (BatchJudging.PoolSize(catalog, Dataset) != size)
        {
            return [];
        }
        Progress?.Report(new ActionProgress("handing in what was measured", ""));
        try
        {
            await validator.SubmitAllAsync(measured, cancellation).ConfigureAwait(false);
        }
        catch (StatementDeniedException denied) when (Overtaken.Contains(denied.Rule))
        {
            // A batch came in, or another process of this validator judged, at the very last moment.
        }
        return [];
    }
}

/// <param name="Validator">Who judged.</param>
/// <param name="Batches">As they stand now; empty where there was nothing left to judge.</param>
public sealed record JudgedBatches(string Validator, IReadOnlyList<BatchState> Batches)
{
    /// <summary>Undecided batches of records that this validator judged before, in others: another one decides on them.</summary>
    public int ForOthers { get; init; }

    /// <summary>All undecided batches that are not for this validator, and whom they are for.</summary>
    public LeftForOthers Left { get; init; } = new(0, []);
}
