namespace Hallmark.Cel;

/// <summary>
/// Keys of maps: bool, int, uint and string. Whole numbers are the same key when they are the same number, whatever their type. The
/// order of keys is false, true, numbers by size, strings by code points; it is the order in which macros go through a map.
/// </summary>
internal static class MapKey
{
    public static bool IsKey(in CelValue value) => value.Kind is CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.String;

    public static int Compare(in CelValue left, in CelValue right)
    {
        if (left.Kind == CelKind.String && right.Kind == CelKind.String)
        {
            return CodePoints.Compare(left.RawString, right.RawString);
        }
        int byRank = Rank(left.Kind).CompareTo(Rank(right.Kind));
        if (byRank != 0)
        {
            return byRank;
        }
        return left.Kind == CelKind.Bool ? left.RawBool.CompareTo(right.RawBool) : CompareWhole(left, right);
    }

    /// <summary>The key a value looks up: a double that is a whole number looks up that number. False: no key can equal it.</summary>
    public static bool TryNormalize(in CelValue value, out CelValue key)
    {
        key = value;
        if (value.Kind != CelKind.Double)
        {
            return true;
        }
        double number = value.RawDouble;
        if (number is >= -9223372036854775808.0 and < 9223372036854775808.0 && Math.Truncate(number) == number)
        {
            key = CelValue.Of((long)number);
            return true;
        }
        if (number is >= 9223372036854775808.0 and < 18446744073709551616.0)
        {
            key = CelValue.Of((ulong)number);
            return true;
        }
        return false;
    }

    private static int Rank(CelKind kind) => kind switch
    {
        CelKind.Bool => 0,
        CelKind.String => 2,
        _ => 1,
    };

    private static int CompareWhole(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => left.RawInt.CompareTo(right.RawInt),
        (CelKind.Int, _) => left.RawInt < 0 ? -1 : left.RawUint.CompareTo(right.RawUint),
        (_, CelKind.Int) => right.RawInt < 0 ? 1 : left.RawUint.CompareTo(right.RawUint),
        _ => left.RawUint.CompareTo(right.RawUint),
    };
}
