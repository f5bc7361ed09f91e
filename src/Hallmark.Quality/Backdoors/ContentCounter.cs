namespace Hallmark.Quality.Backdoors;

/// <summary>Counts equal keys, one key per record. A table with open addressing, kept from one count to the next.</summary>
internal sealed class ContentCounter
{
    private readonly ulong[] _keys;
    private readonly int[] _counts;
    private readonly int[] _slots;
    private readonly int[] _groups;
    private readonly int _shift;

    public ContentCounter(int records)
    {
        int bits = 4;
        while (1 << bits < 2 * records)
        {
            bits++;
        }
        _keys = new ulong[1 << bits];
        _counts = new int[1 << bits];
        _groups = new int[1 << bits];
        _slots = new int[records];
        _shift = 64 - bits;
    }

    /// <summary>
    /// Counts the keys and groups the records whose key occurs often: <paramref name="groupOf"/> becomes the number of each record's
    /// group, or -1.
    /// </summary>
    /// <returns>The first record of each group.</returns>
    public List<int> Group(ReadOnlySpan<ulong> keys, int least, Span<int> groupOf)
    {
        Count(keys);
        var first = new List<int>();
        for (int i = 0; i < keys.Length; i++)
        {
            int slot = _slots[i];
            if (_counts[slot] < least)
            {
                groupOf[i] = -1;
                continue;
            }
            if (_groups[slot] == 0)
            {
                first.Add(i);
                _groups[slot] = first.Count;
            }
            groupOf[i] = _groups[slot] - 1;
        }
        return first;
    }

    private void Count(ReadOnlySpan<ulong> keys)
    {
        Array.Clear(_groups);
        Array.Clear(_counts);
        int mask = _keys.Length - 1;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int slot = (int)(unchecked(key * 0x9E37_79B9_7F4A_7C15) >> _shift);
            while (_counts[slot] > 0 && _keys[slot] != key)
            {
                slot = (slot + 1) & mask;
            }
            _keys[slot] = key;
            _counts[slot]++;
            _slots[i] = slot;
        }
    }
}
