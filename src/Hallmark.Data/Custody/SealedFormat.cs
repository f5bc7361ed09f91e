using System.Buffers.Binary;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// A sealed object: a header and chunks of one length, each encrypted for itself.
/// <code>
/// header    0   8   magic "HMSEALED"
///           8   4   version, big-endian: 1
///          12   4   kind, big-endian: 1 content, 2 tree, 3 fingerprints, 4 details, 5 checkpoint, 6 model
///          16   8   number of chunks, big-endian, at least 1
///          24  32   salt of the object's key
///          56  32   commitment to the object's key
/// chunks   65,536 bytes of ciphertext and a tag of 16 bytes each
/// </code>
/// The plain bytes are spread over the chunks behind their own length (8 bytes, big-endian) and filled up with zeros, so an
/// object's size tells the length of its content to the next 64 KiB only.
/// </summary>
internal static class SealedFormat
{
    public const int HeaderSize = 88;
    public const int ChunkSize = 64 << 10;
    public const int TagSize = 16;
    public const int StoredChunkSize = ChunkSize + TagSize;

    /// <summary>Size in bytes of the number in front of the plain bytes that says how many they are.</summary>
    public const int LengthSize = sizeof(ulong);

    private const uint Version = 1;
    private const int VersionOffset = 8;
    private const int KindOffset = 12;
    private const int ChunksOffset = 16;
    private const int SaltOffset = 24;
    private const int CommitmentOffset = 56;

    /// <summary>Names of the header's fields and where they stand in it, in order.</summary>
    public static IReadOnlyList<(string Name, Range Range)> HeaderFields { get; } =
    [
        ("magic", ..VersionOffset), ("version", VersionOffset..KindOffset), ("kind", KindOffset..ChunksOffset),
        ("chunks", ChunksOffset..SaltOffset), ("salt", SaltOffset..CommitmentOffset), ("commitment", CommitmentOffset..HeaderSize),
    ];

    private static ReadOnlySpan<byte> Magic => "HMSEALED"u8;

    /// <summary>Number of chunks that hold so many plain bytes.</summary>
    public static long ChunksOf(long plainLength) => (LengthSize + plainLength + ChunkSize - 1) / ChunkSize;

    /// <summary>Size of the object of so many plain bytes.</summary>
    public static long SizeOf(long plainLength) => HeaderSize + (ChunksOf(plainLength) * StoredChunkSize);

    public static byte[] WriteHeader(SealedKind kind, long chunks, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> commitment)
    {
        byte[] header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(VersionOffset), Version);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(KindOffset), (int)kind);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(ChunksOffset), chunks);
        salt.CopyTo(header.AsSpan(SaltOffset));
        commitment.CopyTo(header.AsSpan(CommitmentOffset));
        return header;
    }

    public static ReadOnlySpan<byte> SaltOf(ReadOnlySpan<byte> header) => header[SaltOffset..CommitmentOffset];

    public static ReadOnlySpan<byte> CommitmentOf(ReadOnlySpan<byte> header) => header[CommitmentOffset..HeaderSize];

    /// <summary>Checks all of a header that can be checked without the key, and gives the number of chunks.</summary>
    /// <param name="header">The beginning of the object, up to a header's length.</param>
    /// <param name="kind">What the object must be.</param>
    /// <param name="size">Size of the whole object.</param>
    /// <exception cref="MalformedException">Names the object and the field.</exception>
    public static long ReadHeader(ReadOnlySpan<byte> header, SealedKind kind, long size)
    {
        string name = NameOf(kind);
        if (header.Length < HeaderSize)
        {
            throw new MalformedException(name, $"breaks off after {header.Length} bytes, inside its header");
        }
        if (!header.StartsWith(Magic))
        {
            throw new MalformedException($"{name}.magic", "is not that of a sealed object");
        }
        uint version = BinaryPrimitives.ReadUInt32BigEndian(header[VersionOffset..]);
        if (version != Version)
        {
            throw new MalformedException($"{name}.version", $"is {version}, not {Version}");
        }
        uint found = BinaryPrimitives.ReadUInt32BigEndian(header[KindOffset..]);
        if (found != (uint)kind)
        {
            throw new MalformedException($"{name}.kind", $"is {found}, not {(uint)kind}");
        }
        ulong chunks = BinaryPrimitives.ReadUInt64BigEndian(header[ChunksOffset..]);
        (ulong whole, ulong rest) = Math.DivRem((ulong)(size - HeaderSize), StoredChunkSize);
        if (chunks != whole || chunks == 0 || rest != 0)
        {
            string part = rest == 0 ? "" : " and a part of one";
            throw new MalformedException($"{name}.chunks", $"is {chunks}, but the {size} bytes hold {whole}{part}");
        }
        return (long)chunks;
    }

    public static string NameOf(SealedKind kind) => kind switch
    {
        SealedKind.Content => "sealed content",
        SealedKind.Tree => "sealed tree",
        SealedKind.Fingerprints => "sealed fingerprints",
        SealedKind.Details => "sealed details",
        SealedKind.Checkpoint => "sealed checkpoint",
        SealedKind.Model => "sealed model",
        SealedKind.Places => "sealed places",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
