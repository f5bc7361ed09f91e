using System.Formats.Cbor;

namespace Hallmark.Evidence;

/// <summary>
/// That a leaf stands at <see cref="Index"/> in the tree of <see cref="Size"/> leaves (RFC 9162 section 2.1.3).
/// On the wire (RFC 9942 section 5.2): CBOR array [tree size, leaf index, [+ bstr .size 32]].
/// </summary>
public sealed record InclusionProof(TreeSize Size, EntryIndex Index, IReadOnlyList<Digest> Path)
{
    /// <summary>A tree of 2^64 leaves is 64 nodes deep.</summary>
    private const int PathLimit = 64;

    /// <summary>Checks against a known root, shapes first.</summary>
    public ProofStatus Check(Digest leaf, Digest root)
    {
        ProofStatus status = TryRoot(leaf, out Digest computed);
        return status == ProofStatus.Good && computed != root ? ProofStatus.RootMismatch : status;
    }

    /// <summary>The root that the path leads to from <paramref name="leaf"/> (RFC 9162 section 2.1.3.2).</summary>
    public ProofStatus TryRoot(Digest leaf, out Digest root)
    {
        root = leaf;
        if (Index.Value >= Size.Value)
        {
            return ProofStatus.BadPosition;
        }
        ulong first = Index.Value;
        ulong last = Size.Value - 1;
        foreach (Digest sibling in Path)
        {
            if (last == 0)
            {
                return ProofStatus.WrongLength;
            }
            if ((first & 1) == 1 || first == last)
            {
                root = MerkleTree.NodeHash(sibling, root);
                while ((first & 1) == 0 && first != 0)
                {
                    first >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                root = MerkleTree.NodeHash(root, sibling);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 ? ProofStatus.Good : ProofStatus.WrongLength;
    }

    public byte[] ToBytes()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteUInt64(Size.Value);
        writer.WriteUInt64(Index.Value);
        writer.WriteStartArray(Path.Count);
        foreach (Digest node in Path)
        {
            writer.WriteByteString(node.ToArray());
        }
        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <exception cref="MalformedException">Not such an array, or an empty path, which RFC 9942 does not allow.</exception>
    public static InclusionProof Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Strict);
            bool three = reader.ReadStartArray() == 3;
            ulong size = three ? reader.ReadUInt64() : throw new MalformedException("inclusion proof", "is not an array of three");
            ulong index = reader.ReadUInt64();
            int? count = reader.ReadStartArray();
            if (count is null or 0 or > PathLimit)
            {
                throw new MalformedException("inclusion proof", $"has a path of {count?.ToString() ?? "unknown"} nodes; 1 to {PathLimit} are possible");
            }
            var path = new Digest[count.Value];
            for (int i = 0; i < path.Length; i++)
            {
                path[i] = Digest.FromBytes(reader.ReadByteString());
            }
            reader.ReadEndArray();
            reader.ReadEndArray();
            return reader.BytesRemaining == 0
                ? new InclusionProof(new TreeSize(size), new EntryIndex(index), path)
                : throw new MalformedException("inclusion proof", "is followed by more bytes");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new MalformedException("inclusion proof", "is not [tree size, leaf index, [+ 32 bytes]]");
        }
    }
}
