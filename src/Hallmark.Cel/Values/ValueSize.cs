namespace Hallmark.Cel;

/// <summary>How deep and how large values are when written out.</summary>
internal static class ValueSize
{
    private const long Most = long.MaxValue / 4;

    public static (int Depth, long Weight) OfAll(ReadOnlySpan<CelValue> items)
    {
        int depth = 0;
        long weight = 1;
        foreach (ref readonly CelValue item in items)
        {
            depth = Math.Max(depth, DepthOf(item));
            weight = Math.Min(Most, weight + WeightOf(item));
        }
        return (depth + 1, weight);
    }

    public static long WeightOf(in CelValue value) => value.Kind switch
    {
        CelKind.String => 1 + value.RawString.Length,
        CelKind.Bytes => 1 + value.RawBytes.Length,
        CelKind.List => value.RawList.Weight,
        CelKind.Map => value.RawMap.Weight,
        _ => 1,
    };

    public static int DepthOf(in CelValue value) => value.Kind switch
    {
        CelKind.List => value.RawList.Depth,
        CelKind.Map => value.RawMap.Depth,
        _ => 0,
    };

    public static bool ContainsUnbound(this ReadOnlySpan<CelValue> items)
    {
        foreach (ref readonly CelValue item in items)
        {
            if (item.Kind is CelKind.None or CelKind.Error)
            {
                return true;
            }
        }
        return false;
    }
}
