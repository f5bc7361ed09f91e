using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Operations;
using Hallmark.Operations.Schemas;

namespace Hallmark.Api;

/// <summary>What was read, and how.</summary>
/// <param name="Name">The file's name without its folders, or what was named as it was.</param>
/// <param name="Size">Bytes as given, of all files together; null where there are none, as of a database.</param>
/// <param name="Sha256">Of the only file's bytes as given; null where there are several.</param>
/// <param name="Files">How many there are.</param>
/// <param name="Dialect">How the table is written; null for what is no text.</param>
/// <param name="Notes">What became of columns that their owner may not expect; those of labels and sources left out.</param>
public sealed record SourceAnswer(
    string Name, long? Size, string? Sha256, int Files, DialectAnswer? Dialect, IReadOnlyList<ColumnNoteAnswer> Notes)
{
    /// <summary>
    /// How many of the files were hashed for this; the others are, by the file system's word, as they were when they were. Null where there
    /// are none.
    /// </summary>
    public int? Hashed { get; init; }

    /// <summary>Columns of a new dataset of which it is not clear what they are for.</summary>
    public IReadOnlyList<AskedColumn> Asked { get; init; } = [];

    internal static SourceAnswer Of(ReadSource source)
    {
        SourceFileFacts[] files = [.. source.Files?.Facts ?? []];
        SourceFileFacts? only = files.Length == 1 ? files[0] : null;
        return new SourceAnswer(
            only?.Name ?? source.File, source.Files is null ? null : files.Sum(file => file.Size), only?.Digest.ToString(), files.Length,
            DialectOf(source), NotesOf(source))
        {
            Asked = source.Asked,
            Hashed = source.Files?.Hashed,
        };
    }

    private static DialectAnswer? DialectOf(ReadSource source) =>
        source.Dialect is null ? null : DialectAnswer.Of(source.Dialect);

    private static IReadOnlyList<ColumnNoteAnswer> NotesOf(ReadSource source) =>
        [.. source.Notes.Where(note => note.Matters).Select(note => ColumnNoteAnswer.Of(note, source.PositionUnit))];
}

/// <summary>How a table is written as text; characters as themselves, null where there is none.</summary>
/// <param name="Rounds">Whether decimals with more digits than a number of 64 bits keeps are rounded to the nearest.</param>
/// <param name="Missing">
/// Declared words for a missing cell, in every column; null for the usual ones (<see cref="MissingWords.Usual"/>) in columns without text.
/// </param>
/// <param name="Found">What was found and not declared, where it is not what most programs write.</param>
/// <param name="Doubts">What could also be read otherwise, with the option that does.</param>
public sealed record DialectAnswer(
    string Encoding, string Delimiter, bool SpaceAfterDelimiter, string? Quote, string? Comment, bool Header, string Decimal,
    string? Thousands, bool Rounds, IReadOnlyList<string>? Missing, IReadOnlyList<string> Found, IReadOnlyList<string> Doubts)
{
    /// <summary>What comes first in dates that are not of ISO 8601: dmy, mdy or ymd; null where such are text.</summary>
    public string? Dates { get; init; }

    internal static DialectAnswer Of(CsvDialect dialect) => new(
        dialect.Encoding, $"{dialect.Delimiter}", dialect.SpaceAfterDelimiter, Sign(dialect.Quote), Sign(dialect.Comment), dialect.Header,
        $"{dialect.Decimal}", dialect.Thousands?.ToString(), dialect.Rounds, dialect.Missing, dialect.Found, dialect.Doubts)
    {
        Dates = dialect.Dates is { } order ? CsvWords.NameOf(order) : null,
    };

    private static string? Sign(char sign) => sign == '\0' ? null : sign.ToString();
}

/// <summary>What became of a column.</summary>
/// <param name="Type">What its cells are taken for.</param>
/// <param name="Cells">How many cells made it so; 1 where they are not counted, 0 where there is none.</param>
/// <param name="First">Where the first of them stands; null where there is none.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record ColumnNoteAnswer(string Column, string Type, long Cells, long? First, string Sentence)
{
    internal static ColumnNoteAnswer Of(SchemaNote note, string unit) => new(
        note.Column, SchemaFormat.NameOf(note.Type), Math.Max(note.Cells.Count, note.Cause is null ? 0 : 1), note.Cause?.Position,
        note.Sentence(unit));
}
