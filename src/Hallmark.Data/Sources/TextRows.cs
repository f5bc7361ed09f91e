using System.Collections.Concurrent;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Rows of a source whose cells are text, all fields one after the other, so that the reading thread leaves no strings behind. Filled
/// by one thread, then typed by another, then used again. An empty field is a missing cell.
/// </summary>
/// <param name="fields">Fields of each row.</param>
/// <param name="unused">Receives these rows when they are disposed.</param>
/// <param name="rules">How cells are written; null for the plain way.</param>
internal sealed class TextRows(int fields, ConcurrentBag<TextRows> unused, CellRules? rules = null) : IRows
{
    private readonly CellRules _rules = rules ?? CellRules.Plain;
    private readonly List<long> _positions = [];
    private char[] _text = new char[1 << 8]; // small: a folder may be a million files of a row
    private int[] _ends = new int[1 << 4];
    private int _fields;
    private int _length;

    public int Count => _positions.Count;

    /// <summary>Characters held.</summary>
    public int Length => _length;

    public long Size => Length * (long)sizeof(char);

    public long PositionOf(int row) => _positions[row];

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch)
    {
        ReadOnlySpan<char> text = Cell(row, field);
        return _rules.IsMissing(text) ? [] : text;
    }

    public bool TryAdd(int row, int field, ColumnBuffer column)
    {
        ReadOnlySpan<char> text = Cell(row, field);
        if (_rules.IsMissing(text))
        {
            column.AddMissing();
            return true;
        }
        switch (column.Type)
        {
            case ColumnType.Float64 when _rules.TryFloat64(text, out double number):
                column.Add(number);
                return true;
            case ColumnType.Int64 when _rules.TryInt64(text, out long integer):
                column.Add(integer);
                return true;
            case ColumnType.Boolean when CellText.TryBoolean(text, out bool boolean):
                column.Add(boolean);
                return true;
            case ColumnType.Text when RecordFormat.Utf8.GetByteCount(text) <= RecordFormat.TextLimit:
                column.Add(text.ToString());
                return true;
            case ColumnType.Date or ColumnType.DateTime or ColumnType.Instant
                when MomentText.TypeOf(_rules.ReadMoment(text, out long moment)) == column.Type:
                column.AddMoment(moment);
                return true;
            case not ColumnType.Text when _rules.IsMissingWord(text):
                column.AddMissing();
                return true;
            default:
                return false;
        }
    }

    public string? NumberDoubt(int row, int field) => _rules.NumberDoubt(Cell(row, field));

    public ColumnEvidence Look(int field)
    {
        var found = new ColumnLook(_rules);
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<char> text = Cell(row, field);
            if (!_rules.IsMissing(text))
            {
                found.Add(PositionOf(row), text);
            }
        }
        return found.ToEvidence();
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
}
