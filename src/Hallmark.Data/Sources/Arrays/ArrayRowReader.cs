using System.Collections.Concurrent;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>One pass over the rows of array files that lie side by side.</summary>
internal sealed class ArrayRowReader : IRowReader
{
    /// <summary>Pieces have at most so many numbers, so that memory does not depend on their width: 10,000 pictures of 28 × 28.</summary>
    public const int PieceCellLimit = 1 << 23;

    private readonly List<ArrayFile> _files = [];
    private readonly ConcurrentBag<ArrayRows> _unused = [];
    private readonly int _rows;
    private int _row;

    /// <exception cref="SourceException">A file is not as it was when the source was opened.</exception>
    public ArrayRowReader(ArraySource source, IEnumerable<SourceBytes> files)
    {
        Columns = source.Columns;
        try
        {
            foreach (SourceBytes file in files)
            {
                _files.Add(ArrayFile.Open(file));
            }
            _rows = _files[0].Header.Rows;
            if (_files.Any(file => file.Header.Rows != _rows) || _files.Sum(file => file.Header.RowLength) != Columns.Count)
            {
                throw _files[0].Fault("was changed while it was read");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Bytes of a row; texts have many.</summary>
    private long RowSize => _files.Sum(file => file.Header.RowLength * file.Header.Format.Size);

    public long? HeaderPosition => null;

    public long BytesRead => _files.Sum(file => file.BytesRead);

    public IRows? Next(int count)
    {
        long fitting = Math.Min(PieceCellLimit / Columns.Count, PieceCellLimit * 8L / RowSize);
        int rows = Math.Min(Math.Min(count, _rows - _row), (int)Math.Max(1, fitting));
        if (rows == 0)
        {
            return null;
        }
        ArrayRows piece = _unused.TryTake(out ArrayRows? used) ? used : new ArrayRows([.. _files.Select(file => file.Header)], _unused);
        piece.Begin(_row, rows);
        for (int i = 0; i < _files.Count; i++)
        {
            _files[i].ReadRows(piece.Block(i));
        }
        _row += rows;
        return piece;
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
