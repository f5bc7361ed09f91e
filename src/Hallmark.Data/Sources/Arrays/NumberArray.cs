namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// Numbers of any shape as a file held them, whole in memory: row-major, in the file's own bytes, so that a byte stays a byte.
/// <see cref="ArraySource"/> reads the same files row by row.
/// </summary>
public sealed class NumberArray
{
    private readonly byte[] _bytes;
    private readonly NumberFormat _format;
    private readonly int _size;

    internal NumberArray(NumberFormat format, IReadOnlyList<int> shape, byte[] bytes)
    {
        (_format, Shape, _bytes) = (format, shape, bytes);
        _size = format.Size;
    }

    public NumberKind Kind => _format.Kind;

    /// <summary>Lengths of the dimensions, the slowest first; none for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    public int Count => _bytes.Length / _size;

    /// <summary>Rows: the first dimension; 1 without dimensions.</summary>
    public int Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Numbers in each row: the product of the other dimensions.</summary>
    public int RowLength => Shape.Skip(1).Aggregate(1, (product, length) => product * length);

    /// <summary>The element at a place in row-major order; whole numbers beyond 2^53 are rounded.</summary>
    public double this[int place] => _format.Double(_bytes.AsSpan(place * _size, _size));

    /// <summary>Reads a whole array file of any known format.</summary>
    /// <exception cref="SourceException">Not such a file, cut off, longer than its header says, or more than fits in memory.</exception>
    public static NumberArray Read(string path)
    {
        using ArrayFile file = ArrayFile.Open(SourceBytes.OfFile(path));
        if (file.Header.Format.IsText)
        {
            throw file.Fault("holds texts, not numbers");
        }
        return new NumberArray(file.Header.Format, file.Header.Shape, file.ReadAll());
    }

    /// <summary>All numbers, rounded to single precision. A new array at each call.</summary>
    public float[] ToSingles()
    {
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)this[i];
        }
        return values;
    }
}
