using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources;

/// <summary>
/// Rows of records, whatever the file was: the one seam through which registration, checks and evaluation sets read. A new kind
/// of file is one class that implements this, and one row in <see cref="RecordSources"/>. Schemas are inferred from it
/// (<see cref="SchemaInference"/>) and typed rows read through it (<see cref="RecordReading"/>) in one way for all kinds.
/// </summary>
public interface IRecordSource
{
    /// <summary>The source as its user named it: a path, or what messages shall call it.</summary>
    string Name { get; }

    /// <summary>Which columns play a part of their own, by the names that <see cref="IRowReader.Columns"/> has for them.</summary>
    SourceRoles Roles { get; }

    /// <summary>What a position counts, for messages: "line" of a text file, "row" of an array. Both count from 1.</summary>
    string PositionUnit { get; }

    /// <summary>
    /// What the numbers of a row form together: <c>[28, 28]</c> where each is a picture of so many rows and columns; empty where
    /// they are columns of a table.
    /// </summary>
    IReadOnlyList<int> RowShape { get; }

    /// <summary>
    /// Whether columns have names that somebody gave them, one of which may only number the rows; false where every number is meant, as
    /// in an array.
    /// </summary>
    bool NamesColumns => true;

    /// <summary>What is done to the data to make records of them, where another program might do it otherwise: for the record.</summary>
    IReadOnlyList<string> Steps => [];

    /// <summary>The file that a position lies in, and the place in that file: for messages, where a source is several files.</summary>
    (string File, long Position) Locate(long position) => (Name, position);
    /// <summary>How a table is written that is text; null for any other source.</summary>
    CsvDialect? Dialect => null;

    /// <summary>Begins a pass at the first row. Passes are independent of each other.</summary>
    /// <exception cref="SourceException">The source cannot be opened, or its header cannot be read.</exception>
    IRowReader Open();
}

/// <summary>
/// One pass over an <see cref="IRecordSource"/>, in file order. Used by one thread; the pieces it gives may be typed by others
/// meanwhile.
/// </summary>
public interface IRowReader : IDisposable
{
    /// <summary>Distinct names, good as those of a <see cref="Schema"/>, in file order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Position at which the columns are named; null where the file names none.</summary>
    long? HeaderPosition { get; }

    /// <summary>Bytes read so far, unpacked ones where the file is packed.</summary>
    long BytesRead { get; }

    /// <summary>
    /// The next rows, at most <paramref name="count"/>; fewer at the end, and where rows are so wide that memory would depend on it.
    /// Null after the last. Where pieces end depends on nothing but the file and <paramref name="count"/>.
    /// </summary>
    /// <exception cref="SourceException">The file does not go on as its format says.</exception>
    IRows? Next(int count);
}

/// <summary>
/// Some rows of a source, not yet typed. Filled on the reading thread, used by one other; disposing gives its memory back to
/// the reader that made it.
/// </summary>
public interface IRows : IDisposable
{
    /// <summary>Number of rows, at least 1.</summary>
    int Count { get; }

    /// <summary>About how many bytes they hold; the same in every pass.</summary>
    long Size { get; }

    /// <summary>Where a row begins in the source, from 1, in the source's <see cref="IRecordSource.PositionUnit"/>.</summary>
    long PositionOf(int row);

    /// <summary>The cell as text; empty where it is missing. Valid until the rows are disposed.</summary>
    /// <param name="row">From 0 in these rows.</param>
    /// <param name="field">From 0 in the reader's columns.</param>
    /// <param name="scratch">Where a source that holds no text writes it; at least <see cref="TextScratch"/> characters.</param>
    ReadOnlySpan<char> Text(int row, int field, Span<char> scratch);

    /// <summary>
    /// Appends the cell to a column of any type, missing where it is; false, and nothing is appended, where it is no value of that
    /// type. Never rounds: a number that the type cannot hold exactly is none of its values.
    /// </summary>
    bool TryAdd(int row, int field, ColumnBuffer column);

    /// <summary>
    /// Why a cell that people may take for a number is none, as the end of a sentence after the cell; null where nothing is to be said.
    /// </summary>
    string? NumberDoubt(int row, int field) => null;

    /// <summary>What the cell is where the source says so itself; none in a file of text.</summary>
    CellKinds KindOf(int row, int field) => CellKinds.None;

    /// <summary>Which types hold all cells of a field, and the first cell against each of the others.</summary>
    ColumnEvidence Look(int field);

    /// <summary>Characters that the text of any number fits into.</summary>
    const int TextScratch = 64;
}
