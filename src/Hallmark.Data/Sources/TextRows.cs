using System.Collections.Concurrent;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Rows of a source whose cells are text, all fields one after the other, so that the reading thread leaves no strings behind. Filled
/// by one thread, then typed by another, then used again. An empty field is a missing cell.
/// </summary>
/// <param name="fields">Fields of each row.</param>
/// <param name="unused">Receives these rows when they are disposed.</param>
internal sealed class TextRows(int fields, ConcurrentBag<TextRows> unused) : IRows
{
    private readonly List<long> _positions = [];
    private char[] _text = new char[1 << 16];
    private int[] _ends = new int[1 << 12];
    private int _fields;
    private int _length;

    public int Count => _positions.Count;

    /// <summary>Characters held.</summary>
    public int Length => _length;

    public long Size => Length * (long)sizeof(char);

    public long PositionOf(int row) => _positions[row];

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch) => Cell(row, field);

    public bool TryAdd(int row, int field, ColumnBuffer column)
    {
        ReadOnlySpan<char> text = Cell(row, field);
        if (text.IsEmpty)
        {
            column.AddMissing();
            return true;
        }
        switch (column.Type)
        {
            case ColumnType.Float64 when CellText.TryFloat64(text, out double number):
                column.Add(number);
                return true;
            case ColumnType.Int64 when CellText.TryInt64(text, out long integer):
                column.Add(integer);
                return true;
            case ColumnType.Boolean when CellText.TryBoolean(text, out bool boolean):
                column.Add(boolean);
                return true;
            case ColumnType.Text when RecordFormat.Utf8.GetByteCount(text) <= RecordFormat.TextLimit:
                column.Add(text.ToString());
                return true;
            default:
                return false;
        }
    }

    public ColumnEvidence Look(int field)
    {
        ColumnEvidence found = ColumnEvidence.None;
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<char> text = Cell(row, field);
            if (text.IsEmpty)
            {
                continue;
            }
            found = found.First is null ? found with { First = PositionOf(row) } : found;
            if (found.NotInt64 is null && CellText.TryInt64(text, out _))
            {
                // A whole number is a number, and no boolean: said once, at the first.
                found = found.NotBoolean is null ? found with { NotBoolean = Example(row, text) } : found;
                continue;
            }
            bool number = found.NotFloat64 is null && CellText.TryFloat64(text, out _);
            bool boolean = !number && found.NotBoolean is null && CellText.TryBoolean(text, out _);
            if (found.NotInt64 is null || (!number && found.NotFloat64 is null) || (!boolean && found.NotBoolean is null))
            {
                CounterExample example = Example(row, text);
                found = found with
                {
                    NotInt64 = found.NotInt64 ?? example,
                    NotFloat64 = found.NotFloat64 ?? (number ? null : example),
                    NotBoolean = found.NotBoolean ?? (boolean ? null : example),
                };
            }
            if (found is { NotFloat64: not null, NotBoolean: not null })
            {
                break;
            }
        }
        return found;
    }

    public void AddField(ReadOnlySpan<char> field)
    {
        if (_length + field.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_length + field.Length, _text.Length * 2));
        }
        if (_fields == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }
        field.CopyTo(_text.AsSpan(_length));
        _length += field.Length;
        _ends[_fields++] = _length;
    }

    public void EndRow(long position) => _positions.Add(position);

    public void Dispose()
    {
        _fields = 0;
        _length = 0;
        _positions.Clear();
        unused.Add(this);
    }

    private ReadOnlySpan<char> Cell(int row, int field)
    {
        int index = (row * fields) + field;
        int start = index == 0 ? 0 : _ends[index - 1];
        return _text.AsSpan(start, _ends[index] - start);
    }

    private CounterExample Example(int row, ReadOnlySpan<char> text) => new(PositionOf(row), CellText.Shorten(text));
}
