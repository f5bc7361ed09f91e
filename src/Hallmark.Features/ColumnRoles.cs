using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// What the columns of a file are for, by all their cells, where nobody declared a schema: numbers to learn from, running text, names and
/// keys, or <see cref="RowNumbers"/>. More forgiving than a schema: a column in which nearly every cell is a number is one of numbers.
/// </summary>
public sealed class ColumnRoles
{
    private const int NumbersPerSlip = 20; // a column of numbers has so many for each cell that is none

    private readonly Schema _schema;
    private readonly int[] _columns;
    private readonly Dictionary<int, TextColumn> _texts;
    private readonly RowNumbers? _search;
    private readonly IReadOnlyList<string> _known;
    private HashSet<int> _numbering = [];

    /// <param name="schema">Of the file, as inferred.</param>
    /// <param name="taken">Columns that are something else already.</param>
    /// <param name="rowNumbers">Names of the columns that number the rows; null to find out.</param>
    public ColumnRoles(Schema schema, IReadOnlyCollection<int> taken, IReadOnlyList<string>? rowNumbers)
    {
        _schema = schema;
        _columns = [.. Enumerable.Range(0, schema.Columns.Count).Except(taken)];
        _texts = _columns.Where(column => !schema.Columns[column].IsNumeric).ToDictionary(column => column, _ => new TextColumn());
        _search = rowNumbers is null ? new RowNumbers(schema, _columns) : null;
        _known = rowNumbers ?? [];
    }

    /// <summary>All columns of numbers, and columns of text in which nearly every cell is a number or says that it is none.</summary>
    public int[] Features => [.. _columns.Where(column => IsNumbers(column) && !_numbering.Contains(column))];

    /// <summary>Columns of text that copies share with small changes, see <see cref="RunningText"/>.</summary>
    public int[] RunningTexts => [.. _columns.Where(column => !IsNumbers(column) && _texts[column].Running.Holds)];

    /// <summary>Columns of names and keys: text that is neither.</summary>
    public string[] Unused => NamesOf(column => !IsNumbers(column) && !_texts[column].Running.Holds);

    /// <summary>What is no number in columns of numbers.</summary>
    public UnreadableCells[] Unreadable => [.. _columns.Where(IsNumbers)
        .Select(column => _texts.GetValueOrDefault(column)?.Slips(_schema.Columns[column].Name)).OfType<UnreadableCells>()];

    /// <summary>Columns that tell one record from another: all but row numbers.</summary>
    public int[] Contents => [.. _columns.Where(column => !_numbering.Contains(column))];

    /// <summary>Columns that only number the rows.</summary>
    public string[] RowNumbers => NamesOf(_numbering.Contains);

    /// <summary>Looks at all cells, or at as many as it takes.</summary>
    /// <param name="buffers">The whole file in its order.</param>
    /// <param name="cancellation">Stops between buffers.</param>
    public void Read(IEnumerable<RecordBuffer> buffers, CancellationToken cancellation)
    {
        long rows = 0;
        foreach (RecordBuffer buffer in buffers)
        {
            cancellation.ThrowIfCancellationRequested();
            _search?.Read(column => buffer[column], buffer.Count);
            foreach ((int column, TextColumn text) in _texts)
            {
                text.Read(buffer[column], buffer.Count, rows);
            }
            rows += buffer.Count;
            if (_texts.Count == 0 && _search is not { AnyLeft: true })
            {
                break;
            }
        }
        _numbering = _search is null
            ? [.. _columns.Where(column => _known.Contains(_schema.Columns[column].Name))]
            : [.. _search.Found];
        if (_search is not null && Features.Length == 0 && RunningTexts.Length == 0)
        {
            _numbering.Clear(); // where a file has nothing else, its row numbers are what it has
        }
    }

    private bool IsNumbers(int column) => !_texts.TryGetValue(column, out TextColumn? text) || text.IsNumbers;

    private string[] NamesOf(Func<int, bool> which) => [.. _columns.Where(which).Select(column => _schema.Columns[column].Name)];

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
                if (cell is null || NumberCell.TryRead(cell, out _))
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

        public UnreadableCells? Slips(string field) =>
            _slips == 0 ? null : new UnreadableCells(field, _slips, _firstSlip, _firstText);
    }
}

/// <summary>Cells that are no number in a column of numbers; they count as missing.</summary>
/// <param name="Field">Name of the column.</param>
/// <param name="Cells">How many there are.</param>
/// <param name="First">Record of the first, from 0.</param>
/// <param name="Text">What stands in the first.</param>
public sealed record UnreadableCells(string Field, long Cells, long First, string Text);
