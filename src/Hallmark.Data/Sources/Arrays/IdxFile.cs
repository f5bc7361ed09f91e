using System.Buffers.Binary;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// IDX, the format of the MNIST files: two zero bytes, a type, the number of dimensions, their lengths (32 bits, big-endian), the
/// elements in big-endian order.
/// </summary>
internal static class IdxFile
{
    private const int DimensionsMax = 8;

    /// <summary>No text begins with two zero bytes; a name in the manner of MNIST promises such a file, whatever it begins with.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin) =>
        (begin.Length >= 4 && begin[0] == 0 && begin[1] == 0 && KindOf(begin[2]) is not null && begin[3] is > 0 and <= DimensionsMax)
        || name.EndsWith("ubyte", StringComparison.OrdinalIgnoreCase)
        || Path.GetExtension(name).StartsWith(".idx", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SourceException">Not such a file, or cut off.</exception>
    public static ArrayHeader ReadHeader(ArrayFile file)
    {
        byte[] magic = file.Read(4, "header");
        NumberKind? kind = magic[0] == 0 && magic[1] == 0 ? KindOf(magic[2]) : null;
        if (kind is null)
        {
            throw file.Fault("does not begin as an IDX file does: two zero bytes and a type");
        }
        int dimensions = magic[3];
        if (dimensions is 0 or > DimensionsMax)
        {
            throw file.Fault($"has {dimensions} dimensions; 1 to {DimensionsMax} are read");
        }
        byte[] lengths = file.Read(4 * dimensions, "header");
        int[] shape = new int[dimensions];
        for (int i = 0; i < dimensions; i++)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(lengths.AsSpan(4 * i));
            shape[i] = length <= int.MaxValue ? (int)length : throw file.Fault($"has a dimension of {length}");
        }
        return new ArrayHeader(new NumberFormat(kind.Value, BigEndian: true), shape, ColumnMajor: false);
    }

    private static NumberKind? KindOf(byte type) => type switch
    {
        0x08 => NumberKind.UInt8,
        0x09 => NumberKind.Int8,
        0x0B => NumberKind.Int16,
        0x0C => NumberKind.Int32,
        0x0D => NumberKind.Float32,
        0x0E => NumberKind.Float64,
        _ => null,
    };
}
