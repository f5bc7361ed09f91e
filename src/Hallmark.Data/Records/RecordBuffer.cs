namespace Hallmark.Data.Records;

/// <summary>
/// Typed records in columns, in memory: what sources produce and batches are built from. Owned by one thread at a time.
/// Every column must have received the same number of cells before the buffer is handed on.
/// </summary>
public sealed class RecordBuffer
{
    private readonly ColumnBuffer[] _columns;
    private readonly List<long> _positions = [];

    public RecordBuffer(Schema schema, int capacity = 16)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _columns = [.. schema.Columns.Select(column => new ColumnBuffer(column.Type, capacity))];
    }

    /// <summary>Other columns of the same records.</summary>
    internal RecordBuffer(Schema schema, RecordBuffer records, ColumnBuffer[] columns)
    {
        Schema = schema;
        _columns = columns;
        _positions = records._positions;
    }

    public Schema Schema { get; }

    /// <summary>Number of records, as seen in the first column.</summary>
    public int Count => _columns[0].Count;

    /// <summary>The cells of the column at <paramref name="index"/> in schema order.</summary>
    public ColumnBuffer this[int index] => _columns[index];

    /// <summary>Line or row of the source at which each record begins, from 1; empty for records that come from no source.</summary>
    public IReadOnlyList<long> Positions => _positions;

    internal void AddPosition(long position) => _positions.Add(position);

    /// <summary>Appends all records of another buffer of the same schema.</summary>
    public void Append(RecordBuffer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddRange(other, 0, other.Count);
    }

    /// <summary>The same records under a schema that came from theirs.</summary>
    /// <exception cref="ArgumentException">It did not.</exception>
    public RecordBuffer LiftTo(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return SchemaLift.Lift(this, schema);
    }

    /// <summary>Whole numbers that <see cref="LiftTo"/> would round, the first of each column.</summary>
    /// <exception cref="ArgumentException">The schema did not come from theirs.</exception>
    public IReadOnlyList<RoundedCell> RoundedUnder(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return SchemaLift.Rounded(this, schema);
    }

    /// <summary>Appends records of another buffer of the same schema.</summary>
    internal void AddRange(RecordBuffer other, int first, int count)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].AddRange(other[i], first, count);
        }
        _positions.AddRange(other._positions.Skip(first).Take(count));
    }

    /// <summary>Name of the first column whose count differs from the first column's, or null.</summary>
    internal string? UnevenColumn()
    {
        int index = Array.FindIndex(_columns, column => column.Count != Count);
        return index < 0 ? null : Schema.Columns[index].Name;
    }
}
