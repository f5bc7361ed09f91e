namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// What is declared of how a table is written as text. What is null is found in the beginning of the file, see <see cref="CsvDialect"/>;
/// everything else is RFC 4180.
/// </summary>
/// <param name="Delimiter">One character between fields: a tab or a printable one of ASCII, but neither quote nor number sign.</param>
public sealed record CsvOptions(char? Delimiter = null)
{
    /// <summary>Nothing is declared.</summary>
    public static CsvOptions Found { get; } = new();

    public char? Delimiter { get; } = Delimiter is null or '\t' or (>= ' ' and <= '~' and not ('"' or '#'))
        ? Delimiter
        : throw new ArgumentException(
            "The delimiter is a tab or a printable character of ASCII, neither quote nor number sign.", nameof(Delimiter));

    /// <summary>Between the whole part of a number and its fraction: a point or a comma.</summary>
    public char? Decimal { get; init; }

    /// <summary>Between groups of three digits. Never found, only declared: 1,234 may be little more than one.</summary>
    public char? Thousands { get; init; }

    /// <summary>
    /// Whether decimals with more digits than a double keeps, such as averages of a database, are rounded to the nearest. Where they are
    /// not, a column that holds one is text.
    /// </summary>
    public bool Rounds { get; init; }

    /// <summary>What comes first in dates that are not written year, month, day with hyphens.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>Around fields that hold delimiters, line breaks or quotes; NUL where quotes are characters like any other.</summary>
    public char? Quote { get; init; }

    /// <summary>What lines begin with that are no records; NUL where there are none.</summary>
    public char? Comment { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool? Header { get; init; }

    /// <summary>Name of the encoding, as .NET knows it: utf-8, windows-1252, iso-8859-1, utf-16, shift_jis …</summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// Words for a missing cell, in every column, beside the empty one; none where only that is. Null for the usual words
    /// (<see cref="MissingWords.Usual"/>) in columns that hold no text.
    /// </summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>What cannot be declared together, as a sentence without its full stop; null where all can.</summary>
    public string? Conflict() =>
        Thousands is { } mark && mark == Decimal ? $"--thousands: '{mark}' is the decimal mark already"
        : Thousands == '.' && Decimal is null ? "--thousands: where points stand between thousands, say --decimal comma, too"
        : Delimiter is { } delimiter && (delimiter == Quote || delimiter == Comment)
            ? $"--delimiter: '{delimiter}' is the quote or the comment sign already"
        : Quote is { } quote and not '\0' && quote == Comment ? $"--comment: '{quote}' is the quote already"
        : null;
}
