namespace Hallmark.Cel;

/// <summary>
/// Whether two values are the same, types included: what a case expects of its result. Unlike with ==, 1 and 1u differ and NaN is NaN.
/// </summary>
internal static class SameValue
{
    public static bool Are(in CelValue left, in CelValue right) => left.Kind == right.Kind && left.Kind switch
    {
        CelKind.Double => left.RawDouble.Equals(right.RawDouble),
        CelKind.String => left.RawString == right.RawString,
        CelKind.Bytes => left.RawBytes.AsSpan().SequenceEqual(right.RawBytes),
        CelKind.List => AreAll(left.RawList.Items, right.RawList.Items),
        CelKind.Map => AreAll(left.RawMap.Keys, right.RawMap.Keys) && AreAll(left.RawMap.Values, right.RawMap.Values),
        CelKind.Timestamp => left.RawTimestamp == right.RawTimestamp,
        CelKind.Type => left.RawType.Name == right.RawType.Name,
        CelKind.Object => left.RawObject.ValueEquals(right.RawObject),
        _ => left.RawInt == right.RawInt,
    };

    private static bool AreAll(CelValue[] left, CelValue[] right)
    {
        for (int i = 0; i < left.Length && left.Length == right.Length; i++)
        {
            if (!Are(left[i], right[i]))
            {
                return false;
            }
        }
        return left.Length == right.Length;
    }
}
