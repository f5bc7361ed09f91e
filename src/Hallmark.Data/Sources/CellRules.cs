using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>How the cells of a text file are written: what is missing, and the marks in numbers. Safe for use by several threads.</summary>
/// <param name="missing">Words for a missing cell in every column; null for the usual ones, outside columns of text.</param>
/// <param name="point">Between whole and fraction: a point or a comma.</param>
/// <param name="thousands">Between groups of three digits; null for none.</param>
/// <param name="rounds">Whether decimals with more digits than a double keeps are rounded to the nearest.</param>
/// <param name="dates">What comes first in dates that are not of ISO 8601; null where such are none.</param>
internal sealed class CellRules(
    IReadOnlyList<string>? missing = null, char point = '.', char? thousands = null, bool rounds = false, DateOrder? dates = null)
{
    /// <summary>No number has more characters where marks are to be changed; see <see cref="DecimalText"/>.</summary>
    private const int NumberLimit = 1_024;

    private readonly bool _plain = point == '.' && thousands is null;
    private readonly HashSet<string>? _missing = missing is null ? null : new(missing, StringComparer.Ordinal);

    /// <summary>Numbers as programs write them, the usual words for what is missing.</summary>
    public static CellRules Plain { get; } = new();

    /// <summary>Whether a cell is missing in every column.</summary>
    public bool IsMissing(ReadOnlySpan<char> text) =>
        text.IsEmpty || (_missing is not null && _missing.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text));

    /// <summary>Whether a cell is missing where the column holds no text.</summary>
    public bool IsMissingWord(ReadOnlySpan<char> text) => _missing is null && MissingWords.IsUsual(text);

    public bool TryFloat64(ReadOnlySpan<char> text, out double value)
    {
        if (_plain)
        {
            return TryDouble(text, out value);
        }
        value = 0;
        Span<char> plain = stackalloc char[NumberLimit];
        return TryPlain(text, plain, out int length) && TryDouble(plain[..length], out value);
    }

    public bool TryInt64(ReadOnlySpan<char> text, out long value)
    {
        if (_plain)
        {
            return CellText.TryInt64(text, out value);
        }
        value = 0;
        Span<char> plain = stackalloc char[NumberLimit];
        return TryPlain(text, plain, out int length) && CellText.TryInt64(plain[..length], out value);
    }

    /// <summary>As <see cref="MomentText.Read"/>, of dates in the table's own order, too.</summary>
    public MomentKinds ReadMoment(ReadOnlySpan<char> text, out long value)
    {
        MomentKinds kind = MomentText.Read(text, out value);
        return kind == MomentKinds.Other && dates is { } order ? WrittenDates.Read(text, order, out value) : kind;
    }

    /// <summary>See <see cref="CellText.NumberDoubt"/>.</summary>
    public string? NumberDoubt(ReadOnlySpan<char> text)
    {
        Span<char> plain = stackalloc char[_plain ? 0 : NumberLimit];
        return !_plain && TryPlain(text, plain, out int length) ? CellText.NumberDoubt(plain[..length]) : CellText.NumberDoubt(text);
    }

    private bool TryDouble(ReadOnlySpan<char> text, out double value) =>
        rounds ? CellText.TryRounded(text, out value) : CellText.TryFloat64(text, out value);

    /// <summary>Writes the number as programs do; false where its marks are not where they belong.</summary>
    private bool TryPlain(ReadOnlySpan<char> text, Span<char> plain, out int length)
    {
        length = 0;
        text = text.Trim(' ');
        int end = text.IndexOfAny(point, 'e', 'E'); // of the whole part
        end = end < 0 ? text.Length : end;
        int group = -1; // digits since the last mark; -1 before the first
        for (int i = 0; i < text.Length && length < plain.Length; i++)
        {
            char letter = text[i];
            if (letter == thousands)
            {
                if (i > end || (group < 0 ? Digits(text[..i]) is 0 or > 3 : group != 3))
                {
                    return false;
                }
                group = 0;
                continue;
            }
            if (letter is '.' or ',' && (letter != point || i != end))
            {
                return false;
            }
            group += i < end && group >= 0 ? 1 : 0;
            plain[length++] = letter == point ? '.' : letter;
        }
        return group is -1 or 3 && text.Length <= plain.Length;
    }

    private static int Digits(ReadOnlySpan<char> text) => text.Length - (text.Length > 0 && text[0] is '-' or '+' ? 1 : 0);
}
