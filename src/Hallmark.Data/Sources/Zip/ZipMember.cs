using System.Buffers.Binary;
using System.IO.Compression;

namespace Hallmark.Data.Sources.Zip;

/// <summary>
/// One file of a zip file. The library finds it and says whether it can be unpacked; the packed bytes are taken from where they lie, as the
/// library passes over what is left of them once it has as many as the directory names.
/// </summary>
internal sealed class ZipMember(ZipArchiveEntry entry, ZipBytes bytes)
{
    private const int HeaderLength = 30; // APPNOTE, 4.3.7, without name and extra fields
    private const int MethodAt = 8;
    private const int NameLengthAt = 26;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;

    private (ushort Method, long Start)? _place;

    /// <summary>Bytes once it is unpacked.</summary>
    public long Length => entry.Length;

    public uint Sum => entry.Crc32;

    /// <summary>The contents from their beginning, and the packed bytes that they are unpacked from.</summary>
    /// <exception cref="InvalidDataException">It is packed in a way that is not known, or not where the directory says.</exception>
    public (Stream Contents, ZipPacked? Packed) Open()
    {
        lock (bytes.Lock)
        {
            _place ??= Find();
            if (_place.Value.Method is not (Stored or Deflated))
            {
                return (entry.Open(), null);
            }
        }
        var packed = new ZipPacked(bytes, _place.Value.Start, entry.CompressedLength);
        return (_place.Value.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), packed);
    }

    /// <summary>The first that the library reads of a file is the header that stands before it.</summary>
    private (ushort Method, long Start) Find()
    {
        bytes.FirstRead = null;
        entry.Open().Dispose();
        long at = bytes.FirstRead ?? throw new InvalidDataException("it is not where the zip file says");
        byte[] header = new byte[HeaderLength];
        bytes.Position = at;
        bytes.ReadExactly(header);
        ushort name = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(NameLengthAt));
        ushort extra = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(NameLengthAt + sizeof(ushort)));
        return (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(MethodAt)), at + HeaderLength + name + extra);
    }
}
