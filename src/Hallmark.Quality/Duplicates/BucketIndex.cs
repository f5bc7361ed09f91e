namespace Hallmark.Quality.Duplicates;

/// <summary>Records by key, earliest first, as chains through one array. A key looks back at so many records and no more.</summary>
/// <param name="records">How many there are.</param>
/// <param name="offered">Records of one key that are offered.</param>
internal sealed class BucketIndex(int records, int offered = BucketIndex.Offered)
{
    /// <summary>
    /// Unless said otherwise so many records of one key are offered: keys shared by more say little, and comparing all pairs would take too
    /// long.
    /// </summary>
    public const int Offered = 1_000;

    private readonly Dictionary<ulong, (int First, int Last, int Count)> _buckets = [];
    private readonly int[] _next = new int[records];

    public void Add(ulong key, int record)
    {
        if (!_buckets.TryGetValue(key, out (int First, int Last, int Count) bucket))
        {
            _buckets.Add(key, (record, record, 1));
        }
        else if (bucket.Count < offered)
        {
            _next[bucket.Last] = record;
            _buckets[key] = (bucket.First, record, bucket.Count + 1);
        }
    }

    /// <summary>The earliest record before <paramref name="best"/> under the key that is accepted, or <paramref name="best"/>.</summary>
    public int Earliest(ulong key, int best, Func<int, bool> accept)
    {
        if (!_buckets.TryGetValue(key, out (int First, int Last, int Count) bucket))
        {
            return best;
        }
        int record = bucket.First;
        for (int i = 0; i < bucket.Count && record < best; i++, record = _next[record])
        {
            if (accept(record))
            {
                return record;
            }
        }
        return best;
    }
}
