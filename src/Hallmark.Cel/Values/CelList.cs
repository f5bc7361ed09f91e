namespace Hallmark.Cel;

/// <summary>A list of values that never changes.</summary>
public sealed class CelList
{
    /// <summary>Values nested deeper than this are refused: a host's value and what an expression builds around it.</summary>
    internal const int MaxDepth = 1000;

    internal static readonly CelList Empty = new([], 1, 1);

    /// <exception cref="ArgumentException">Nested too deeply, or an element is no value.</exception>
    public CelList(ReadOnlySpan<CelValue> items)
        : this(items.ToArray())
    {
        if (Depth > MaxDepth || items.ContainsUnbound())
        {
            throw new ArgumentException("not a list of values, or nested too deeply", nameof(items));
        }
    }

    /// <summary>The array becomes the list's own.</summary>
    internal CelList(CelValue[] items)
    {
        Items = items;
        (Depth, Weight) = ValueSize.OfAll(items);
    }

    private CelList(CelValue[] items, int depth, long weight)
    {
        Items = items;
        Depth = depth;
        Weight = weight;
    }

    public int Count => Items.Length;

    internal CelValue[] Items { get; }

    internal int Depth { get; }

    /// <summary>How much is in it, counted as written out, so that shared parts count as often as they occur.</summary>
    internal long Weight { get; }

    public CelValue this[int index] => Items[index];
}
