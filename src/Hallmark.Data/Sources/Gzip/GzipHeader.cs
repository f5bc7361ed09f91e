using System.Buffers.Binary;
using System.IO.Hashing;

namespace Hallmark.Data.Sources.Gzip;

/// <summary>What stands before the packed bytes of a member (RFC 1952, 2.3).</summary>
internal static class GzipHeader
{
    private const int FixedLength = 10;
    private const int TextLimit = 64 << 10;
    private const byte Deflate = 8;
    private const byte HasSum = 2;
    private const byte HasExtra = 4;
    private const byte HasName = 8;
    private const byte HasComment = 16;
    private const byte Unknown = 0xE0;

    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

    /// <summary>Reads up to the first packed byte.</summary>
    /// <param name="stored">At the first byte of a member.</param>
    /// <param name="fault">Makes an exception of what is wrong, after "its gzip data".</param>
    public static void Pass(Stream stored, Func<string, Exception> fault)
    {
        var sum = new Crc32();
        byte[] begin = Take(FixedLength);
        if (!begin.AsSpan().StartsWith(Magic) || begin[2] != Deflate || (begin[3] & Unknown) != 0)
        {
            throw fault("begin in a way that is not known");
        }
        if ((begin[3] & HasExtra) != 0)
        {
            Take(BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))));
        }
        PassText(HasName);
        PassText(HasComment);
        ushort expected = unchecked((ushort)sum.GetCurrentHashAsUInt32());
        if ((begin[3] & HasSum) != 0 && BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))) != expected)
        {
            throw fault("have a header that is not what its checksum says");
        }

        byte[] Take(int count)
        {
            byte[] bytes = new byte[count];
            if (stored.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count)
            {
                throw fault("are cut off in their header");
            }
            sum.Append(bytes);
            return bytes;
        }

        void PassText(byte flag)
        {
            for (int length = 0; (begin[3] & flag) != 0 && Take(1)[0] != 0; length++)
            {
                if (length == TextLimit)
                {
                    throw fault($"have a name or comment of more than {TextLimit} bytes");
                }
            }
        }
    }
}
