using System.Buffers.Binary;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>What the elements of a <see cref="NumberArray"/> are.</summary>
public enum NumberKind
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    Float32,
    Float64,
}

/// <summary>Numbers of any shape as a file held them: row-major, in the file's own bytes, so that a byte stays a byte in memory.</summary>
public sealed class NumberArray
{
    private readonly byte[] _bytes;
    private readonly bool _bigEndian;
    private readonly int _size;

    internal NumberArray(NumberKind kind, bool bigEndian, IReadOnlyList<int> shape, byte[] bytes)
    {
        (Kind, _bigEndian, Shape, _bytes) = (kind, bigEndian, shape, bytes);
        _size = SizeOf(kind);
    }

    public NumberKind Kind { get; }

    /// <summary>Lengths of the dimensions, the slowest first; none for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    public int Count => _bytes.Length / _size;

    /// <summary>Rows: the first dimension; 1 without dimensions.</summary>
    public int Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Numbers in each row: the product of the other dimensions.</summary>
    public int RowLength => Shape.Skip(1).Aggregate(1, (product, length) => product * length);

    /// <summary>The element at a place in row-major order; whole numbers beyond 2^53 are rounded.</summary>
    public double this[int place]
    {
        get
        {
            ReadOnlySpan<byte> element = _bytes.AsSpan(place * _size, _size);
            return Kind switch
            {
                NumberKind.UInt8 => element[0],
                NumberKind.Int8 => unchecked((sbyte)element[0]),
                NumberKind.UInt16 => (ushort)Bits(element),
                NumberKind.Int16 => unchecked((short)Bits(element)),
                NumberKind.UInt32 => (uint)Bits(element),
                NumberKind.Int32 => unchecked((int)Bits(element)),
                NumberKind.UInt64 => Bits(element),
                NumberKind.Int64 => unchecked((long)Bits(element)),
                NumberKind.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)Bits(element)),
                NumberKind.Float32 => BitConverter.UInt32BitsToSingle((uint)Bits(element)),
                _ => BitConverter.UInt64BitsToDouble(Bits(element)),
            };
        }
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

    /// <summary>The same elements where the file held the first dimension as the fastest.</summary>
    internal NumberArray FromColumnMajor()
    {
        byte[] turned = new byte[_bytes.Length];
        for (int place = 0; place < Count; place++)
        {
            _bytes.AsSpan(ColumnMajor(place) * _size, _size).CopyTo(turned.AsSpan(place * _size));
        }
        return new NumberArray(Kind, _bigEndian, Shape, turned);
    }

    // Where an element of row-major order stands when the first dimension is the fastest.
    private int ColumnMajor(int place)
    {
        int result = 0;
        int behind = Count;
        for (int dimension = Shape.Count - 1; dimension >= 0; dimension--)
        {
            behind /= Shape[dimension];
            result += place % Shape[dimension] * behind;
            place /= Shape[dimension];
        }
        return result;
    }

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(NumberKind kind) => kind switch
    {
        NumberKind.UInt8 or NumberKind.Int8 => 1,
        NumberKind.UInt16 or NumberKind.Int16 or NumberKind.Float16 => 2,
        NumberKind.UInt32 or NumberKind.Int32 or NumberKind.Float32 => 4,
        _ => 8,
    };

    private ulong Bits(ReadOnlySpan<byte> element) => (element.Length, _bigEndian) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(element),
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(element),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(element),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(element),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(element),
    };
}
