using Hallmark.Data.Records;

namespace Hallmark.Quality.Checking;

/// <summary>What records belong to, by the columns that are declared to say so; one without any belongs to nothing else.</summary>
internal sealed class GroupList
{
    private readonly int[] _columns;
    private readonly int[] _rows;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _count;

    /// <param name="rows">How many records there are.</param>
    public GroupList(Schema schema, int rows)
    {
        _columns = [.. schema.Columns.Index().Where(column => column.Item.Role == ColumnRole.Group).Select(column => column.Index)];
        _rows = new int[_columns.Length == 0 ? 0 : rows];
    }

    /// <summary>Number of each record's group; none where no column says.</summary>
    public int[] Rows => _rows;

    public void Set(int row, RecordBuffer buffer, int record)
    {
        if (_columns.Length == 0)
        {
            return;
        }
        string?[] names = [.. _columns.Select(column => buffer[column].Text(record))];
        string key = string.Join('\0', names.Select(name => name ?? "\0"));
        if (Array.TrueForAll(names, name => name is null))
        {
            _rows[row] = _count++;
        }
        else if (_numbers.TryGetValue(key, out int known))
        {
            _rows[row] = known;
        }
        else
        {
            _numbers.Add(key, _rows[row] = _count++);
        }
    }
}
