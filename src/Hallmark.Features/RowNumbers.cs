using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// Looks for columns that only number the records, as data frames write them when nobody asks: whole numbers that rise by one from
/// record to record. They say nothing of a record, but where records are sorted they would tell its label. A file is looked at as one
/// part; each batch of a ledger is a part of its own, whose numbers begin anew.
/// </summary>
public sealed class RowNumbers
{
    private const int LeastSteps = 19; // fewer may rise one by one by chance

    private readonly HashSet<int> _candidates;
    private readonly Dictionary<int, double> _next = [];
    private long _steps; // from one record of a part to the next
    private bool _begins = true;

    /// <param name="schema">Of the records.</param>
    /// <param name="columns">Which of its columns may be row numbers: only whole numbers can that are no declared features.</param>
    public RowNumbers(Schema schema, IEnumerable<int> columns) =>
        _candidates = [.. columns.Where(column => schema.Columns[column] is { Type: ColumnType.Int64, Role: not ColumnRole.Feature })];

    /// <summary>Columns that numbered all records so far; none while they are too few to tell. In schema order.</summary>
    public IReadOnlyList<int> Found => _steps < LeastSteps ? [] : [.. _candidates.Order()];

    /// <summary>Whether further records could still name one.</summary>
    public bool AnyLeft => _candidates.Count > 0;

    /// <summary>The next records may begin with any number.</summary>
    public void BeginPart() => _begins = true;

    /// <param name="cells">The cells of a column.</param>
    /// <param name="count">How many records they are of.</param>
    public void Read(Func<int, ColumnBuffer> cells, int count)
    {
        if (count == 0)
        {
            return;
        }
        _steps += count - (_begins ? 1 : 0);
        _candidates.RemoveWhere(column => !Rises(cells(column), count, column));
        _begins = false;
    }

    private bool Rises(ColumnBuffer cells, int count, int column)
    {
        double first = _begins ? cells.Number(0) : _next[column];
        for (int row = 0; row < count; row++)
        {
            if (cells.Number(row) != first + row) // never true of a missing cell
            {
                return false;
            }
        }
        _next[column] = first + count;
        return true;
    }
}
