namespace Hallmark.Cel;

/// <summary>A map that never changes, kept in the order of its keys: bools, then numbers, then strings.</summary>
public sealed class CelMap
{
    private readonly CelValue[] _keys;
    private readonly CelValue[] _values;

    /// <exception cref="ArgumentException">
    /// A key is no bool, int, uint or string, a key occurs twice, a value is no value, or the map is nested too deeply.
    /// </exception>
    public CelMap(IEnumerable<KeyValuePair<CelValue, CelValue>> entries)
        : this([.. entries.Select(entry => entry.Key)], [.. entries.Select(entry => entry.Value)])
    {
        if (Fault() is string fault)
        {
            throw new ArgumentException(fault, nameof(entries));
        }
        if (Depth > CelList.MaxDepth || new ReadOnlySpan<CelValue>(_values).ContainsUnbound())
        {
            throw new ArgumentException("not a map to values, or nested too deeply", nameof(entries));
        }
    }

    /// <summary>The arrays become the map's own. Whether the keys will do, <see cref="Fault"/> must be asked.</summary>
    internal CelMap(CelValue[] keys, CelValue[] values)
    {
        _keys = keys;
        _values = values;
        Array.Sort(_keys, _values, KeyOrder.Instance);
        (int depth, long weight) = ValueSize.OfAll(_values);
        Depth = depth;
        Weight = weight + ValueSize.OfAll(_keys).Weight;
    }

    public int Count => _keys.Length;

    internal CelValue[] Keys => _keys;

    internal CelValue[] Values => _values;

    internal int Depth { get; }

    internal long Weight { get; }

    /// <summary>In the order of keys.</summary>
    public IEnumerable<KeyValuePair<CelValue, CelValue>> Entries => _keys.Zip(_values, KeyValuePair.Create);

    /// <summary>The value of a key. Numbers find the key that is the same number: 1, 1u and 1.0 are one key.</summary>
    public bool TryGet(CelValue key, out CelValue value)
    {
        value = default;
        return (MapKey.IsKey(key) || key.Kind == CelKind.Double) && TryFind(key, out value);
    }

    internal bool TryFind(in CelValue key, out CelValue value)
    {
        int at = MapKey.TryNormalize(key, out CelValue normal) ? IndexOf(normal) : -1;
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }

    /// <summary>What is wrong with the keys; null when nothing is.</summary>
    internal string? Fault()
    {
        foreach (ref readonly CelValue key in _keys.AsSpan())
        {
            if (!MapKey.IsKey(key))
            {
                return $"a value of type {TypeNames.Of(key)} cannot be a key of a map";
            }
        }
        for (int i = 1; i < _keys.Length; i++)
        {
            if (MapKey.Compare(_keys[i - 1], _keys[i]) == 0)
            {
                return "a key of the map occurs twice";
            }
        }
        return null;
    }

    private int IndexOf(in CelValue key)
    {
        int low = 0;
        int high = _keys.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = MapKey.Compare(_keys[middle], key);
            if (order == 0)
            {
                return middle;
            }
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    private sealed class KeyOrder : IComparer<CelValue>
    {
        public static readonly KeyOrder Instance = new();

        public int Compare(CelValue x, CelValue y) => MapKey.Compare(x, y);
    }
}
