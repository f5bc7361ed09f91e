using System.Globalization;

namespace Hallmark.Cel.Functions;

/// <summary>Durations as text: numbers with units in a row, as in "1h30m" or "-1.5s"; written, always as seconds.</summary>
internal static class DurationText
{
    private const long NanosPerSecond = 1_000_000_000;
    private const int UsedFraction = 18;

    public static bool TryRead(ReadOnlySpan<char> text, out long nanos)
    {
        nanos = 0;
        bool negative = text is ['-', ..];
        text = text is ['-' or '+', ..] ? text[1..] : text;
        if (text is "0")
        {
            return true;
        }
        Int128 total = 0;
        do
        {
            if (!TryPart(ref text, out Int128 part))
            {
                return false;
            }
            total += part;
        }
        while (text.Length > 0 && total <= long.MaxValue);
        total = negative ? -total : total;
        bool fits = text.Length == 0 && total >= long.MinValue && total <= long.MaxValue;
        nanos = fits ? (long)total : 0;
        return fits;
    }

    public static string Write(long nanos)
    {
        UInt128 size = (UInt128)(nanos < 0 ? -(Int128)nanos : nanos);
        var seconds = (ulong)(size / NanosPerSecond);
        var rest = (ulong)(size % NanosPerSecond);
        string fraction = rest == 0 ? "" : "." + rest.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{(nanos < 0 ? "-" : "")}{seconds}{fraction}s");
    }

    /// <summary>Digits, perhaps with a fraction, and a unit.</summary>
    private static bool TryPart(ref ReadOnlySpan<char> text, out Int128 nanos)
    {
        ReadOnlySpan<char> whole = TakeDigits(ref text);
        ReadOnlySpan<char> fraction = default;
        if (text is ['.', ..])
        {
            text = text[1..];
            fraction = TakeDigits(ref text);
        }
        nanos = 0;
        if (whole.Length + fraction.Length == 0 || !TryUnit(ref text, out long unit))
        {
            return false;
        }
        long size = 0;
        if (whole.Length > 0 && !long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            return false;
        }
        nanos = ((Int128)size * unit) + OfFraction(fraction, unit);
        return true;
    }

    private static Int128 OfFraction(ReadOnlySpan<char> digits, long unit)
    {
        Int128 numerator = 0;
        Int128 denominator = 1;
        foreach (char digit in digits[..Math.Min(UsedFraction, digits.Length)])
        {
            numerator = (numerator * 10) + (digit - '0');
            denominator *= 10;
        }
        return numerator * unit / denominator;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        ReadOnlySpan<char> digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }

    private static bool TryUnit(ref ReadOnlySpan<char> text, out long nanos)
    {
        (nanos, int length) = text switch
        {
            ['n', 's', ..] => (1L, 2),
            ['u' or 'µ' or 'μ', 's', ..] => (1000L, 2),
            ['m', 's', ..] => (1_000_000L, 2),
            ['s', ..] => (NanosPerSecond, 1),
            ['m', ..] => (60 * NanosPerSecond, 1),
            ['h', ..] => (3600 * NanosPerSecond, 1),
            _ => (0L, 0),
        };
        text = text[length..];
        return length > 0;
    }
}
