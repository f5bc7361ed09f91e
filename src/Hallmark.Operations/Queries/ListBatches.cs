using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Where the batches of a dataset stand, in the order in which they were registered.</summary>
public sealed record ListBatches(string Dataset) : Query<IReadOnlyList<BatchState>>
{
    public override Task<IReadOnlyList<BatchState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult(home.Catalog.Batches(Dataset));
}
