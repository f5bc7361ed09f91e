using System.Globalization;
using csFastFloat;

namespace Hallmark.Data.Records;

/// <summary>
/// Cells as text: what a source may write, and the one text that each value has as a class label. Independent of culture.
/// </summary>
public static class CellText
{
    /// <summary>
    /// Reads a plain decimal number, with an optional exponent and surrounding spaces. Thousands separators, hexadecimal,
    /// "nan", "inf" and values beyond the range of a double are no numbers.
    /// </summary>
    public static bool TryFloat64(ReadOnlySpan<char> text, out double value) =>
        TryFast(text, out value) || TryPlatform(text, out value);

    /// <summary>The same bits five times as fast, or nothing: what it does not read, the platform decides on.</summary>
    internal static bool TryFast(ReadOnlySpan<char> text, out double value) =>
        FastDoubleParser.TryParseDouble(text, out int read, out value) && read == text.Length && double.IsFinite(value);

    internal static bool TryPlatform(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && !EndsInNul(text);

    /// <summary>Reads an optional sign and decimal digits, with optional surrounding spaces.</summary>
    public static bool TryInt64(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value) && !EndsInNul(text);

    /// <summary>Reads true or false in any ASCII case, with optional surrounding spaces.</summary>
    public static bool TryBoolean(ReadOnlySpan<char> text, out bool value)
    {
        ReadOnlySpan<char> trimmed = text.Trim(' ');
        value = trimmed.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || trimmed.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>Whether <paramref name="text"/> is the one text of some value of that type.</summary>
    internal static bool IsCanonical(ColumnType type, string text) => type switch
    {
        ColumnType.Float64 => TryFloat64(text, out double value) && Of(RecordFormat.Canonical(value)) == text,
        ColumnType.Int64 => TryInt64(text, out long value) && Of(value) == text,
        ColumnType.Boolean => text is "true" or "false",
        _ => true,
    };

    /// <summary>For messages: long or unprintable text made short and printable.</summary>
    internal static string Shorten(ReadOnlySpan<char> text)
    {
        Span<char> shown = stackalloc char[Math.Min(text.Length, 40)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        }
        return text.Length > shown.Length ? $"{shown}…" : shown.ToString();
    }

    /// <summary>The platform's number parser overlooks trailing NUL characters; a source must not get away with them.</summary>
    private static bool EndsInNul(ReadOnlySpan<char> text) => text.Length > 0 && text[^1] == '\0';
}
