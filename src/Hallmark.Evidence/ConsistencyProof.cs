namespace Hallmark.Evidence;

/// <summary>That the tree of <see cref="Older"/> leaves is the beginning of the tree of <see cref="Newer"/> (RFC 9162 section 2.1.4).</summary>
public sealed record ConsistencyProof(TreeSize Older, TreeSize Newer, IReadOnlyList<Digest> Path)
{
    /// <summary>
    /// Checks both roots, shapes first (RFC 9162 section 2.1.4.2). An older size of 0 is refused: the RFC has no rule for it,
    /// and everything is consistent with nothing.
    /// </summary>
    public ProofStatus Check(Digest olderRoot, Digest newerRoot)
    {
        if (Older.Value == 0 || Older.Value > Newer.Value)
        {
            return ProofStatus.BadPosition;
        }
        if (Older == Newer)
        {
            return Path.Count > 0 ? ProofStatus.WrongLength : olderRoot == newerRoot ? ProofStatus.Good : ProofStatus.RootMismatch;
        }
        if (Path.Count == 0)
        {
            return ProofStatus.WrongLength;
        }
        // Where the older tree is a full subtree, the verifier holds its root and the path leaves it out.
        bool full = ulong.IsPow2(Older.Value);
        return Walk(full ? olderRoot : Path[0], full ? Path : [.. Path.Skip(1)], olderRoot, newerRoot);
    }

    private ProofStatus Walk(Digest start, IReadOnlyList<Digest> path, Digest olderRoot, Digest newerRoot)
    {
        ulong first = Older.Value - 1;
        ulong last = Newer.Value - 1;
        while ((first & 1) == 1)
        {
            first >>= 1;
            last >>= 1;
        }
        Digest older = start;
        Digest newer = start;
        foreach (Digest node in path)
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
            : older == olderRoot && newer == newerRoot ? ProofStatus.Good
            : ProofStatus.RootMismatch;
    }
}
