using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>
/// Equality: values of different types are unequal, except that numbers are compared as numbers. No comparison is an error, and NaN
/// equals nothing, itself included.
/// </summary>
internal static class Equality
{
    public static bool AreEqual(in CelValue left, in CelValue right, ref Frame frame)
    {
        if (left.Kind != right.Kind)
        {
            return left.IsNumber && right.IsNumber && Ordering.CompareNumbers(left, right) == 0;
        }
        switch (left.Kind)
        {
            case CelKind.Double:
                return left.RawDouble == right.RawDouble;
            case CelKind.String:
                frame.Work(Math.Min(left.RawString.Length, right.RawString.Length));
                return string.Equals(left.RawString, right.RawString, StringComparison.Ordinal);
            case CelKind.Bytes:
                frame.Work(Math.Min(left.RawBytes.Length, right.RawBytes.Length));
                return left.RawBytes.AsSpan().SequenceEqual(right.RawBytes);
            case CelKind.List:
                return ListsAreEqual(left.RawList.Items, right.RawList.Items, ref frame);
            case CelKind.Map:
                return MapsAreEqual(left.RawMap, right.RawMap, ref frame);
            case CelKind.Timestamp:
                return left.RawTimestamp == right.RawTimestamp;
            case CelKind.Type:
                return left.RawType.Name == right.RawType.Name;
            case CelKind.Object:
                return left.RawObject.ValueEquals(right.RawObject);
            default:
                return left.RawInt == right.RawInt;
        }
    }

    private static bool ListsAreEqual(CelValue[] left, CelValue[] right, ref Frame frame)
    {
        if (left.Length != right.Length)
        {
            return false;
        }
        for (int i = 0; i < left.Length; i++)
        {
            frame.Step();
            if (!AreEqual(left[i], right[i], ref frame))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Both are kept in the order of keys, and equal keys are of equal rank, so they are compared side by side.</summary>
    private static bool MapsAreEqual(CelMap left, CelMap right, ref Frame frame) =>
        ListsAreEqual(left.Keys, right.Keys, ref frame) && ListsAreEqual(left.Values, right.Values, ref frame);
}
