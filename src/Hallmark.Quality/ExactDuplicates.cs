using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// Records with the same leaf hash. Of equal records the first one registered is the original: the one in the batch with the
/// lower entry, within a batch the one with the lower index. All others are copies.
/// </summary>
internal sealed class ExactDuplicates
{
    private readonly PoolContents _pool;
    private readonly Dictionary<Digest, Place> _originals = [];

    public ExactDuplicates(PoolContents pool)
    {
        _pool = pool;
        foreach ((int place, Digest[] leaves) in pool.Leaves.Index())
        {
            for (int record = 0; record < leaves.Length; record++)
            {
                _originals.TryAdd(leaves[record], new Place(pool.Batches[place].Root, record));
            }
        }
    }

    /// <returns>Records that copy an earlier record of the same batch, and records that copy one of an earlier batch.</returns>
    public (long Within, long Across) Measure(int place, CheckResult result)
    {
        Digest[] leaves = _pool.Leaves[place];
        long across = 0;
        for (int record = 0; record < leaves.Length; record++)
        {
            Place original = _originals[leaves[record]];
            if (original.Batch != _pool.Batches[place].Root)
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
