using System.Globalization;
using System.Numerics;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>Values that no column type has, as what stands for them exactly: decimals as digits, times as ISO 8601.</summary>
internal static class CellValues
{
    /// <summary>Digits that every float keeps.</summary>
    private const int SafeDigits = 15;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A decimal: a number where a float stands for exactly its digits, otherwise one that is kept in them.</summary>
    /// <param name="unscaled">The number without its point.</param>
    /// <param name="scale">Digits behind the point.</param>
    public static void SetDecimal(CellRows rows, int row, int field, BigInteger unscaled, int scale)
    {
        string digits = Digits(unscaled, scale);
        if (scale <= 0 || IsShort(unscaled) || IsKept(unscaled, scale, digits))
        {
            rows.SetNumber(row, field, digits);
        }
        else
        {
            rows.SetExact(row, field, digits);
        }
    }

    /// <summary>Plain digits, with as many behind the point as the type has.</summary>
    public static string Digits(BigInteger unscaled, int scale)
    {
        if (scale <= 0)
        {
            return (unscaled * BigInteger.Pow(10, -scale)).ToString(CultureInfo.InvariantCulture);
        }
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <exception cref="DecoderFallbackException">No UTF-8.</exception>
    public static void SetText(CellRows rows, int row, int field, ReadOnlySpan<byte> utf8) =>
        rows.SetReserved(row, field, Strict.GetChars(utf8, rows.Reserve(utf8.Length)));

    /// <summary>A day, such as <c>2024-02-29</c>.</summary>
    /// <param name="days">Since 1970-01-01.</param>
    /// <exception cref="OverflowException">Not in the years 1 to 9999.</exception>
    public static string Date(long days) =>
        Moment(Int128.One * days * 86_400, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time, such as <c>2024-02-29T23:59:59.5Z</c>; digits behind the second as far as there are any.</summary>
    /// <param name="value">Parts of a second since 1970-01-01T00:00:00.</param>
    /// <param name="perSecond">How many of them are a second: a power of ten.</param>
    /// <param name="zone">Written behind it: <c>Z</c>, or nothing for the time of no known place.</param>
    /// <exception cref="OverflowException">Not in the years 1 to 9999.</exception>
    public static string Timestamp(Int128 value, long perSecond, string zone)
    {
        Int128 fraction = ((value % perSecond) + perSecond) % perSecond;
        string time = Moment(value, perSecond).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return time + Fraction((long)fraction, perSecond) + zone;
    }

    /// <summary>A time of day, such as <c>23:59:59.5</c>.</summary>
    /// <exception cref="OverflowException">Not within one day.</exception>
    public static string Time(long value, long perSecond) => value >= 0 && value / perSecond < 86_400
        ? Moment(value, perSecond).ToString("HH:mm:ss", CultureInfo.InvariantCulture) + Fraction(value % perSecond, perSecond)
        : throw new OverflowException();

    private static DateTime Moment(Int128 value, long perSecond)
    {
        Int128 seconds = value >= 0 ? value / perSecond : -((-value + perSecond - 1) / perSecond);
        try
        {
            return DateTime.UnixEpoch.AddTicks(checked((long)(seconds * TimeSpan.TicksPerSecond)));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new OverflowException();
        }
    }

    private static string Fraction(long fraction, long perSecond)
    {
        int digits = perSecond.ToString(CultureInfo.InvariantCulture).Length - 1;
        return fraction == 0 ? "" : "." + fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
    }

    private static bool IsShort(BigInteger unscaled) => BigInteger.Abs(unscaled) < BigInteger.Pow(10, SafeDigits);

    /// <summary>Whether the float next to it is written in the same digits again.</summary>
    private static bool IsKept(BigInteger unscaled, int scale, string digits) =>
        CellText.TryFloat64(digits, out double value)
        && decimal.TryParse(CellText.Of(value), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal shortest)
        && decimal.TryParse(Digits(unscaled, scale), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
        && BigInteger.Abs(unscaled) < BigInteger.Pow(10, 28) && shortest == exact;
}
