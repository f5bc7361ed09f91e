using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>
/// The datasets of a ledger by name, with what is in place of each. Contrast <see cref="ShowDataset"/>: one, with its schemas.
/// </summary>
public sealed record ListDatasets : Query<IReadOnlyList<DatasetSummary>>
{
    public override Task<IReadOnlyList<DatasetSummary>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<DatasetSummary>>(
        [
            .. home.Catalog.Ledger.State.List(DatasetKeys.All).OrderBy(dataset => dataset.Name, StringComparer.Ordinal)
                .Select(dataset => DatasetSummary.Of(home.Catalog, dataset)),
        ]);
}

/// <param name="State">As it stands on record.</param>
/// <param name="Tiers">Of its batches, open first; none without any.</param>
/// <param name="Batches">In place: neither withdrawn nor superseded.</param>
/// <param name="Accepted">How many of them may be scheduled.</param>
/// <param name="Records">In the batches in place.</param>
public sealed record DatasetSummary(DatasetState State, IReadOnlyList<BatchTier> Tiers, int Batches, int Accepted, long Records)
{
    internal static DatasetSummary Of(Catalog catalog, DatasetState dataset)
    {
        BatchState[] batches = [.. catalog.Batches(dataset.Name).Where(batch => batch.IsInPlace)];
        return new DatasetSummary(
            dataset, [.. batches.Select(batch => batch.Tier).Distinct().Order()], batches.Length,
            batches.Count(batch => batch.Verdict == Verdict.Accepted && batch.Challenge is null), batches.Sum(batch => batch.Records));
    }
}
