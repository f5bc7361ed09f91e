namespace Hallmark.Evidence.Tiles;

/// <summary>
/// Roots and proofs of RFC 9162 section 2.1 out of tiles, for every size up to the source's. Safe for use by several threads.
/// Tiles are expanded once and kept, a bounded number of them: what is kept is looked up in about a microsecond.
/// </summary>
public sealed class TileProofs(ITileSource source)
{
    /// <summary>Most expanded tiles kept for each level, 16 KiB each; on level 0 they cover 1,048,576 leaves.</summary>
    private const int KeptTiles = 4096;

    // A tile has one place; another tile that falls there takes it. References are replaced whole, so readers need no lock.
    private readonly ExpandedTile?[]?[] _kept = new ExpandedTile?[]?[TileId.MaxLevel + 1];

    /// <summary>Root over the first <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The source does not reach that far.</exception>
    public Digest Root(TreeSize size)
    {
        TreeSize reach = Reach(size);
        return size.Value == 0 ? MerkleTree.EmptyRoot : RangeRoot(reach, 0, size.Value);
    }

    /// <summary>The hash of a leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public Digest Leaf(EntryIndex index)
    {
        TreeSize reach = source.Size;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, reach.Value, nameof(index));
        return Node(reach, 0, index.Value);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf in the tree, or the source does not reach that far.</exception>
    public InclusionProof Inclusion(EntryIndex index, TreeSize size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, size.Value, nameof(index));
        TreeSize reach = Reach(size);
        var path = new List<Digest>();
        ulong start = 0;
        ulong end = size.Value;
        while (end - start > 1)
        {
            ulong middle = start + Split(end - start);
            if (index.Value < middle)
            {
                path.Add(RangeRoot(reach, middle, end));
                end = middle;
            }
            else
            {
                path.Add(RangeRoot(reach, start, middle));
                start = middle;
            }
        }
        path.Reverse();
        return new InclusionProof(size, index, path);
    }

    /// <exception cref="ArgumentOutOfRangeException">The older size is 0 or above the newer, or the source is shorter.</exception>
    public ConsistencyProof Consistency(TreeSize older, TreeSize newer)
    {
        ArgumentOutOfRangeException.ThrowIfZero(older.Value, nameof(older));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older.Value, newer.Value, nameof(older));
        TreeSize reach = Reach(newer);
        var path = new List<Digest>();
        ulong start = 0;
        ulong end = newer.Value;
        while (older.Value < end)
        {
            ulong middle = start + Split(end - start);
            if (older.Value <= middle)
            {
                path.Add(RangeRoot(reach, middle, end));
                end = middle;
            }
            else
            {
                path.Add(RangeRoot(reach, start, middle));
                start = middle;
            }
        }
        if (start > 0) // otherwise the older root is itself a node, which the verifier holds
        {
            path.Add(RangeRoot(reach, start, end));
        }
        path.Reverse();
        return new ConsistencyProof(older, newer, path);
    }

    /// <summary>The largest power of two below <paramref name="size"/> (size at least 2).</summary>
    private static ulong Split(ulong size) => 1ul << (int)ulong.Log2(size - 1);

    private TreeSize Reach(TreeSize size)
    {
        TreeSize reach = source.Size;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size.Value, reach.Value, nameof(size));
        return reach;
    }

    /// <summary>
    /// Root over the leaves from <paramref name="start"/> to before <paramref name="end"/>, a range that the splitting leads to: it
    /// falls into full subtrees, largest first, that are joined from the right.
    /// </summary>
    private Digest RangeRoot(TreeSize reach, ulong start, ulong end)
    {
        int height = (int)ulong.Log2(end - start);
        ulong middle = start + (1ul << height);
        Digest left = Node(reach, height, start);
        return middle == end ? left : MerkleTree.NodeHash(left, RangeRoot(reach, middle, end));
    }

    /// <summary>Root of the full subtree of 2^<paramref name="height"/> leaves from <paramref name="start"/> on.</summary>
    private Digest Node(TreeSize reach, int height, ulong start)
    {
        int level = height / 8;
        int row = height % 8;
        ulong first = start >> (8 * level); // on its level
        int at = (int)(first % TileId.FullWidth);
        return Tile(reach, level, first / TileId.FullWidth, at + (1 << row)).Node(row, at);
    }

    private ExpandedTile Tile(TreeSize reach, int level, ulong index, int width)
    {
        ExpandedTile?[] kept = LazyInitializer.EnsureInitialized(ref _kept[level], () => new ExpandedTile?[KeptTiles])!;
        ref ExpandedTile? place = ref kept[(int)(index % KeptTiles)];
        ExpandedTile? found = Volatile.Read(ref place);
        found = found?.Tile.Index == index ? found : null;
        if (found?.Tile.Width >= width)
        {
            return found;
        }
        ulong hashes = (reach.Value >> (8 * level)) - (index * TileId.FullWidth);
        var tile = new TileId(level, index, (int)Math.Min(TileId.FullWidth, hashes));
        var expanded = ExpandedTile.Read(source, tile, found);
        Volatile.Write(ref place, expanded);
        return expanded;
    }
}
