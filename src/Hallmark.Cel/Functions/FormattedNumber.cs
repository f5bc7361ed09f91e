using System.Globalization;
using System.Text;

namespace Hallmark.Cel.Functions;

/// <summary>The clauses of format but for %s.</summary>
internal static class FormattedNumber
{
    /// <summary>Null when there is no such clause for such a value.</summary>
    public static string? Of(char clause, in CelValue value, int decimals) => clause switch
    {
        'd' => Whole(value),
        'f' => Real(value, decimals, ExactDecimal.Fixed),
        'e' => Real(value, decimals, ExactDecimal.Scientific),
        'b' => value.Kind == CelKind.Bool ? (value.RawBool ? "1" : "0") : InBase(value, 1),
        'o' => InBase(value, 3),
        'x' => Hex(value),
        'X' => Hex(value)?.ToUpperInvariant(),
        _ => null,
    };

    /// <summary>Infinities and NaN, which are written the same everywhere; null for all other numbers.</summary>
    public static string? NotFinite(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : null;

    private static string? Whole(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.RawInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Uint => value.RawUint.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => NotFinite(value.RawDouble),
        _ => null,
    };

    private static string? Real(in CelValue value, int decimals, Func<double, int, string> write) => value.Kind switch
    {
        CelKind.Int => write(value.RawInt, decimals),
        CelKind.Uint => write(value.RawUint, decimals),
        CelKind.Double => NotFinite(value.RawDouble) ?? write(value.RawDouble, decimals),
        _ => null,
    };

    private static string? Hex(in CelValue value) => value.Kind switch
    {
        CelKind.String => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value.RawString)),
        CelKind.Bytes => Convert.ToHexStringLower(value.RawBytes),
        _ => InBase(value, 4),
    };

    /// <summary>Sign and size, the size in digits of so many bits.</summary>
    private static string? InBase(in CelValue value, int bits)
    {
        if (value.Kind is not (CelKind.Int or CelKind.Uint))
        {
            return null;
        }
        bool negative = value.Kind == CelKind.Int && value.RawInt < 0;
        ulong size = negative ? unchecked((ulong)-value.RawInt) : value.RawUint;
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(size & ((1UL << bits) - 1))]);
            size >>= bits;
        }
        while (size > 0);
        return negative ? "-" + digits : digits.ToString();
    }
}
