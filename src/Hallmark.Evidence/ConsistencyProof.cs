namespace Hallmark.Evidence;

/// <summary>
/// That the tree of <see cref="Older"/> leaves is the beginning of the tree of <see cref="Newer"/> (RFC 9162 section 2.1.4).
/// On the wire (RFC 9942 section 5.3): CBOR array [older size, newer size, [+ bstr .size 32]].
/// </summary>
public sealed record ConsistencyProof(TreeSize Older, TreeSize Newer, IReadOnlyList<Digest> Path)
{
    /// <summary>
    /// Checks both roots, shapes first (RFC 9162 section 2.1.4.2). An older size of 0 is refused: the RFC has no rule for it,
    /// and everything is consistent with nothing.
    /// </summary>
    public ProofStatus Check(Digest olderRoot, Digest newerRoot)
    {
        ProofStatus status = TryNewerRoot(olderRoot, out Digest computed);
        return status == ProofStatus.Good && computed != newerRoot ? ProofStatus.RootMismatch : status;
    }

    /// <summary>The newer root that the path leads to, given that it leads to <paramref name="olderRoot"/> too.</summary>
    public ProofStatus TryNewerRoot(Digest olderRoot, out Digest newerRoot)
    {
        newerRoot = olderRoot;
        if (Older.Value == 0 || Older.Value > Newer.Value)
        {
            return ProofStatus.BadPosition;
        }
        if (Older == Newer)
        {
            return Path.Count > 0 ? ProofStatus.WrongLength : ProofStatus.Good;
        }
        if (Path.Count == 0)
        {
            return ProofStatus.WrongLength;
        }
        // Where the older tree is a full subtree, the verifier holds its root and the path leaves it out.
        bool full = ulong.IsPow2(Older.Value);
        return Walk(full ? olderRoot : Path[0], full ? 0 : 1, olderRoot, out newerRoot);
    }

    public byte[] ToBytes() => ProofFormat.Encode(Older.Value, Newer.Value, Path);

    /// <exception cref="MalformedException">Not such an array, or an empty path, which RFC 9942 does not allow.</exception>
    public static ConsistencyProof Read(ReadOnlyMemory<byte> bytes)
    {
        (ulong older, ulong newer, Digest[] path) = ProofFormat.Read(bytes, "consistency proof", "older size, newer size");
        return new ConsistencyProof(new TreeSize(older), new TreeSize(newer), path);
    }

    private ProofStatus Walk(Digest start, int from, Digest olderRoot, out Digest newer)
    {
        ulong first = Older.Value - 1;
        ulong last = Newer.Value - 1;
        while ((first & 1) == 1)
        {
            first >>= 1;
            last >>= 1;
        }
        Digest older = start;
        newer = start;
        foreach (Digest node in Path.Skip(from))
        {
            if (last == 0)
            {
                return ProofStatus.WrongLength;
            }
            if ((first & 1) == 1 || first == last)
            {
                older = MerkleTree.NodeHash(node, older);
                newer = MerkleTree.NodeHash(node, newer);
                while ((first & 1) == 0 && first != 0)
                {
                    first >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newer = MerkleTree.NodeHash(newer, node);
            }
            first >>= 1;
            last >>= 1;
        }
        return last != 0 ? ProofStatus.WrongLength
            : older == olderRoot ? ProofStatus.Good
            : ProofStatus.RootMismatch;
    }
}
