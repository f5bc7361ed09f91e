using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// Records with the same leaf hash. Of equal records the first one registered is the original: the one in the batch with the
/// lower entry, within a batch the one with the lower index. All others are copies.
/// </summary>
internal sealed class ExactDuplicates
{
    private readonly Dictionary<Digest, Place> _originals = [];

    /// <param name="pool">Leaf hashes of each batch.</param>
    public ExactDuplicates(IReadOnlyList<(PoolBatch Batch, Digest[] Leaves)> pool)
    {
        foreach ((PoolBatch batch, Digest[] leaves) in pool.OrderBy(item => item.Batch.Entry).ThenBy(item => item.Batch.Root))
        {
            for (int record = 0; record < leaves.Length; record++)
            {
                _originals.TryAdd(leaves[record], new Place(batch.Root, record));
            }
        }
    }

    /// <returns>Records that copy an earlier record of the same batch, and records that copy one of an earlier batch.</returns>
    public (long Within, long Across) Measure(PoolBatch target, Digest[] leaves, CheckResult result)
    {
        long across = 0;
        for (int record = 0; record < leaves.Length; record++)
        {
            Place original = _originals[leaves[record]];
            if (original.Batch != target.Root)
            {
                across++;
                result.Add(record, $"copies record {original.Record} of batch {original.Batch.ToShortString()}, registered earlier");
            }
            else if (original.Record != record)
            {
                result.Add(record, $"copies record {original.Record} of the same batch");
            }
        }
        return (result.Count - across, across);
    }

    private readonly record struct Place(Digest Batch, int Record);
}
