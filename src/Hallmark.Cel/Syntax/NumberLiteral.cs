using System.Globalization;

namespace Hallmark.Cel.Syntax;

/// <summary>The values of number literals. A minus sign belongs to the literal, or the least int could not be written.</summary>
internal static class NumberLiteral
{
    public static CelValue? Int(ReadOnlySpan<char> digits, bool negative)
    {
        if (!TryMagnitude(digits, out ulong magnitude) || magnitude > (negative ? 1UL << 63 : long.MaxValue))
        {
            return null;
        }
        return CelValue.Of(unchecked(negative ? -(long)magnitude : (long)magnitude));
    }

    public static CelValue? Uint(ReadOnlySpan<char> digits) =>
        TryMagnitude(digits[..^1], out ulong magnitude) ? CelValue.Of(magnitude) : null;

    public static CelValue? Double(ReadOnlySpan<char> digits, bool negative)
    {
        double value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(value) ? null : CelValue.Of(negative ? -value : value);
    }

    private static bool TryMagnitude(ReadOnlySpan<char> digits, out ulong magnitude) => digits is ['0', 'x', .. var hex]
        ? ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out magnitude)
        : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
}
