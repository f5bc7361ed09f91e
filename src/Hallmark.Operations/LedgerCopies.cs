using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Operations;

/// <summary>A record that equals one registered before it, anywhere on the ledger.</summary>
/// <param name="Batch">Id of its batch.</param>
/// <param name="Record">Its number in the batch, from 0.</param>
/// <param name="Of">Id of the batch that holds the first of its kind.</param>
/// <param name="OfRecord">The number of that one.</param>
public sealed record CopiedRecord(string Batch, long Record, string Of, long OfRecord);

/// <summary>Exact copies across a whole ledger.</summary>
/// <param name="Records">Records looked at.</param>
/// <param name="Batches">Batches they are in.</param>
/// <param name="Copies">In ledger order.</param>
/// <param name="NotRead">Batches that could not be looked at, each with the reason.</param>
public sealed record LedgerCopies(
    long Records, int Batches, IReadOnlyList<CopiedRecord> Copies, IReadOnlyList<(string Batch, string Why)> NotRead)
{
    /// <summary>
    /// Finds them from the leaf hashes of the open batches that were not withdrawn, in order of their entries; see
    /// <see cref="LedgerDuplicates"/> for the memory it takes. Leaf hashes of open batches are nobody's secret, so no use is recorded;
    /// where a dataset's schema was changed it is by <see cref="RecordBatch.Identities"/> that records are told apart.
    /// </summary>
    /// <param name="catalog">Of one's own copy of the ledger and its content.</param>
    /// <param name="progress">Told the share done, from 0 to 1, before each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static async Task<LedgerCopies> FindAsync(
        Catalog catalog, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        var notRead = new List<(string, string)>();
        var read = new List<(BatchState Batch, long First)>();
        long records = 0;
        foreach (BatchState batch in catalog.Ledger.State.List(DatasetKeys.All)
            .SelectMany(dataset => catalog.Batches(dataset.Name)).OrderBy(batch => batch.Entry))
        {
            if (await WhyNotAsync(catalog, batch, cancellation).ConfigureAwait(false) is { } why)
            {
                notRead.Add((batch.Id, why));
                continue;
            }
            read.Add((batch, records));
            records += batch.Records;
        }
        long passed = 0;
        IReadOnlyList<LedgerDuplicate> found = LedgerDuplicates.Find(All, records);
        return new LedgerCopies(records, read.Count, [.. found.Select(ToCopy)], notRead);

        IEnumerable<Digest> All()
        {
            foreach ((BatchState batch, _) in read)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(passed / (2.0 * records));
                passed += batch.Records;
                foreach (Digest identity in catalog.IdentitiesAsync(batch, cancellation).Pull())
                {
                    yield return identity;
                }
            }
        }

        CopiedRecord ToCopy(LedgerDuplicate duplicate)
        {
            (string batch, long record) = Place(duplicate.Record);
            (string of, long ofRecord) = Place(duplicate.Of);
            return new CopiedRecord(batch, record, of, ofRecord);
        }

        (string Batch, long Record) Place(long record)
        {
            int low = 0;
            int high = read.Count - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                (low, high) = read[middle].First <= record ? (middle, high) : (low, middle - 1);
            }
            return (read[low].Batch.Id, record - read[low].First);
        }
    }

    private static async ValueTask<string?> WhyNotAsync(Catalog catalog, BatchState batch, CancellationToken cancellation)
    {
        if (batch.Withdrawn is { } entry)
        {
            return $"withdrawn at entry {entry}";
        }
        if (batch.Tier != BatchTier.Open)
        {
            return $"{batch.Tier.ToString().ToLowerInvariant()}: its leaf hashes are salted; judging compares it within its dataset";
        }
        try
        {
            await catalog.IdentitiesAsync(batch, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is ContentException or MalformedException)
        {
            return e.Message;
        }
    }
}
