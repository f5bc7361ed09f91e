using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Hallmark.Data.Tests.Sources.Arrays;

/// <summary>Array files as their formats' own documents describe them.</summary>
internal static class ArrayBytes
{
    public static byte[] Npy(string header, byte[] elements)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. text, .. elements];
    }

    /// <summary>With the type as NumPy names it, the order of its bytes included.</summary>
    public static byte[] Npy(string type, bool fortran, int[] shape, byte[] elements) =>
        Npy($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({string.Join(", ", shape)},), }}", elements);

    public static byte[] Idx(byte type, int[] shape, byte[] elements)
    {
        byte[] lengths = new byte[4 * shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(lengths.AsSpan(4 * i), shape[i]);
        }
        return [0, 0, type, (byte)shape.Length, .. lengths, .. elements];
    }

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }
}
