using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hallmark.Data.Records;
using nietras.SeparatedValues;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// One pass over a CSV file: the header, then rows of as many fields. The only place that knows the CSV library, and the one
/// that turns its troubles into <see cref="SourceException"/>s. What of a dialect the library does not know is taken off before it
/// (<see cref="TranscodingStream"/>, <see cref="DialectTextReader"/>).
/// </summary>
internal sealed class CsvRowReader : IRowReader
{
    /// <summary>Longest field in characters, with its quotes.</summary>
    public const int FieldLimit = 1 << 20;

    /// <summary>The library's own: stops a quote that is never closed from reading the whole file into memory.</summary>
    private const int RowLimit = 1 << 24;

    private const int BufferSize = 64 << 10;
    private readonly string _file;
    private readonly CsvDialect _dialect;
    private readonly CellRules _rules;
    private readonly bool _swapped;
    private readonly Utf8CheckingStream _bytes;
    private readonly SepReader _reader;
    private readonly QuotedField _quoted = new();
    private readonly ConcurrentBag<TextRows> _unused = [];
    private long _line; // the current row's first; the library's own is wrong for the first row of a file
    private long _nextLine = 1;
    private bool _isAtFirst; // a record, where there is no header
    private char[] _restored = [];

    public CsvRowReader(Stream stream, string file, CsvDialect dialect)
    {
        (_file, _dialect, _rules, _swapped) = (file, dialect, dialect.ToRules(), dialect.Quote != '"');
        _bytes = new Utf8CheckingStream(
            dialect.Encoding == CsvEncodings.Utf8 ? stream : new TranscodingStream(stream, file, dialect.Encoding), file);
        int buffer = SourceFile.PieceOf(stream, BufferSize);
        // Skips a byte order mark. Bytes that are not UTF-8 are refused below it, where their line is known.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: false);
        try
        {
            var text = new StreamReader(_bytes, encoding, detectEncodingFromByteOrderMarks: false, buffer);
            _reader = Sep.New(dialect.Delimiter)
                .Reader(sep => sep with
                {
                    HasHeader = false, // read here, by this house's rules for names
                    DisableColCountCheck = true,
                    CultureInfo = CultureInfo.InvariantCulture,
                    InitialBufferLength = buffer,
                })
                .From(DialectTextReader.Needs(dialect) ? new DialectTextReader(text, dialect) : text);
        }
        catch (NotSupportedException)
        {
            throw TooLong(1); // it reads the first row at once
        }
        Columns = dialect.Header ? ReadHeader() : ReadPlaces();
    }

    public IReadOnlyList<string> Columns { get; } = [];

    public long? HeaderPosition { get; private set; }

    public long BytesRead => _bytes.BytesRead;

    public IRows? Next(int count)
    {
        TextRows rows = _unused.TryTake(out TextRows? used) ? used : new TextRows(Columns.Count, _unused, _rules);
        while (rows.Count < count && rows.Length < CsvSource.PieceTextLimit && Next())
        {
            AddRow(_reader.Current, rows);
        }
        return rows.Count > 0 ? rows : null;
    }

    /// <summary>What a column is called that the header does not name.</summary>
    internal static string Unnamed(int column) => $"column {column + 1}";

    public void Dispose()
    {
        _reader.Dispose();
        _bytes.Dispose();
    }

    /// <summary>Quotes come before the number of fields: one in the wrong place also hides where fields end.</summary>
    private void AddRow(SepReader.Row row, TextRows rows)
    {
        int fields = row.ColCount;
        for (int i = 0; i < fields; i++)
        {
            ReadOnlySpan<char> field = Field(row, i);
            if (i < Columns.Count)
            {
                rows.AddField(field);
            }
        }
        int expected = Columns.Count + (_dialect.DropsLast ? 1 : 0);
        if (fields != expected)
        {
            throw Problem(null, $"has {fields} fields, the {(_dialect.Header ? "header" : "first row")} has {expected}{Hint(row)}");
        }
        if (_dialect.DropsLast && !row[fields - 1].Span.IsWhiteSpace())
        {
            throw Problem(null, "has something in its last field, which has no name and was empty up to here: name it in the header");
        }
        rows.EndRow(_line);
    }

    /// <summary>The option that may read a row of another length.</summary>
    private string Hint(SepReader.Row row) =>
        _dialect.Comment == '\0' && (IsLikeComment(row.Span) || IsLikeComment(Columns[0])) ? "; --comment says what comments begin with"
        : row.ColCount < Columns.Count ? ""
        : "; a field with a delimiter in it stands in quotes, --delimiter and --quote name others";

    private static bool IsLikeComment(ReadOnlySpan<char> line) => line.TrimStart() is ['#' or '%' or ';' or '/' or '!', ..];

    private List<string> ReadPlaces()
    {
        if (!Next())
        {
            throw new SourceException(_file, null, null, "is empty");
        }
        if (_reader.Current.ColCount > Schema.ColumnLimit)
        {
            throw Problem(null, $"has {_reader.Current.ColCount} columns, more than {Schema.ColumnLimit}");
        }
        _isAtFirst = true;
        return [.. Enumerable.Range(0, _reader.Current.ColCount).Select(column => column.ToString(CultureInfo.InvariantCulture))];
    }

    private List<string> ReadHeader()
    {
        if (!Next())
        {
            throw new SourceException(_file, null, null, "is empty; a header row is needed");
        }
        SepReader.Row row = _reader.Current;
        HeaderPosition = _line;
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (row.ColCount > Schema.ColumnLimit)
        {
            throw Problem(null, $"has {row.ColCount} columns, more than {Schema.ColumnLimit}");
        }
        for (int i = 0; i < row.ColCount - (_dialect.DropsLast ? 1 : 0); i++)
        {
            string name = Field(row, i).ToString();
            name = name.Length == 0 ? Unnamed(i) : name;
            if (Schema.NameProblem(name) is string problem)
            {
                throw Problem(null, $"the name of column {i + 1} {problem}");
            }
            if (!seen.Add(name))
            {
                throw Problem(name, "the header names this column twice; if the first line is a record, say --header no");
            }
            names.Add(name);
        }
        return names;
    }

    private ReadOnlySpan<char> Field(SepReader.Row row, int index)
    {
        ReadOnlySpan<char> field = row[index].Span;
        if (field.Length > FieldLimit)
        {
            throw Problem(null, $"has a field of more than {FieldLimit} characters; is a quote never closed?");
        }
        if (_dialect.SpaceAfterDelimiter)
        {
            field = field.TrimStart(' ');
        }
        return _quoted.TryRead(field, out ReadOnlySpan<char> text) is not string problem
            ? Restored(text)
            : throw Problem(
                index < Columns.Count ? Columns[index] : null, $"{problem}; --quote none takes quotes for characters like any other");
    }

    /// <summary>The field with the characters that stand in the file.</summary>
    private ReadOnlySpan<char> Restored(ReadOnlySpan<char> text)
    {
        if (!_swapped)
        {
            return text;
        }
        if (_restored.Length < text.Length)
        {
            _restored = new char[text.Length * 2];
        }
        for (int i = 0; i < text.Length; i++)
        {
            _restored[i] = DialectTextReader.Restore(text[i], _dialect);
        }
        return _restored.AsSpan(0, text.Length);
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    private bool Next()
    {
        if (_isAtFirst)
        {
            _isAtFirst = false;
            return true;
        }
        try
        {
            while (_reader.MoveNext())
            {
                (_line, _nextLine) = (_nextLine, _reader.Current.LineNumberToExcl);
                if (!_reader.Current.Span.IsEmpty)
                {
                    return true;
                }
            }
            return false;
        }
        catch (NotSupportedException)
        {
            throw TooLong(_nextLine);
        }
    }

    private SourceException TooLong(long line) =>
        new(_file, line, null, $"has a row of more than {RowLimit} characters; is a quote never closed?");

    private SourceException Problem(string? field, string problem) => new(_file, _line, field, problem);
}
