using System.Buffers.Binary;
using System.Text;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// The two plain objects of a batch, content and tree; what a batch that is not open has in their place is drawn in SealedFormat.
/// <code>
/// content   0   8   magic "HMBATCH\0"
///           8   4   version, big-endian: 1
///          12  32   digest of the schema
///          44   8   number of records n, big-endian, 1 to 16,777,216
///          52   …   n records, one after the other, see <see cref="RecordFormat"/>; then the end
///
/// tree      32 bytes per record   leaf hashes in record order
///           32 bytes per column   column digests in schema order
/// </code>
/// A column digest is SHA-256("hallmark/column/v1\0" || name || "\0" || the column's cells in record order). The batch root is
/// the RFC 9162 root over the leaf hashes, the columns root the RFC 9162 root over the column digests as entries.
/// </summary>
public static class ContentFormat
{
    public const int HeaderSize = 52;
    public const int RecordLimit = 1 << 24;

    /// <summary>Longest content of a batch in bytes.</summary>
    public const int SizeLimit = 1 << 30;

    private const int SchemaOffset = 12;
    private const int CountOffset = 44;
    internal const byte LeafPrefix = 0;
    private const uint Version = 1;
    private const int VersionOffset = 8;

    /// <summary>Names of the header's fields and where they stand in it, in order.</summary>
    internal static IReadOnlyList<(string Name, Range Range)> HeaderFields { get; } =
    [
        ("magic", ..VersionOffset), ("version", VersionOffset..SchemaOffset), ("schema", SchemaOffset..CountOffset),
        ("records", CountOffset..HeaderSize),
    ];

    private static ReadOnlySpan<byte> Magic => "HMBATCH\0"u8;

    internal static void WriteHeader(Span<byte> content, Digest schema, int records)
    {
        Magic.CopyTo(content);
        BinaryPrimitives.WriteUInt32BigEndian(content[VersionOffset..], Version);
        schema.CopyTo(content[SchemaOffset..]);
        BinaryPrimitives.WriteUInt64BigEndian(content[CountOffset..], (ulong)records);
    }

    /// <summary>The digest of the schema that the header names; null where the content ends before it.</summary>
    internal static Digest? SchemaOf(ReadOnlySpan<byte> content) =>
        content.Length < CountOffset ? null : Digest.FromBytes(content.Slice(SchemaOffset, Digest.Size));

    /// <summary>
    /// Checks the header against the schema and gives the number of records it announces, 1 to <see cref="RecordLimit"/>.
    /// </summary>
    /// <exception cref="MalformedException">Names the header field that is wrong.</exception>
    internal static int ReadHeader(ReadOnlySpan<byte> content, Digest schema)
    {
        if (content.Length < HeaderSize)
        {
            throw new MalformedException("content", $"has {content.Length} bytes, its header has {HeaderSize}");
        }
        if (!content.StartsWith(Magic))
        {
            throw new MalformedException("content.magic", "is not that of a batch");
        }
        uint version = BinaryPrimitives.ReadUInt32BigEndian(content[VersionOffset..]);
        if (version != Version)
        {
            throw new MalformedException("content.version", $"is {version}, not {Version}");
        }
        Digest found = Digest.FromBytes(content.Slice(SchemaOffset, Digest.Size));
        if (found != schema)
        {
            throw new MalformedException("content.schema", $"is {found}, not {schema}");
        }
        ulong records = BinaryPrimitives.ReadUInt64BigEndian(content[CountOffset..]);
        return records is > 0 and <= RecordLimit
            ? (int)records
            : throw new MalformedException("content.records", $"is {records}, outside 1 to {RecordLimit}");
    }

    /// <summary>What a column digest begins with, so that a column is bound to its name and to being a column.</summary>
    internal static byte[] ColumnPrefix(string name) => [.. "hallmark/column/v1\0"u8, .. Encoding.UTF8.GetBytes(name), 0];

    /// <summary>Root over column digests that lie one after the other in memory.</summary>
    internal static Digest ColumnsRoot(ReadOnlySpan<byte> digests)
    {
        byte[] leaves = new byte[digests.Length];
        var hasher = new LaneHasher(leaves);
        for (int i = 0; i < digests.Length; i += Digest.Size)
        {
            hasher.Add(LeafPrefix, digests.Slice(i, Digest.Size));
        }
        hasher.Finish();
        return TreeHashes.Root(leaves);
    }
}
