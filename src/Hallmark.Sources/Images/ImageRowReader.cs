using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Images;

/// <summary>One pass over pictures. Who types the rows also decodes them.</summary>
internal sealed class ImageRowReader(ImageFolderSource source) : IRowReader
{
    private int _next;

    public IReadOnlyList<string> Columns => source.Columns;

    public long? HeaderPosition => null;

    /// <summary>Not known: they are read by others.</summary>
    public long BytesRead => 0;

    public IRows? Next(int count)
    {
        int rows = Math.Min(Math.Min(count, source.Files.Count - _next), CellRows.CellLimit / Columns.Count);
        (int first, _next) = (_next, _next + rows);
        return rows == 0 ? null : new Rows(source, first, rows);
    }

    public void Dispose()
    {
    }

    private sealed class Rows(ImageFolderSource source, int first, int count) : IRows
    {
        private CellRows? _cells;

        public int Count => count;

        public long Size => (long)count * source.Columns.Count * 16;

        private CellRows Cells => _cells ??= Decode();

        public long PositionOf(int row) => first + row + 1L;

        public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch) => Cells.Text(row, field, scratch);

        public bool TryAdd(int row, int field, ColumnBuffer column) => Cells.TryAdd(row, field, column);

        public CellKinds KindOf(int row, int field) => Cells.KindOf(row, field);

        public ColumnEvidence Look(int field) => Cells.Look(field);

        public void Dispose() => _cells?.Dispose();

        private CellRows Decode()
        {
            var cells = new CellRows(source.Columns.Count);
            for (int at = first; at < first + count; at++)
            {
                var picture = Picture.Read(source.Files[at]);
                int row = cells.AddRow(at + 1L);
                cells.SetText(row, 0, picture.Sha256);
                cells.Set(row, 1, (long)picture.Width);
                cells.Set(row, 2, (long)picture.Height);
                cells.Set(row, 3, (long)picture.Orientation);
                for (int place = 0; place < picture.Greys.Count; place++)
                {
                    cells.Set(row, 4 + place, (long)picture.Greys[place]);
                }
                if (source.Classes.Count > 0)
                {
                    cells.SetText(row, source.Columns.Count - 1, source.Classes[at]);
                }
            }
            return cells;
        }
    }
}
