using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Logs;

/// <summary>What a part of a line of a log means.</summary>
internal enum LogMeaning
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number where it is written as one without needless signs, a text otherwise.</summary>
    Any,

    /// <summary>Days, months and years as web servers write them: <c>10/Oct/2000:13:55:36 -0700</c>.</summary>
    WebTime,

    /// <summary>The upper part of what syslog calls priority.</summary>
    Facility,

    /// <summary>The lower part of it: 0 an emergency, 7 for debugging.</summary>
    Severity,
}

/// <summary>A column of a log.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Group">Group of the pattern that holds it.</param>
/// <param name="Meaning">What the group means.</param>
/// <param name="Absent">How the log writes what is not known; null where it leaves it out.</param>
internal sealed record LogColumn(string Name, string Group, LogMeaning Meaning, string? Absent = null);

/// <summary>
/// How the lines of a log are written: a pattern that all of a line fits, and what its groups are. Patterns run without going back, so that
/// no line takes longer than its length.
/// </summary>
/// <param name="Name">For messages.</param>
/// <param name="Pattern">Made by <see cref="Compile"/>.</param>
/// <param name="Columns">In their order.</param>
internal sealed record LogFormat(string Name, Regex Pattern, IReadOnlyList<LogColumn> Columns)
{
    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("-0123456789.eE+");

    /// <summary>For the one thing that takes long although it never goes back: a pattern with counts of counts.</summary>
    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">No pattern, or one that needs to go back.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(
                $@"\A(?:{pattern})\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, LineTimeout);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException(e.Message, nameof(pattern));
        }
    }

    /// <summary>A pattern that a user declares: its named groups are the columns.</summary>
    /// <exception cref="ArgumentException">No pattern, or one without named groups or with one that no column can be called by.</exception>
    public static LogFormat Declared(string pattern)
    {
        Regex compiled = Compile(pattern);
        LogColumn[] columns = [.. compiled.GetGroupNames().Skip(1).Select(name => new LogColumn(name, name, LogMeaning.Any))];
        return columns.Length > 0
            ? new LogFormat("as the pattern says", compiled, columns)
            : throw new ArgumentException("it has no named groups, such as (?<status>[0-9]+)");
    }

    /// <summary>Sets the cells of a row; false where the line does not fit.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long.</exception>
    public bool TryTake(string line, CellRows rows, int row)
    {
        Match match = Pattern.Match(line);
        for (int field = 0; match.Success && field < Columns.Count; field++)
        {
            LogColumn column = Columns[field];
            Group group = match.Groups[column.Group];
            bool isKnown = group.Success && group.Length > 0 && group.Value != column.Absent;
            if (isKnown && !TrySet(column.Meaning, group.ValueSpan, rows, row, field))
            {
                return false;
            }
        }
        return match.Success;
    }

    private static bool TrySet(LogMeaning meaning, ReadOnlySpan<char> text, CellRows rows, int row, int field)
    {
        switch (meaning)
        {
            case LogMeaning.Facility or LogMeaning.Severity:
                int priority = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
                rows.Set(row, field, (long)(meaning == LogMeaning.Facility ? priority / 8 : priority % 8));
                return true;
            case LogMeaning.WebTime:
                bool isTime = DateTimeOffset.TryParseExact(
                    text, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time);
                rows.SetText(row, field, time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
                return isTime;
            case LogMeaning.Any when IsNumber(text):
                rows.SetNumber(row, field, text);
                return true;
            default:
                rows.SetText(row, field, text);
                return true;
        }
    }

    /// <summary>As JSON writes numbers: without leading zeros or a plus sign, which belong to names.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> digits = text[0] == '-' ? text[1..] : text;
        bool plain = digits.Length > 0 && char.IsAsciiDigit(digits[0]) && (digits[0] != '0' || digits.Length == 1 || digits[1] == '.');
        return plain && !text.ContainsAnyExcept(NumberSigns) && CellText.TryFloat64(text, out _);
    }
}
