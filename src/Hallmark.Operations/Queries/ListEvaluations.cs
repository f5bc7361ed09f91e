using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>The held-out records that members committed to, in the order in which they did.</summary>
/// <param name="Dataset">Only of this one; null for all.</param>
public sealed record ListEvaluations(string? Dataset) : Query<IReadOnlyList<EvaluationState>>
{
    public override Task<IReadOnlyList<EvaluationState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<EvaluationState>>([.. home.Catalog.Ledger.State.List(RunKeys.Evaluations)
            .Where(evaluation => (Dataset ?? evaluation.Dataset) == evaluation.Dataset)
            .OrderBy(evaluation => evaluation.Entry)]);
}
