namespace Hallmark.Data.Sources.Lines;

/// <summary>Sets the cells of a row to what a line says.</summary>
/// <param name="line">In UTF-8, without its end.</param>
/// <param name="number">Of the line, from 1.</param>
/// <exception cref="SourceException">It is not as it should be.</exception>
internal delegate void LineTaker(ReadOnlyMemory<byte> line, long number, CellRows rows, int row);

/// <summary>
/// One pass over a file of which each line that is not blank is a record. It only splits lines; who types the rows also takes them apart.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="columns">What lines become; at least one.</param>
/// <param name="take">Takes a line apart; called by any thread.</param>
/// <param name="isSpelled">Whether lines are text all over, so that a number is no other cell than the text of its digits.</param>
internal sealed class LineRowReader(SourceBytes bytes, IReadOnlyList<string> columns, LineTaker take, bool isSpelled = false) : IRowReader
{
    private const int PieceBytesLimit = 32 << 20;
    private readonly LineReader _lines = new(bytes);

    public IReadOnlyList<string> Columns => columns;

    public long? HeaderPosition => null;

    public long BytesRead => _lines.BytesRead;

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t"u8).IsEmpty;

    public IRows? Next(int count)
    {
        int most = Math.Min(count, Math.Max(1, CellRows.CellLimit / Columns.Count));
        var rows = new LineRows(Columns.Count, take, isSpelled);
        while (rows.Count < most && rows.Size < PieceBytesLimit && _lines.TryNext(out ReadOnlySpan<byte> line))
        {
            if (!IsBlank(line))
            {
                rows.Add(line, _lines.Line);
            }
        }
        return rows.Count > 0 ? rows : null;
    }

    public void Dispose() => _lines.Dispose();
}
