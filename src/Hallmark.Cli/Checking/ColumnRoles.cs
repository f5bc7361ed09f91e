using Hallmark.Data;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Cli.Checking;

/// <summary>
/// What the columns of a table are for, by all their cells: numbers to learn from, running text, or numbers of the rows, as data frames
/// write them when nobody asks. Row numbers say nothing of a record, but where records are sorted they would tell its label.
/// </summary>
/// <param name="schema">Of the table.</param>
/// <param name="taken">Columns that are something else already.</param>
/// <param name="rowNumbers">Names of the columns that number the rows; null to find out.</param>
internal sealed class ColumnRoles(Schema schema, int[] taken, IReadOnlyList<string>? rowNumbers)
{
    private const int NumberedFrom = 20; // fewer records may rise one by one by chance

    private readonly int[] _columns = [.. Enumerable.Range(0, schema.Columns.Count).Except(taken)];
    private readonly HashSet<int> _numbers = [.. Enumerable.Range(0, schema.Columns.Count).Except(taken)];
    private readonly Dictionary<int, double> _firstNumbers = [];
    private readonly Dictionary<int, RunningText> _texts =
        Enumerable.Range(0, schema.Columns.Count).Except(taken).Where(column => !schema.Columns[column].IsNumeric).ToDictionary(column => column, _ => new RunningText());

    private HashSet<int> _numbering = [];
    private long _rows;

    /// <summary>All columns of numbers, and columns of text in which every cell is a number or says that it is none.</summary>
    public int[] Features => [.. _columns.Where(column => _numbers.Contains(column) && !_numbering.Contains(column))];

    public int[] RunningTexts => [.. _columns.Where(column => !_numbers.Contains(column) && _texts[column].Holds)];

    public string[] RowNumbers => [.. _columns.Where(_numbering.Contains).Select(column => schema.Columns[column].Name)];

    public void Read(IEnumerable<RecordBuffer> buffers, CancellationToken cancellation)
    {
        _numbering = [.. _columns.Where(column => rowNumbers?.Contains(schema.Columns[column].Name) ?? schema.Columns[column].Type == ColumnType.Int64)];
        foreach (RecordBuffer buffer in buffers)
        {
            cancellation.ThrowIfCancellationRequested();
            if (rowNumbers is null)
            {
                _numbering.RemoveWhere(column => !Numbers(buffer[column], buffer.Count, column));
            }
            foreach ((int column, RunningText text) in _texts)
            {
                Read(buffer, column, text);
            }
            _rows += buffer.Count;
            if (_texts.Count == 0 && (_numbering.Count == 0 || rowNumbers is not null))
            {
                return;
            }
        }
        if (rowNumbers is null && (_rows < NumberedFrom || Features.Length == 0))
        {
            _numbering.Clear();
        }
    }

    /// <summary>A number, or a word that says that it is none.</summary>
    public static bool TryNumber(string text, out double value)
    {
        if (CellText.TryFloat64(text, out value))
        {
            return true;
        }
        value = text.Trim().ToLowerInvariant() switch
        {
            "nan" or "na" or "null" => double.NaN,
            "inf" or "+inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    private void Read(RecordBuffer buffer, int column, RunningText text)
    {
        for (int row = 0; row < buffer.Count; row++)
        {
            string? cell = buffer[column].Text(row);
            text.Add(cell);
            if (cell is not null && !TryNumber(cell, out _))
            {
                _numbers.Remove(column);
            }
        }
    }

    private bool Numbers(ColumnBuffer cells, int count, int column)
    {
        if (_rows == 0 && count > 0)
        {
            _firstNumbers[column] = cells.Number(0);
        }
        for (int row = 0; row < count; row++)
        {
            if (cells.Number(row) != _firstNumbers[column] + _rows + row)
            {
                return false;
            }
        }
        return true;
    }
}
