using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Runs;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Fixes held-out records on record, before anybody chooses batches: only on such records can a run be measured. The records lie in the
/// store; unlike those of <see cref="RegisterFile"/> they are never trained on.
/// </summary>
/// <param name="File">The held-out records.</param>
/// <param name="Dataset">Whose schema they have.</param>
public sealed record CommitEvaluation(string File, string Dataset) : MemberAction<EvaluationState>
{
    /// <summary>What is declared of the file.</summary>
    public SourceWords Words { get; init; } = SourceWords.None;

    /// <summary>Told how the file was read; null for nobody.</summary>
    public Action<ReadSource>? Told { get; init; }

    /// <summary>Told which of the records models may be trained on, where that may be chance; null for nobody.</summary>
    public Action<HeldOutOverlap>? Overlapping { get; init; }

    /// <exception cref="UsageException">More of the records are in the dataset's batches than chance makes.</exception>
    /// <returns>The commitment; an earlier one where the same records were committed to before.</returns>
    public override async Task<EvaluationState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        string dataset = catalog.Dataset(Dataset).Name;
        MemberSession member = workspace.ActAs(As, Roles.Validator);
        Schema schema = await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        EvaluationSet set = await HeldOutFile.StoreAsync(workspace, dataset, schema, File, Words, Told, cancellation).ConfigureAwait(false);
        if (Find(catalog, dataset, set) is { } before)
        {
            return before;
        }
        HeldOutOverlap? overlap = await HeldOutOverlap
            .FindAsync(
                workspace, schema, set,
                catalog.Batches(dataset).Where(batch => batch.IsInPlace && batch.Verdict != Verdict.Refused), File, Words, cancellation)
            .ConfigureAwait(false);
        if (overlap is { IsExactBroken: true }) // near copies are held against a run: among all batches they may be chance
        {
            throw overlap.Refusal("");
        }
        if (overlap is not null)
        {
            Overlapping?.Invoke(overlap);
        }
        await member.SubmitAsync(new EvaluationCommit(dataset, set), cancellation).ConfigureAwait(false);
        return Find(catalog, dataset, set)!;
    }

    /// <summary>The commitment to these records; null where nobody committed to them.</summary>
    internal static EvaluationState? Find(Catalog catalog, string dataset, EvaluationSet set) =>
        catalog.Ledger.State.Find(RunKeys.Evaluation(dataset, set.Root));
}
