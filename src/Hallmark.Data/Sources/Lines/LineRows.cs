using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Lines;

/// <summary>Lines of a file, taken apart by the thread that first asks for a cell.</summary>
/// <param name="isSpelled">See <see cref="CellRows"/>.</param>
internal sealed class LineRows(int fields, LineTaker take, bool isSpelled) : IRows
{
    private readonly List<(long Number, int End)> _lines = [];
    private byte[] _bytes = new byte[1 << 8];
    private int _length;
    private CellRows? _cells;

    public int Count => _lines.Count;

    public long Size => _length;

    private CellRows Cells => _cells ??= TakeApart();

    public void Add(ReadOnlySpan<byte> line, long number)
    {
        if (_length + line.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + line.Length, _bytes.Length * 2));
        }
        line.CopyTo(_bytes.AsSpan(_length));
        _length += line.Length;
        _lines.Add((number, _length));
    }

    public long PositionOf(int row) => _lines[row].Number;

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch) => Cells.Text(row, field, scratch);

    public bool TryAdd(int row, int field, ColumnBuffer column) => Cells.TryAdd(row, field, column);

    public CellKinds KindOf(int row, int field) => Cells.KindOf(row, field);

    public ColumnEvidence Look(int field) => Cells.Look(field);

    public void Dispose() => _cells?.Dispose();

    private CellRows TakeApart()
    {
        var cells = new CellRows(fields, isSpelled: isSpelled);
        int start = 0;
        foreach ((long number, int end) in _lines)
        {
            take(_bytes.AsMemory(start, end - start), number, cells, cells.AddRow(number));
            start = end;
        }
        return cells;
    }
}
