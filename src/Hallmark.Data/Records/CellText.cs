using System.Globalization;
using System.Text.RegularExpressions;
using csFastFloat;

namespace Hallmark.Data.Records;

/// <summary>
/// Cells as text: what a source may write, and the one text that each value has as a class label. Independent of culture.
/// </summary>
public static partial class CellText
{
    /// <summary>
    /// Reads a plain decimal number, with an optional exponent and surrounding spaces, where it is what its nearest double is written as
    /// (<see cref="DecimalText"/>): nothing is rounded without a word. Leading zeros, plus signs, thousands separators, hexadecimal,
    /// "nan", "inf" and values beyond the range of a double are no numbers.
    /// </summary>
    public static bool TryFloat64(ReadOnlySpan<char> text, out double value) =>
        TryNearest(text, out value)
        && (DecimalText.IsPlainlyExact(text, value)
            || (DecimalText.TryRead(text, out DecimalText number)
                && number is { HasPlus: false, HasLeadingZeros: false } && number.IsWrittenAs(value)));

    /// <summary>
    /// The same, but a number with a point or an exponent and more digits than a double keeps is rounded to the nearest: for whoever says
    /// so.
    /// </summary>
    internal static bool TryRounded(ReadOnlySpan<char> text, out double value) =>
        TryFloat64(text, out value)
        || (TryNearest(text, out value) && DecimalText.TryRead(text, out DecimalText number)
            && number is { HasPlus: false, HasLeadingZeros: false, IsWhole: false } && (value != 0 || number.Count == 0));

    /// <summary>The nearest double of a decimal number, whether it stands for it or not.</summary>
    internal static bool TryNearest(ReadOnlySpan<char> text, out double value) => TryFast(text, out value) || TryPlatform(text, out value);

    /// <summary>The same bits five times as fast, or nothing: what it does not read, the platform decides on.</summary>
    internal static bool TryFast(ReadOnlySpan<char> text, out double value) =>
        FastDoubleParser.TryParseDouble(text, out int read, out value) && read == text.Length && double.IsFinite(value);

    internal static bool TryPlatform(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && !EndsInNul(text);

    /// <summary>
    /// Reads an optional minus sign and decimal digits without leading zeros, with optional surrounding spaces.
    /// </summary>
    public static bool TryInt64(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value) && !EndsInNul(text)
        && (DecimalText.BeginsPlainly(text)
            || (DecimalText.TryRead(text, out DecimalText number) && number is { HasPlus: false, HasLeadingZeros: false }));

    /// <summary>Reads true, false, yes, no, t, f, y, n, 1 or 0, in any ASCII case, with optional surrounding spaces.</summary>
    public static bool TryBoolean(ReadOnlySpan<char> text, out bool value)
    {
        BooleanWords word = BooleanWordReading.Read(text);
        value = word.IsTrue();
        return word != BooleanWords.None;
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
        ColumnType.Text => true,
        _ => MomentText.TypeOf(MomentText.Read(text, out long moment)) == type && MomentText.Of(type, moment) == text,
    };

    /// <summary>
    /// Why a text that people may take for a number is kept as text, as the end of a sentence; null for what no one takes for a number.
    /// </summary>
    internal static string? NumberDoubt(ReadOnlySpan<char> text)
    {
        if (!DecimalText.TryRead(text, out DecimalText number))
        {
            return MarksDoubt(text.Trim(' '));
        }
        return number.HasPlus ? "has a plus sign, which a number does not keep"
            : number.HasLeadingZeros ? "has leading zeros, which a number does not keep"
            : !TryNearest(text, out double nearest) ? "is beyond the range of numbers of 64 bits"
            : nearest == 0 && number.Count > 0 ? "is nearer to 0 than any number of 64 bits"
            : number.IsWrittenAs(nearest) ? null
            : number.IsWhole ? "has more digits than a number of 64 bits keeps"
            : "has more digits than a number of 64 bits keeps (--round takes the nearest)";
    }

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

    /// <summary>Digits with marks between them, which other countries or programs write numbers with.</summary>
    private static string? MarksDoubt(ReadOnlySpan<char> text) =>
        AmbiguousComma().IsMatch(text) ? "has a decimal comma or a thousands mark (--decimal, --thousands)"
        : DecimalComma().IsMatch(text) ? "has a decimal comma (--decimal)"
        : ThousandsMarks().IsMatch(text) ? "has thousands marks (--thousands)"
        : null;

    [GeneratedRegex(@"^-?[1-9][0-9]{0,2},[0-9]{3}\z")]
    private static partial Regex AmbiguousComma();

    [GeneratedRegex(@"^-?[0-9]+,[0-9]+\z")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^-?[0-9]{1,3}(?:[,.' _\u00A0\u202F][0-9]{3})+(?:[.,][0-9]+)?\z")]
    private static partial Regex ThousandsMarks();
}
