using System.Security.Cryptography;
using System.Text;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality;
using Hallmark.Quality.Checking;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Cli.Checking;

/// <summary>
/// A CSV file as records to check. More forgiving than registration: "nan" and "inf" are numbers that are not finite, and a label
/// may be missing. Read anew for types, roles and numbers, so that memory holds the numbers once.
/// </summary>
internal sealed class TableInput
{
    private const int RowsAtOnce = 4_096;

    private readonly string _path;
    private readonly CsvSource _source;
    private readonly Schema _schema;
    private readonly int _rows;
    private readonly int _label;
    private readonly int _origin;
    private readonly int[] _features;
    private readonly int[] _running; // columns of running text
    private readonly int[] _hashed; // columns that make up a record's contents
    private readonly string[] _rowNumbers;
    private readonly string[] _unused;
    private readonly UnreadableCells[] _unreadable;
    private readonly NumberScale?[] _scales;
    private readonly Matrix? _matrix;
    private readonly string?[]? _texts;
    private readonly Digest[] _contents;
    private readonly NameList _classes;
    private readonly NameList _origins;

    private TableInput(string path, string? label, string? origin, CheckInput? like, CancellationToken cancellation)
    {
        _path = path;
        _source = new CsvSource(path);
        long rows = 0;
        _schema = SchemaInference.Infer(_source, null, Environment.ProcessorCount, new Count(read => rows = read.Records), cancellation);
        _rows = rows <= int.MaxValue ? (int)rows : throw new SourceException(path, null, null, $"has {rows} records, more than fit in memory");
        _label = Find(label);
        _origin = Find(origin);
        var columns = new ColumnRoles(_schema, [_label, _origin], like?.RowNumbers);
        columns.Read(_source.Read(_schema, RowsAtOnce, Environment.ProcessorCount), cancellation);
        (_features, _running, _rowNumbers) = (columns.Features, columns.RunningTexts, columns.RowNumbers);
        (_unused, _unreadable) = (columns.Unused, columns.Unreadable);
        _scales = [.. _features.Select(column => like?.ScaleOf(_schema.Columns[column].Name))];
        _hashed = columns.Contents;
        if (_features.Length == 0 && _running.Length == 0)
        {
            throw new SourceException(path, 1, null, "has no column of numbers and no running text to look at");
        }
        if ((long)_rows * _features.Length > Array.MaxLength)
        {
            throw new SourceException(path, null, null, $"has {_rows} records of {_features.Length} numbers, more than fit in memory");
        }
        _matrix = _features.Length == 0 ? null : new Matrix(_rows, _features.Length);
        _texts = _running.Length == 0 ? null : new string?[_rows];
        _contents = new Digest[_rows];
        _classes = new NameList(_label < 0 ? 0 : _rows);
        _origins = new NameList(_origin < 0 ? 0 : _rows);
    }

    /// <param name="path">Of the file.</param>
    /// <param name="label">Name of a column, or null.</param>
    /// <param name="origin">Name of a column, or null.</param>
    /// <param name="like">What this is to be compared with: the same columns are features, in the same scale. Null to find out.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <exception cref="SourceException">Says file, line and column.</exception>
    public static CheckInput Read(string path, string? label, string? origin, CheckInput? like, CancellationToken cancellation)
    {
        var input = new TableInput(path, label, origin, like, cancellation);
        int row = 0;
        foreach (RecordBuffer buffer in input._source.Read(input._schema, RowsAtOnce, Environment.ProcessorCount))
        {
            cancellation.ThrowIfCancellationRequested();
            input.Add(buffer, row);
            row += buffer.Count;
        }
        return input.ToInput();
    }

    private CheckInput ToInput()
    {
        (int[] labels, string[] classes) = _classes.Sorted();
        if (classes.Length > Schema.ClassLimit)
        {
            throw new SourceException(_path, null, _schema.Columns[_label].Name, $"has {classes.Length} different values, too many for a label");
        }
        (int[] origins, string[] originNames) = _origins.Sorted();
        return new CheckInput(
            _matrix, [.. _features.Select(column => _schema.Columns[column].Name)], labels, classes, origins, originNames, _contents)
        {
            Texts = _texts,
            RowNumbers = _rowNumbers,
            Unused = _unused,
            Unreadable = _unreadable,
            Scales = _scales,
        };
    }

    private int Find(string? name)
    {
        if (name is null)
        {
            return -1;
        }
        int index = _schema.Columns.ToList().FindIndex(column => column.Name == name);
        return index >= 0 ? index : throw new SourceException(_path, 1, name, "the header names no such column");
    }

    private void Add(RecordBuffer buffer, int first)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < buffer.Count; row++)
        {
            Span<float> numbers = _matrix is null ? [] : _matrix.Row(first + row);
            for (int feature = 0; feature < numbers.Length; feature++)
            {
                ColumnBuffer column = buffer[_features[feature]];
                double number = column.Type != ColumnType.Text ? column.Number(row)
                    : column.Text(row) is { } text && ColumnRoles.TryNumber(text, out double value) ? value
                    : double.NaN;
                numbers[feature] = NumberScale.Of(number, ref _scales[feature]);
            }
            if (_texts is not null)
            {
                _texts[first + row] = RunningText.Join(_running.Select(column => buffer[column].Text(row)));
            }
            foreach (int column in _hashed)
            {
                Hash(hash, buffer[column], row);
            }
            _contents[first + row] = Digest.FromBytes(hash.GetHashAndReset());
            if (_label >= 0)
            {
                _classes.Set(first + row, buffer[_label].Text(row));
            }
            if (_origin >= 0)
            {
                _origins.Set(first + row, buffer[_origin].Text(row) ?? "");
            }
        }
    }

    private static void Hash(IncrementalHash hash, ColumnBuffer column, int row)
    {
        Span<byte> bits = stackalloc byte[9];
        bits.Clear();
        if (column.Type == ColumnType.Text)
        {
            byte[] text = Encoding.UTF8.GetBytes(column.Text(row) ?? "");
            bits[0] = column.IsMissing(row) ? (byte)0 : (byte)1;
            BitConverter.TryWriteBytes(bits[1..], (long)text.Length);
            hash.AppendData(bits);
            hash.AppendData(text);
            return;
        }
        bits[0] = column.IsMissing(row) ? (byte)0 : (byte)1;
        if (bits[0] == 1)
        {
            BitConverter.TryWriteBytes(bits[1..], column.Number(row));
        }
        hash.AppendData(bits);
    }

    /// <summary>A report on the caller's own thread: <see cref="Progress{T}"/> would come too late.</summary>
    private sealed class Count(Action<RegistrationProgress> tell) : IProgress<RegistrationProgress>
    {
        public void Report(RegistrationProgress value) => tell(value);
    }
}
