using System.Buffers.Binary;
using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// What hides the records of a sealed batch from somebody who guesses them: every leaf hash and every column digest of the
/// plain batch is hashed once more behind a salt of its own.
/// <code>
/// salt of record i    HMAC-SHA256(salt key, 00 || i as 8 bytes, big-endian)
/// salt of column c    HMAC-SHA256(salt key, 01 || c as 8 bytes, big-endian)
/// salted              SHA-256(00 || salt || plain leaf hash or column digest)
/// </code>
/// So the leaf of RFC 9162 has the entry salt || SHA-256(00 || record), and a record can be shown with its salt alone.
/// </summary>
public static class Salts
{
    private const int MessageSize = 1 + sizeof(ulong);
    private const byte Record = 0;
    private const byte Column = 1;

    /// <summary>The leaf hash of a record of a sealed batch.</summary>
    /// <param name="salt">See <see cref="BatchSecret.RecordSalt"/>.</param>
    /// <param name="record">The record's canonical bytes.</param>
    public static Digest Leaf(Digest salt, ReadOnlySpan<byte> record)
    {
        Span<byte> entry = stackalloc byte[2 * Digest.Size];
        salt.CopyTo(entry);
        MerkleTree.LeafHash(record).CopyTo(entry[Digest.Size..]);
        return MerkleTree.LeafHash(entry);
    }

    internal static Digest Of(SecretBytes key, long record)
    {
        Span<byte> message = stackalloc byte[MessageSize];
        Write(message, Record, record);
        return Digest.FromBytes(HMACSHA256.HashData(key.Span, message));
    }

    /// <summary>The salted form of a plain tree object: leaf hashes, then column digests.</summary>
    /// <param name="tree">32 bytes for each record, then 32 for each column; less of both where a batch is damaged.</param>
    /// <param name="records">How many of them are leaf hashes.</param>
    internal static byte[] Apply(BatchSecret secret, ReadOnlySpan<byte> tree, int records)
    {
        using SecretBytes key = secret.SaltKey();
        byte[] salted = LaneHmac.Run(key.Span, tree.Length / Digest.Size, MessageSize, (index, message) =>
            Write(message, index < records ? Record : Column, index < records ? index : index - records));
        // A salt is overwritten by what it salts, after it was read.
        var hasher = new LaneHasher(salted);
        Span<byte> entry = stackalloc byte[2 * Digest.Size];
        for (int at = 0; at < salted.Length; at += Digest.Size)
        {
            salted.AsSpan(at, Digest.Size).CopyTo(entry);
            tree.Slice(at, Digest.Size).CopyTo(entry[Digest.Size..]);
            hasher.Add(ContentFormat.LeafPrefix, entry);
        }
        hasher.Finish();
        return salted;
    }

    private static void Write(Span<byte> message, byte what, long index)
    {
        message[0] = what;
        BinaryPrimitives.WriteInt64BigEndian(message[1..], index);
    }
}
