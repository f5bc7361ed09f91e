using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hallmark.Data.Records;
using nietras.SeparatedValues;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// One pass over a CSV file: the header, then rows of as many fields. The only place that knows the CSV library, and the one
/// that turns its troubles into <see cref="SourceException"/>s.
/// </summary>
internal sealed class CsvRowReader : IRowReader
{
    /// <summary>Longest field in characters, with its quotes.</summary>
    public const int FieldLimit = 1 << 20;

    /// <summary>The library's own: stops a quote that is never closed from reading the whole file into memory.</summary>
    private const int RowLimit = 1 << 24;

    private const int BufferSize = 64 << 10;
    private readonly string _file;
    private readonly Utf8CheckingStream _bytes;
    private readonly SepReader _reader;
    private readonly QuotedField _quoted = new();
    private readonly ConcurrentBag<TextRows> _unused = [];
    private long _line; // the current row's first; the library's own is wrong for the first row of a file
    private long _nextLine = 1;

    public CsvRowReader(Stream stream, string file, CsvOptions options)
    {
        _file = file;
        _bytes = new Utf8CheckingStream(stream, file);
        // Skips a byte order mark. Bytes that are not UTF-8 are refused below it, where their line is known.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: false);
        try
        {
            _reader = Sep.New(options.Delimiter)
                .Reader(sep => sep with
                {
                    HasHeader = false, // read here, by this house's rules for names
                    DisableColCountCheck = true,
                    CultureInfo = CultureInfo.InvariantCulture,
                    InitialBufferLength = BufferSize,
                })
                .From(new StreamReader(_bytes, encoding, detectEncodingFromByteOrderMarks: false, BufferSize));
        }
        catch (NotSupportedException)
        {
            throw TooLong(1); // it reads the first row at once
        }
        Columns = ReadHeader();
    }

    public IReadOnlyList<string> Columns { get; } = [];

    public long? HeaderPosition { get; private set; }

    public long BytesRead => _bytes.BytesRead;

    public IRows? Next(int count)
    {
        TextRows rows = _unused.TryTake(out TextRows? used) ? used : new TextRows(Columns.Count, _unused);
        while (rows.Count < count && rows.Length < CsvSource.PieceTextLimit && Next())
        {
            AddRow(_reader.Current, rows);
        }
        return rows.Count > 0 ? rows : null;
    }

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
        if (fields != Columns.Count)
        {
            throw Problem(null, $"has {fields} fields, the header has {Columns.Count}");
        }
        rows.EndRow(_line);
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
        for (int i = 0; i < row.ColCount; i++)
        {
            string name = Field(row, i).ToString();
            if (Schema.NameProblem(name) is string problem)
            {
                throw Problem(null, $"the name of column {i + 1} {problem}");
            }
            if (!seen.Add(name))
            {
                throw Problem(name, "the header names this column twice");
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
        return _quoted.TryRead(field, out ReadOnlySpan<char> text) is not string problem
            ? text
            : throw Problem(index < Columns.Count ? Columns[index] : null, problem);
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    private bool Next()
    {
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
