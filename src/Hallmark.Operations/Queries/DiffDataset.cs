using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Queries;

/// <summary>
/// Which records a dataset has at one height and not at another. Batches count that are in place: registered, and neither withdrawn nor
/// superseded. Those in place at both are not looked at, so memory grows with what changed. Records are told apart by the hashes of
/// open batches, which are nobody's secret; a record that came anew under a later schema is the same one.
/// </summary>
/// <param name="From">Height of the block after which it is looked at first.</param>
/// <param name="To">Height of the block after which it is looked at then; null for the newest.</param>
public sealed record DiffDataset(string Dataset, ulong From, ulong? To) : Query<DatasetDiff>
{
    /// <exception cref="UsageException">No such block.</exception>
    /// <exception cref="KeyNotFoundException">No such dataset.</exception>
    public override async Task<DatasetDiff> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        Catalog catalog = home.Catalog;
        catalog.Dataset(Dataset);
        ulong to = To ?? catalog.Ledger.Head.Height.Value;
        BatchState[] before = InPlace(catalog, From);
        BatchState[] after = InPlace(catalog, to);
        string[] kept = [.. before.Select(batch => batch.Id).Intersect(after.Select(batch => batch.Id))];
        var notTold = new List<(string, string)>();
        var changes = new List<RecordChange>();
        foreach (IGrouping<string, BatchState> provider in before.UnionBy(after, batch => batch.Id)
            .Where(batch => !kept.Contains(batch.Id)).GroupBy(batch => batch.Provider).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            BatchState[] gone = [.. provider.Where(before.Contains)];
            RecordPlace[] left = await PlacesAsync(home, gone, notTold, cancellation).ConfigureAwait(false);
            RecordPlace[] right = await PlacesAsync(home, [.. provider.Except(gone)], notTold, cancellation).ConfigureAwait(false);
            changes.AddRange(RecordDiff.Of([.. left.Select(place => place.Identity)], [.. right.Select(place => place.Identity)])
                .Select(pair => new RecordChange(
                    pair.Before is { } i ? left[i] : null, pair.After is { } j ? right[j] : null)));
        }
        return new DatasetDiff(Dataset, From, to, changes, notTold);
    }

    private BatchState[] InPlace(Catalog catalog, ulong height)
    {
        if (height > catalog.Ledger.Head.Height.Value)
        {
            throw new UsageException($"@{height}: the newest block is {catalog.Ledger.Head.Height}");
        }
        TreeSize size = catalog.Ledger.ReadSeal(new BlockHeight(height)).Header.Size;
        return [.. catalog.Batches(Dataset).Where(batch => batch.IsInPlaceAt(size)).OrderBy(batch => batch.Entry)];
    }

    private static async Task<RecordPlace[]> PlacesAsync(
        HomeReader home, IEnumerable<BatchState> batches, List<(string Batch, string Why)> notTold, CancellationToken cancellation)
    {
        var places = new List<RecordPlace>();
        foreach (BatchState batch in batches)
        {
            if (batch.Tier != BatchTier.Open)
            {
                notTold.Add((batch.Id, $"its {batch.Records} records are sealed"));
                continue;
            }
            try
            {
                Digest[] records = await home.Catalog.IdentitiesAsync(batch, cancellation).ConfigureAwait(false);
                RecordPlaces? from = await BatchPlaces.FindAsync(home.Catalog, home.Secrets, batch, cancellation).ConfigureAwait(false);
                places.AddRange(records.Select((hash, i) => new RecordPlace(batch.Id, i, from?[i].File.Name, from?[i].Place, hash)));
            }
            catch (Exception e) when (e is ContentException or MalformedException)
            {
                notTold.Add((batch.Id, batch.Withdrawn is { } entry ? $"it was withdrawn at entry {entry}" : e.Message));
            }
        }
        return [.. places];
    }
}

/// <summary>Where a record lies.</summary>
/// <param name="Record">Its number in the batch, from 0.</param>
/// <param name="File">The file that it was read from; null, as the next, where that is not on record.</param>
/// <param name="Line">Line or row of that file on which it begins.</param>
/// <param name="Identity">See <see cref="RecordBatch.Identities"/>.</param>
public sealed record RecordPlace(string Batch, long Record, string? File, long? Line, Digest Identity);

/// <summary>
/// A record that was changed; one without <paramref name="Before"/> was added, one without <paramref name="After"/> removed.
/// </summary>
public sealed record RecordChange(RecordPlace? Before, RecordPlace? After);

/// <summary>What a dataset has at one height and not at another.</summary>
/// <param name="Changes">Provider by provider, in the order of the records.</param>
/// <param name="NotTold">Batches whose records cannot be told apart, each with the reason.</param>
public sealed record DatasetDiff(
    string Dataset, ulong From, ulong To, IReadOnlyList<RecordChange> Changes, IReadOnlyList<(string Batch, string Why)> NotTold)
{
    public int Added => Changes.Count(change => change.Before is null);

    public int Removed => Changes.Count(change => change.After is null);

    public int Changed => Changes.Count - Added - Removed;
}
