using System.Collections.Concurrent;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>One pass over the rows of a Parquet file. Pieces go on over the ends of row groups.</summary>
internal sealed class ParquetRowReader : IRowReader
{
    private readonly ConcurrentBag<CellRows> _unused = [];
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly int[] _fields; // first of each column
    private readonly ParquetFile _file;
    private ParquetCursor[] _cursors = [];
    private int _next; // row group
    private long _left; // rows of this one
    private long _row;

    public ParquetRowReader(SourceBytes bytes, IReadOnlyList<ParquetColumn> columns)
    {
        _columns = columns;
        Columns = [.. columns.SelectMany(column => column.Columns)];
        _fields = new int[columns.Count];
        for (int i = 1; i < _fields.Length; i++)
        {
            _fields[i] = _fields[i - 1] + columns[i - 1].Columns.Count();
        }
        _file = new ParquetFile(bytes);
        if (_file.Columns != columns.Count)
        {
            _file.Dispose();
            throw _file.Fault(null, null, "was changed while it was read");
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public long? HeaderPosition => null;

    /// <summary>Of the row groups that were read, or are being read, as they lie in memory.</summary>
    public long BytesRead { get; private set; }

    public IRows? Next(int count)
    {
        CellRows rows = _unused.TryTake(out CellRows? used) ? used : new CellRows(Columns.Count, _unused);
        while (rows.Count < count && !rows.IsFull && (_left > 0 || TryGoOn()))
        {
            int row = rows.AddRow(++_row);
            for (int i = 0; i < _cursors.Length; i++)
            {
                _cursors[i].Read(rows, row, _fields[i], _row);
            }
            _left--;
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Goes to the next row group that has rows.</summary>
    private bool TryGoOn()
    {
        while (_left == 0 && _next < _file.Groups)
        {
            (_left, long bytes) = _file.OpenGroup(_next++);
            BytesRead += bytes;
            _cursors = [.. _columns.Select(column => ParquetCursor.Open(_file, column))];
        }
        return _left > 0;
    }
}
