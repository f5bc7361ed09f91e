namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// How a table is written as text: what was declared, and for the rest what its beginning shows (<see cref="DialectDetection"/>). Every
/// pass over the file reads it so, and whoever reads it says so.
/// </summary>
public sealed record CsvDialect
{
    /// <summary>Commas, points, quotes, a header, UTF-8: what most programs write.</summary>
    public static CsvDialect Plain { get; } = new();

    /// <summary>Name of the encoding.</summary>
    public string Encoding { get; init; } = CsvEncodings.Utf8;

    /// <summary>Between fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether spaces behind delimiters belong to them and not to the fields.</summary>
    public bool SpaceAfterDelimiter { get; init; }

    /// <summary>Around fields; NUL for nothing.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>What lines begin with that are no records; NUL for nothing.</summary>
    public char Comment { get; init; }

    /// <summary>
    /// Whether the first line names the columns. Where it does not they are called by their place, from 0, as those of arrays.
    /// </summary>
    public bool Header { get; init; } = true;

    /// <summary>Between whole part and fraction of a number.</summary>
    public char Decimal { get; init; } = '.';

    /// <summary>Between groups of three digits; null for nothing.</summary>
    public char? Thousands { get; init; }

    /// <summary>Whether decimals with more digits than a double keeps are rounded to the nearest.</summary>
    public bool Rounds { get; init; }

    /// <summary>What comes first in dates that are not of ISO 8601; null where such are text.</summary>
    public DateOrder? Dates { get; init; }

    /// <summary>Words for a missing cell in every column; null for the usual ones in columns that hold no text.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>What was found and not declared, where it is not the plain way: each the end of a sentence about the table.</summary>
    public IReadOnlyList<string> Found { get; init; } = [];

    /// <summary>What could also be read otherwise, with the option that does: each a sentence without its full stop.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>
    /// Whether only such lines are comments as have another number of fields than the header, as nobody declared the sign.
    /// </summary>
    internal bool CommentsAreFound { get; init; }

    /// <summary>Whether the first line says only what the delimiter is, as Excel has it.</summary>
    internal bool SkipsFirstLine { get; init; }

    /// <summary>Whether the last field of every row is nothing but the end of a delimiter.</summary>
    internal bool DropsLast { get; init; }

    /// <summary>Fields of the first record.</summary>
    internal int Width { get; init; }

    /// <summary>How its cells are read.</summary>
    internal CellRules ToRules() => new(Missing, Decimal, Thousands, Rounds, Dates);
}
