using System.Text;
using System.Text.Encodings.Web;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using ParquetSharp;

namespace Hallmark.Sources.Columnar;

/// <summary>Goes through one column of a row group, row by row, with a few thousand values in memory.</summary>
internal abstract class ParquetCursor(ParquetFile file, ParquetColumn column)
{
    private readonly StringBuilder _list = new();

    protected ParquetFile File { get; } = file;

    protected ParquetColumn Column { get; } = column;

    /// <summary>Whether the row begins here, and what is here: see the levels of <see cref="ParquetColumn"/>.</summary>
    protected abstract (short Repetition, short Definition) Here { get; }

    /// <summary>A cursor at the first row of the open row group.</summary>
    public static ParquetCursor Open(ParquetFile file, ParquetColumn column)
    {
        return file.OpenColumn(column.Leaf) switch
        {
            ColumnReader<bool> typed => new ParquetCursor<bool>(file, column, typed, ParquetValues.Set),
            ColumnReader<int> typed => new ParquetCursor<int>(file, column, typed, ParquetValues.Set),
            ColumnReader<long> typed => new ParquetCursor<long>(file, column, typed, ParquetValues.Set),
            ColumnReader<Int96> typed => new ParquetCursor<Int96>(file, column, typed, ParquetValues.Set),
            ColumnReader<float> typed => new ParquetCursor<float>(file, column, typed, ParquetValues.Set),
            ColumnReader<double> typed => new ParquetCursor<double>(file, column, typed, ParquetValues.Set),
            ColumnReader<ByteArray> typed => new ParquetCursor<ByteArray>(file, column, typed, ParquetValues.Set),
            ColumnReader<FixedLenByteArray> typed => new ParquetCursor<FixedLenByteArray>(file, column, typed, ParquetValues.Set),
            _ => throw file.Fault(null, column.Name, "is of a type that is not known"),
        };
    }

    /// <summary>Sets the cells of the next row.</summary>
    /// <param name="field">Its first column.</param>
    /// <param name="position">Of the row, for messages.</param>
    public void Read(CellRows rows, int row, int field, long position)
    {
        try
        {
            if (!Column.IsList)
            {
                Require(position);
                Take(rows, row, field);
            }
            else if (Column.VectorLength > 0)
            {
                ReadVector(rows, row, field, position);
            }
            else
            {
                ReadList(rows, row, field, position);
            }
        }
        catch (DecoderFallbackException)
        {
            throw File.Fault(position, Column.Name, "is not UTF-8 text");
        }
        catch (OverflowException)
        {
            throw File.Fault(position, Column.Name, "is a time outside of the years 1 to 9999, or of the day");
        }
    }

    /// <summary>Goes over the next row's list.</summary>
    /// <returns>How many elements it has; negative where there is none.</returns>
    public int PassList()
    {
        Require(null);
        int count = Here.Definition >= Column.ElementLevel ? 1 : Here.Definition == Column.ElementLevel - 1 ? 0 : -1;
        Pass();
        while (HasMore() && Here.Repetition > 0)
        {
            count++;
            Pass();
        }
        return count;
    }

    /// <summary>Whether there is anything left in the row group.</summary>
    protected abstract bool HasMore();

    /// <summary>Goes one further.</summary>
    protected abstract void Pass();

    /// <summary>Sets a cell to what is here, missing where nothing is, and goes one further.</summary>
    protected abstract void Take(CellRows rows, int row, int field);

    private void Require(long? position)
    {
        if (!HasMore())
        {
            throw File.Fault(position, Column.Name, "the column ends before the rows do");
        }
    }

    private void ReadVector(CellRows rows, int row, int field, long position)
    {
        Require(position);
        int count = 0;
        do
        {
            if (Here.Definition < Column.ElementLevel)
            {
                Pass();
                continue;
            }
            if (count == Column.VectorLength)
            {
                throw File.Fault(position, Column.Name, "was changed while it was read");
            }
            Take(rows, row, field + count++);
        }
        while (HasMore() && Here.Repetition > 0);
    }

    private void ReadList(CellRows rows, int row, int field, long position)
    {
        Require(position);
        if (Here.Definition < Column.ElementLevel - 1)
        {
            Pass();
            return;
        }
        using var element = new CellRows(1);
        _list.Clear().Append('[');
        do
        {
            if (Here.Definition < Column.ElementLevel)
            {
                Pass();
                continue;
            }
            _list.Append(_list.Length > 1 ? ", " : "").Append(ElementHere(element));
            if (_list.Length > RecordFormat.TextLimit)
            {
                throw File.Fault(position, Column.Name, $"is a list of more than {RecordFormat.TextLimit} characters");
            }
        }
        while (HasMore() && Here.Repetition > 0);
        rows.SetList(row, field, _list.Append(']').ToString());
    }

    private string ElementHere(CellRows element)
    {
        element.Clear();
        element.AddRow(1);
        Take(element, 0, 0);
        return element.IsMissing(0, 0) ? "null"
            : Column.IsQuoted ? $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(element.Text(0, 0, default).ToString())}\""
            : element.Text(0, 0, default).ToString();
    }
}

/// <summary>The same of values of one physical type.</summary>
/// <param name="set">Sets a cell to a value.</param>
internal sealed class ParquetCursor<T>(
    ParquetFile file, ParquetColumn column, ColumnReader<T> reader, ParquetCursor<T>.Setter set) : ParquetCursor(file, column)
    where T : unmanaged
{
    private const int Levels = 2_048;
    private readonly short[] _definitions = new short[Levels];
    private readonly short[] _repetitions = new short[Levels];
    private readonly T[] _values = new T[Levels];
    private int _count;
    private int _at;
    private int _value;

    public delegate void Setter(ParquetColumn column, T value, CellRows rows, int row, int field);

    protected override (short Repetition, short Definition) Here => (_repetitions[_at], _definitions[_at]);

    protected override bool HasMore()
    {
        if (_at < _count)
        {
            return true;
        }
        (_count, _at, _value) = (File.Guard(Fill), 0, 0);
        return _count > 0;
    }

    protected override void Pass()
    {
        _value += _definitions[_at] == Column.ValueLevel ? 1 : 0;
        _at++;
    }

    protected override void Take(CellRows rows, int row, int field)
    {
        if (_definitions[_at] == Column.ValueLevel)
        {
            set(Column, _values[_value], rows, row, field);
        }
        Pass();
    }

    private int Fill()
    {
        if (!reader.HasNext)
        {
            return 0;
        }
        Span<short> definitions = Column.ValueLevel > 0 ? _definitions : [];
        Span<short> repetitions = Column.IsList ? _repetitions : [];
        int read = (int)reader.ReadBatch(Levels, definitions, repetitions, _values, out long values);
        return read >= 0 && values == (Column.ValueLevel > 0 ? definitions[..read].Count(Column.ValueLevel) : read)
            ? read
            : throw new InvalidDataException("has other values than it announces");
    }
}
