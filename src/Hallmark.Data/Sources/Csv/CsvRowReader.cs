using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// One pass over a CSV file: the header, then rows of as many fields. The only place that knows the CSV library, and the one
/// that turns its troubles into <see cref="SourceException"/>s.
/// </summary>
internal sealed class CsvRowReader : IRowReader
{
    /// <summary>Longest field in characters: stops a quote that is never closed from reading the whole file into memory.</summary>
    public const int FieldLimit = 1 << 20;

    private const int BufferSize = 64 << 10;
    private readonly string _file;
    private readonly Utf8CheckingStream _bytes;
    private readonly StreamReader _reader;
    private readonly CsvParser _parser;
    private readonly ConcurrentBag<TextRows> _unused = [];
    private long _line; // last line of the row read last

    public CsvRowReader(Stream stream, string file, CsvOptions options)
    {
        _file = file;
        _bytes = new Utf8CheckingStream(stream, file);
        // Skips a byte order mark. Bytes that are not UTF-8 are refused below it, where their line is known.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: false);
        _reader = new StreamReader(_bytes, encoding, detectEncodingFromByteOrderMarks: false, BufferSize);
        _parser = new CsvParser(_reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Delimiter.ToString(),
            BufferSize = BufferSize,
            MaxFieldSize = FieldLimit,
            IgnoreBlankLines = true,
        });
        Columns = ReadHeader();
    }

    public IReadOnlyList<string> Columns { get; }

    public long? HeaderPosition => 1;

    public long BytesRead => _bytes.BytesRead;

    public IRows? Next(int count)
    {
        TextRows rows = _unused.TryTake(out TextRows? used) ? used : new TextRows(Columns.Count, _unused);
        while (rows.Count < count && rows.Length < CsvSource.PieceTextLimit && Next())
        {
            long line = FirstLine();
            if (_parser.Count != Columns.Count)
            {
                throw new SourceException(_file, line, null, $"has {_parser.Count} fields, the header has {Columns.Count}");
            }
            for (int i = 0; i < Columns.Count; i++)
            {
                rows.AddField(Field(i));
            }
            rows.EndRow(line);
            _line = _parser.RawRow;
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose()
    {
        _parser.Dispose();
        _reader.Dispose();
        _bytes.Dispose();
    }

    /// <summary>The parser counts lines to the end of a row; a row with line breaks inside quotes begins earlier.</summary>
    private long FirstLine()
    {
        long line = _parser.RawRow;
        if (line - _line > 1)
        {
            for (int i = 0; i < _parser.Count; i++)
            {
                line -= Field(i).ReplaceLineEndings("\n").Count(character => character == '\n');
            }
        }
        return Math.Max(line, _line + 1);
    }

    private List<string> ReadHeader()
    {
        if (!Next())
        {
            throw new SourceException(_file, null, null, "is empty; a header row is needed");
        }
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (_parser.Count > Schema.ColumnLimit)
        {
            throw new SourceException(_file, 1, null, $"has {_parser.Count} columns, more than {Schema.ColumnLimit}");
        }
        for (int i = 0; i < _parser.Count; i++)
        {
            string name = Field(i);
            if (Schema.NameProblem(name) is string problem)
            {
                throw new SourceException(_file, 1, null, $"the name of column {i + 1} {problem}");
            }
            if (!seen.Add(name))
            {
                throw new SourceException(_file, 1, name, "the header names this column twice");
            }
            names.Add(name);
        }
        _line = _parser.RawRow;
        return names;
    }

    private string Field(int index)
    {
        try
        {
            return _parser[index];
        }
        catch (CsvHelperException)
        {
            throw BadQuote(Columns is null || index >= Columns.Count ? null : Columns[index]);
        }
    }

    private bool Next()
    {
        try
        {
            if (_parser.Read())
            {
                return true;
            }
        }
        catch (MaxFieldSizeException)
        {
            throw new SourceException(
                _file, _line + 1, null, $"has a field of more than {FieldLimit} characters; is a quote never closed?");
        }
        catch (CsvHelperException)
        {
            throw BadQuote(null);
        }
        return _bytes.Quotes % 2 == 0 ? false : throw BadQuote(null);
    }

    /// <summary>Every well-placed quote has a partner, so an odd number of them at the end means that one was never closed.</summary>
    private SourceException BadQuote(string? field) => new(
        _file, _line + 1, field,
        _bytes.AtEnd && _bytes.Quotes % 2 == 1 ? "a quote that begins a field is never closed" : "has a quote in the wrong place");
}
