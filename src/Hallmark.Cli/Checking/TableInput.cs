using System.Security.Cryptography;
using System.Text;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Checking;

namespace Hallmark.Cli.Checking;

/// <summary>
/// A CSV file as records to check. More forgiving than registration: "nan" and "inf" are numbers that are not finite, and a label
/// may be missing. Read twice, so that memory holds the numbers once.
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
    private readonly Matrix _matrix;
    private readonly Digest[] _contents;
    private readonly NameList _classes;
    private readonly NameList _origins;

    private TableInput(string path, string? label, string? origin, CancellationToken cancellation)
    {
        _path = path;
        _source = new CsvSource(path);
        long rows = 0;
        _schema = SchemaInference.Infer(_source, null, Environment.ProcessorCount, new Count(read => rows = read.Records), cancellation);
        _rows = rows <= int.MaxValue ? (int)rows : throw new SourceException(path, null, null, $"has {rows} records, more than fit in memory");
        _label = Find(label);
        _origin = Find(origin);
        _features = Features(cancellation);
        if (_features.Length == 0)
        {
            throw new SourceException(path, 1, null, "has no column of numbers to look at");
        }
        if ((long)_rows * _features.Length > Array.MaxLength)
        {
            throw new SourceException(path, null, null, $"has {_rows} records of {_features.Length} numbers, more than fit in memory");
        }
        _matrix = new Matrix(_rows, _features.Length);
        _contents = new Digest[_rows];
        _classes = new NameList(_label < 0 ? 0 : _rows);
        _origins = new NameList(_origin < 0 ? 0 : _rows);
    }

    /// <exception cref="SourceException">Says file, line and column.</exception>
    public static CheckInput Read(string path, string? label, string? origin, CancellationToken cancellation)
    {
        var input = new TableInput(path, label, origin, cancellation);
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
            _matrix, [.. _features.Select(column => _schema.Columns[column].Name)], labels, classes, origins, originNames, _contents);
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

    /// <summary>All columns of numbers, and columns of text in which every cell is a number or says that it is none.</summary>
    private int[] Features(CancellationToken cancellation)
    {
        bool[] numbers = [.. _schema.Columns.Select(column => column.IsNumeric)];
        HashSet<int> texts = [.. Enumerable.Range(0, numbers.Length).Where(column => !numbers[column] && column != _label && column != _origin)];
        if (texts.Count > 0)
        {
            foreach (RecordBuffer buffer in _source.Read(_schema, RowsAtOnce, Environment.ProcessorCount))
            {
                cancellation.ThrowIfCancellationRequested();
                texts.RemoveWhere(column => !Enumerable.Range(0, buffer.Count).All(row => buffer[column].Text(row) is not { } text || TryNumber(text, out _)));
            }
        }
        return [.. Enumerable.Range(0, numbers.Length).Where(column => column != _label && column != _origin && (numbers[column] || texts.Contains(column)))];
    }

    private void Add(RecordBuffer buffer, int first)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < buffer.Count; row++)
        {
            Span<float> numbers = _matrix.Row(first + row);
            for (int feature = 0; feature < numbers.Length; feature++)
            {
                ColumnBuffer column = buffer[_features[feature]];
                numbers[feature] = column.Type != ColumnType.Text ? (float)column.Number(row)
                    : column.Text(row) is { } text && TryNumber(text, out double value) ? (float)value
                    : float.NaN;
            }
            for (int column = 0; column < _schema.Columns.Count; column++)
            {
                if (column != _label && column != _origin)
                {
                    Hash(hash, buffer[column], row);
                }
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

    private static bool TryNumber(string text, out double value)
    {
        if (CellText.TryFloat64(text, out value))
        {
            return true;
        }
        value = text.Trim().ToLowerInvariant() switch
        {
            "nan" or "na" or "null" => double.NaN,
            "inf" or "+inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    /// <summary>A report on the caller's own thread: <see cref="Progress{T}"/> would come too late.</summary>
    private sealed class Count(Action<RegistrationProgress> tell) : IProgress<RegistrationProgress>
    {
        public void Report(RegistrationProgress value) => tell(value);
    }
}
