using System.Buffers.Binary;

namespace Hallmark.Data.Sources.Zip;

/// <summary>The record that a zip file ends with (APPNOTE, 4.3.16), and a comment of its maker's. Nothing follows it.</summary>
internal static class ZipEnd
{
    private const int Length = 22;
    private const int CommentLimit = ushort.MaxValue;

    /// <summary>The last of them is the one that counts, as for the library that reads the directory.</summary>
    /// <returns>Where it ends.</returns>
    /// <exception cref="InvalidDataException">There is none, or something follows.</exception>
    public static long Require(Stream stream)
    {
        byte[] tail = new byte[Math.Min(stream.Length, Length + CommentLimit)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        int at = tail.AsSpan(0, Math.Max(0, tail.Length - Length + 4)).LastIndexOf("PK\x05\x06"u8);
        if (at < 0)
        {
            throw new InvalidDataException("it has no end");
        }
        long end = stream.Length - tail.Length + at + Length + BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + Length - 2));
        return end == stream.Length ? end
            : throw new InvalidDataException(end < stream.Length
                ? $"it ends with byte {end}, and {stream.Length - end} bytes follow"
                : "it is cut off in its comment");
    }
}
