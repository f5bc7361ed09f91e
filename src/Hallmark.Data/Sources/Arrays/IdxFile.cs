using System.Buffers.Binary;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// IDX, the format of the MNIST files: two zero bytes, a type, the number of dimensions, their lengths (32 bits, big-endian), the
/// elements in big-endian order. A name that ends in <c>.gz</c> is unpacked.
/// </summary>
public static class IdxFile
{
    private const int DimensionsMax = 8;

    /// <exception cref="SourceException">Not such a file, cut off, or longer than its header says.</exception>
    public static NumberArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new ArrayStream(path);
        byte[] magic = stream.Read(4, "header");
        NumberKind kind = (magic[0], magic[1], magic[2]) switch
        {
            (0, 0, 0x08) => NumberKind.UInt8,
            (0, 0, 0x09) => NumberKind.Int8,
            (0, 0, 0x0B) => NumberKind.Int16,
            (0, 0, 0x0C) => NumberKind.Int32,
            (0, 0, 0x0D) => NumberKind.Float32,
            (0, 0, 0x0E) => NumberKind.Float64,
            _ => throw stream.Fault("does not begin as an IDX file does: two zero bytes and a type"),
        };
        int dimensions = magic[3];
        if (dimensions is 0 or > DimensionsMax)
        {
            throw stream.Fault($"has {dimensions} dimensions; 1 to {DimensionsMax} are read");
        }
        byte[] lengths = stream.Read(4 * dimensions, "header");
        int[] shape = new int[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(lengths.AsSpan(4 * i));
            shape[i] = length <= int.MaxValue ? (int)length : throw stream.Fault($"has a dimension of {length}");
        }
        return stream.ReadElements(kind, bigEndian: true, shape);
    }
}
