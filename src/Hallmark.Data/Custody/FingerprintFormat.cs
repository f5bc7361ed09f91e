using System.Buffers.Binary;
using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// The plain bytes of a fingerprints object.
/// <code>
///  0   8   magic "HMPRINTS"
///  8   4   version, big-endian: 1
/// 12   8   number of records, big-endian
/// 20   …   32 bytes per record, in bytewise order, which says nothing of the records' order
/// </code>
/// </summary>
internal static class FingerprintFormat
{
    private const int HeaderSize = 20;
    private const int VersionOffset = 8;
    private const int CountOffset = 12;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "HMPRINTS"u8;

    public static long SizeOf(long records) => HeaderSize + (records * Digest.Size);

    public static byte[] Write(ReadOnlySpan<Digest> prints)
    {
        byte[] bytes = new byte[checked((int)SizeOf(prints.Length))];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(VersionOffset), Version);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(CountOffset), prints.Length);
        for (int i = 0; i < prints.Length; i++)
        {
            prints[i].CopyTo(bytes.AsSpan(HeaderSize + (i * Digest.Size)));
        }
        return bytes;
    }

    /// <exception cref="MalformedException">Names the field.</exception>
    public static Digest[] Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || !bytes.StartsWith(Magic))
        {
            throw new MalformedException("fingerprints.magic", "is not that of fingerprints");
        }
        uint version = BinaryPrimitives.ReadUInt32BigEndian(bytes[VersionOffset..]);
        if (version != Version)
        {
            throw new MalformedException("fingerprints.version", $"is {version}, not {Version}");
        }
        ulong count = BinaryPrimitives.ReadUInt64BigEndian(bytes[CountOffset..]);
        if (count > ContentFormat.RecordLimit || SizeOf((long)count) != bytes.Length)
        {
            throw new MalformedException("fingerprints.records", $"is {count}, which {bytes.Length} bytes are not the fingerprints of");
        }
        var prints = new Digest[count];
        for (int i = 0; i < prints.Length; i++)
        {
            prints[i] = Digest.FromBytes(bytes.Slice(HeaderSize + (i * Digest.Size), Digest.Size));
            if (i > 0 && prints[i] < prints[i - 1])
            {
                throw new MalformedException("fingerprints", "are out of order");
            }
        }
        return prints;
    }
}
