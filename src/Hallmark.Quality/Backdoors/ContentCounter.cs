namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Groups records by equal keys, where a key is frequent. Most keys occur once or twice: a small sketch of counters, which stays in
/// the first cache, sorts them out before anything is compared. Its buffers are kept from one grouping to the next.
/// </summary>
internal sealed class ContentCounter
{
    private const int SketchBits = 14;

    private readonly ushort[] _sketch = new ushort[1 << SketchBits];
    private readonly Dictionary<ulong, int> _frequent = [];
    private readonly int[] _groupOf;
    private readonly List<int> _first = [];

    public ContentCounter(int records) => _groupOf = new int[records];

    /// <summary>Group of each record, or -1 where its key is not frequent, after <see cref="Group"/>.</summary>
    public ReadOnlySpan<int> GroupOf => _groupOf;

    /// <summary>The first record of each group.</summary>
    public IReadOnlyList<int> First => _first;

    /// <param name="keys">One key per record.</param>
    /// <param name="least">What is frequent. A few groups with fewer records may be left in.</param>
    public void Group(ReadOnlySpan<ulong> keys, int least)
    {
        Sketch(keys);
        _frequent.Clear();
        _first.Clear();
        ushort enough = (ushort)Math.Min(least, ushort.MaxValue);
        ulong lastKey = 0;
        int lastGroup = -1;
        for (int i = 0; i < keys.Length; i++)
        {
            if (_sketch[Place(keys[i])] < enough)
            {
                _groupOf[i] = -1;
            }
            else if (lastGroup >= 0 && keys[i] == lastKey)
            {
                _groupOf[i] = lastGroup;
            }
            else
            {
                (lastKey, lastGroup) = (keys[i], GroupOfKey(keys[i], i));
                _groupOf[i] = lastGroup;
            }
        }
        Forget(keys);
    }

    // The sketch is empty between two groupings. Few records have touched little of it: a wide table has millions of pairs to group.
    private void Forget(ReadOnlySpan<ulong> keys)
    {
        if (keys.Length > _sketch.Length / 16)
        {
            Array.Clear(_sketch);
            return;
        }
        foreach (ulong key in keys)
        {
            _sketch[Place(key)] = 0;
        }
    }

    private int GroupOfKey(ulong key, int record)
    {
        if (!_frequent.TryGetValue(key, out int group))
        {
            group = _first.Count;
            _frequent.Add(key, group);
            _first.Add(record);
        }
        return group;
    }

    private void Sketch(ReadOnlySpan<ulong> keys)
    {
        foreach (ulong key in keys)
        {
            ref ushort count = ref _sketch[Place(key)];
            count = (ushort)Math.Min(count + 1, ushort.MaxValue);
        }
    }

    private static int Place(ulong key) => (int)(unchecked(key * 0x9E37_79B9_7F4A_7C15) >> (64 - SketchBits));
}
