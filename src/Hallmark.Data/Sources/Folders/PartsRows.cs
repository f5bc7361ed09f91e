using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Folders;

/// <summary>Rows of several files, one after the other.</summary>
internal sealed class PartsRows : IRows
{
    private readonly List<Piece> _pieces = [];

    public int Count { get; private set; }

    public long Size { get; private set; }

    /// <param name="rows">Rows of one file; theirs from now on is this.</param>
    /// <param name="before">What comes before their positions.</param>
    /// <param name="fields">Which of their fields each column is; null where they stand in order.</param>
    public void Add(IRows rows, long before, int[]? fields)
    {
        _pieces.Add(new Piece(rows, Count, before, fields));
        Count += rows.Count;
        Size += rows.Size;
    }

    public long PositionOf(int row)
    {
        Piece piece = At(row);
        return piece.Before + piece.Rows.PositionOf(row - piece.First);
    }

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch)
    {
        Piece piece = At(row);
        return piece.Rows.Text(row - piece.First, piece.FieldOf(field), scratch);
    }

    public bool TryAdd(int row, int field, ColumnBuffer column)
    {
        Piece piece = At(row);
        return piece.Rows.TryAdd(row - piece.First, piece.FieldOf(field), column);
    }

    public CellKinds KindOf(int row, int field)
    {
        Piece piece = At(row);
        return piece.Rows.KindOf(row - piece.First, piece.FieldOf(field));
    }

    public ColumnEvidence Look(int field)
    {
        ColumnEvidence found = ColumnEvidence.None;
        foreach (Piece piece in _pieces)
        {
            found = ColumnEvidence.Merge(found, piece.Rows.Look(piece.FieldOf(field)).Moved(piece.Before));
        }
        return found;
    }

    public void Dispose() => _pieces.ForEach(piece => piece.Rows.Dispose());

    private Piece At(int row)
    {
        int low = 0;
        for (int high = _pieces.Count - 1; low < high;)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _pieces[middle].First <= row ? (middle, high) : (low, middle - 1);
        }
        return _pieces[low];
    }

    private readonly record struct Piece(IRows Rows, int First, long Before, int[]? Fields)
    {
        public int FieldOf(int column) => Fields is null ? column : Fields[column];
    }
}
