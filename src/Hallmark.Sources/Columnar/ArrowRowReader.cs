using System.Collections.Concurrent;
using System.Text;
using Apache.Arrow;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Columnar;

/// <summary>One pass over the rows of an Arrow file or stream. Pieces go on over the ends of batches.</summary>
internal sealed class ArrowRowReader : IRowReader
{
    private readonly ConcurrentBag<CellRows> _unused = [];
    private readonly IReadOnlyList<ArrowColumn> _columns;
    private readonly ArrowFile _file;
    private RecordBatch? _batch;
    private ArrowColumn.InBatch[] _arrays = [];
    private int _next; // row of the batch
    private long _row;

    public ArrowRowReader(SourceBytes bytes, IReadOnlyList<ArrowColumn> columns)
    {
        _columns = columns;
        Columns = [.. columns.SelectMany(column => column.Columns)];
        _file = new ArrowFile(bytes);
    }

    public IReadOnlyList<string> Columns { get; }

    public long? HeaderPosition => null;

    public long BytesRead => _file.BytesRead;

    public IRows? Next(int count)
    {
        CellRows rows = _unused.TryTake(out CellRows? used) ? used : new CellRows(Columns.Count, _unused);
        while (rows.Count < count && !rows.IsFull && TryGoOn())
        {
            int row = rows.AddRow(++_row);
            for (int i = 0, field = 0; i < _columns.Count; field += Math.Max(1, _columns[i++].VectorLength))
            {
                Read(rows, row, field, _columns[i], _arrays[i]);
            }
            _next++;
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose()
    {
        ArrowColumn.Release(_batch, _columns);
        _file.Dispose();
    }

    /// <summary>Goes to the next batch where this one has no more rows.</summary>
    private bool TryGoOn()
    {
        while (_batch is null || _next >= _batch.Length)
        {
            ArrowColumn.Release(_batch, _columns);
            (_batch, _next) = (_file.Next(), 0);
            if (_batch is not { } batch)
            {
                return false;
            }
            _arrays = _file.Guard(() => _columns.Select(column => column.Of(batch)).ToArray());
            if (_arrays.Any(array => array.Array.Length != batch.Length))
            {
                throw _file.Fault(_row + 1, null, "a batch has columns of several lengths");
            }
        }
        return true;
    }

    private void Read(CellRows rows, int row, int field, ArrowColumn column, ArrowColumn.InBatch array)
    {
        try
        {
            if (array.IsMissing(_next))
            {
                return;
            }
            if (!column.IsList)
            {
                ArrowValues.Set(array.Array, _next, rows, row, field);
                return;
            }
            (IArrowArray values, int start, int count) = array.List(_next);
            if (column.VectorLength == 0)
            {
                rows.SetList(row, field, ArrowValues.ListText(values, start, count));
                return;
            }
            if (count != column.VectorLength)
            {
                throw _file.Fault(_row, column.Name, "was changed while it was read");
            }
            for (int i = 0; i < count; i++)
            {
                ArrowValues.Set(values, start + i, rows, row, field + i);
            }
        }
        catch (DecoderFallbackException)
        {
            throw _file.Fault(_row, column.Name, "is not UTF-8 text");
        }
        catch (OverflowException)
        {
            throw _file.Fault(_row, column.Name, "is a time outside of the years 1 to 9999, or of the day");
        }
        catch (Exception e) when (e is not SourceException)
        {
            throw _file.Fault(_row, column.Name, $"cannot be read: {LibraryWords.Of(e)}");
        }
    }
}
