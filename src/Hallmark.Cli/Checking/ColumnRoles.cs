using Hallmark.Data.Records;
using Hallmark.Quality.Checking;
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
    private const int NumbersPerSlip = 20; // a column of numbers has so many for each cell that is none

    private readonly int[] _columns = [.. Enumerable.Range(0, schema.Columns.Count).Except(taken)];
    private readonly Dictionary<int, double> _firstNumbers = [];
    private readonly Dictionary<int, TextColumn> _texts =
        Enumerable.Range(0, schema.Columns.Count).Except(taken).Where(column => !schema.Columns[column].IsNumeric).ToDictionary(column => column, _ => new TextColumn());

    private HashSet<int> _numbering = [];
    private long _rows;

    /// <summary>All columns of numbers, and columns of text in which nearly every cell is a number or says that it is none.</summary>
    public int[] Features => [.. _columns.Where(column => IsNumbers(column) && !_numbering.Contains(column))];

    public int[] RunningTexts => [.. _columns.Where(column => !IsNumbers(column) && _texts[column].Running.Holds)];

    /// <summary>Columns of text that are neither.</summary>
    public string[] Unused => [.. _columns.Where(column => !IsNumbers(column) && !_texts[column].Running.Holds).Select(column => schema.Columns[column].Name)];

    /// <summary>What is no number in columns of numbers.</summary>
    public UnreadableCells[] Unreadable =>
        [.. _columns.Where(IsNumbers).Select(column => _texts.GetValueOrDefault(column)?.Slips(schema.Columns[column].Name)).OfType<UnreadableCells>()];

    /// <summary>Columns that tell one record from another: all but row numbers.</summary>
    public int[] Contents => [.. _columns.Where(column => !_numbering.Contains(column))];

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
            foreach ((int column, TextColumn text) in _texts)
            {
                text.Read(buffer[column], buffer.Count, _rows);
            }
            _rows += buffer.Count;
            if (_texts.Count == 0 && (_numbering.Count == 0 || rowNumbers is not null))
            {
                return;
            }
        }
        if (rowNumbers is null && (_rows < NumberedFrom || (Features.Length == 0 && RunningTexts.Length == 0)))
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

    private bool IsNumbers(int column) => !_texts.TryGetValue(column, out TextColumn? text) || text.IsNumbers;

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

    /// <summary>What the cells of a column of text are.</summary>
    private sealed class TextColumn
    {
        private long _numbers;
        private long _slips;
        private long _firstSlip;
        private string _firstText = "";

        public RunningText Running { get; } = new();

        public bool IsNumbers => _slips == 0 || _numbers / NumbersPerSlip >= _slips;

        public void Read(ColumnBuffer cells, int count, long before)
        {
            for (int row = 0; row < count; row++)
            {
                string? cell = cells.Text(row);
                Running.Add(cell);
                if (cell is null || TryNumber(cell, out _))
                {
                    _numbers += cell is null ? 0 : 1;
                    continue;
                }
                if (_slips++ == 0)
                {
                    (_firstSlip, _firstText) = (before + row, cell);
                }
            }
        }

        public UnreadableCells? Slips(string field) => _slips == 0 ? null : new UnreadableCells(field, _slips, _firstSlip, _firstText);
    }
}
