namespace Hallmark.Learning;

/// <summary>
/// Numbers of shape <c>[rows, columns]</c> in float32, one row after the other. A row is a record, a column a feature. The
/// matrix owns its buffer unless a constructor says otherwise; it may have no rows, but always has a column.
/// </summary>
public sealed class Matrix
{
    private readonly float[] _data;
    private readonly int _offset;

    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(new float[CheckedSize(rows, columns)], 0, rows, columns)
    {
    }

    /// <summary>Keeps the array, does not copy it.</summary>
    /// <exception cref="ArgumentException">The array is not rows · columns long.</exception>
    public Matrix(int rows, int columns, float[] values)
        : this(values, 0, rows, columns)
    {
        if (values.Length != CheckedSize(rows, columns))
        {
            throw new ArgumentException($"{rows} × {columns} numbers wanted, {values.Length} given.", nameof(values));
        }
    }

    // A view of a longer array: a network keeps all its parameters in one.
    internal Matrix(float[] data, int offset, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        (_data, _offset, Rows, Columns) = (data, offset, rows, columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    public float this[int row, int column]
    {
        get => Row(row)[column];
        set => Row(row)[column] = value;
    }

    /// <summary>All numbers, row by row; writing to the span writes to the matrix.</summary>
    public Span<float> Values => _data.AsSpan(_offset, Rows * Columns);

    /// <summary>One row, of <see cref="Columns"/> numbers; writing to the span writes to the matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such row.</exception>
    public Span<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)row), (uint)Rows, nameof(row));
        return _data.AsSpan(_offset + (row * Columns), Columns);
    }

    /// <summary>A copy of the named rows, in the order named; a row may be named twice.</summary>
    public Matrix Gather(ReadOnlySpan<int> rows)
    {
        var result = new Matrix(rows.Length, Columns);
        result.GatherFrom(this, rows);
        return result;
    }

    /// <summary>Some rows as a matrix over the same numbers: writing to the one writes to the other.</summary>
    internal Matrix View(int firstRow, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow + rows, Rows, nameof(rows));
        return new Matrix(_data, _offset + (firstRow * Columns), rows, Columns);
    }

    internal void GatherFrom(Matrix source, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            source.Row(rows[i]).CopyTo(Row(i));
        }
    }

    /// <exception cref="ArgumentException">Somewhere is a NaN or an infinity; the message says where.</exception>
    internal void RequireFinite(string name)
    {
        ReadOnlySpan<float> values = Values;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"Row {i / Columns}, column {i % Columns} is not a finite number.", name);
            }
        }
    }

    private static int CheckedSize(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        long size = (long)rows * columns;
        return size <= Array.MaxLength ? (int)size
            : throw new ArgumentOutOfRangeException(nameof(rows), $"{rows} × {columns} numbers are too many.");
    }
}
