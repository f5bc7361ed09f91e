namespace Hallmark.Evidence;

/// <summary>
/// That a leaf stands at <see cref="Index"/> in the tree of <see cref="Size"/> leaves (RFC 9162 section 2.1.3).
/// On the wire (RFC 9942 section 5.2): CBOR array [tree size, leaf index, [+ bstr .size 32]].
/// </summary>
public sealed record InclusionProof(TreeSize Size, EntryIndex Index, IReadOnlyList<Digest> Path)
{
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

    public byte[] ToBytes() => ProofFormat.Encode(Size.Value, Index.Value, Path);

    /// <exception cref="MalformedException">Not such an array, or an empty path, which RFC 9942 does not allow.</exception>
    public static InclusionProof Read(ReadOnlyMemory<byte> bytes)
    {
        (ulong size, ulong index, Digest[] path) = ProofFormat.Read(bytes, "inclusion proof", "tree size, leaf index");
        return new InclusionProof(new TreeSize(size), new EntryIndex(index), path);
    }
}
