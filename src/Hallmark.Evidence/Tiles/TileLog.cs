namespace Hallmark.Evidence.Tiles;

/// <summary>
/// All hashes of a log in memory, level by level as C2SP tlog-tiles lays them out: 32 bytes for each leaf and 1/255 of that above.
/// Append-only. One thread appends; any number read beside it without a lock, up to a size they know.
/// </summary>
public sealed class TileLog : ITileSource
{
    // Filled from the bottom by the appending thread, each before the size that makes it known.
    private readonly HashColumn?[] _levels = new HashColumn?[TileId.MaxLevel + 1];
    private ulong _size;

    /// <summary>Leaves whose hashes are whole on every level.</summary>
    public TreeSize Size => new(Volatile.Read(ref _size));

    /// <summary>For the one appending thread. Costs a node hash on average, and 255 of them at every 256th leaf.</summary>
    public void Append(Digest leaf)
    {
        Add(0, leaf);
        Volatile.Write(ref _size, _size + 1);
    }

    /// <summary>
    /// Takes leaves over from a snapshot, 32 bytes each, as <see cref="CopyLeaves"/> writes them; for the appending thread. The roots of
    /// full tiles come with them, because hashing them again is most of the work: whoever signed the snapshot answers for them.
    /// </summary>
    /// <param name="hashes">Behind a whole number of tiles; the last tile may be partial.</param>
    /// <param name="roots">Of the full tiles among them, 32 bytes each, as <see cref="CopyTileRoots"/> writes them.</param>
    /// <exception cref="MalformedException">Another number of bytes.</exception>
    public void AppendTiles(ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> roots)
    {
        const int TileBytes = TileId.FullWidth * Digest.Size;
        if (hashes.Length % Digest.Size != 0 || _size % TileId.FullWidth != 0 || roots.Length != hashes.Length / TileBytes * Digest.Size)
        {
            throw new MalformedException(
                "leaf hashes", $"have {hashes.Length} bytes, with {roots.Length} bytes of tile roots, behind {_size} leaves");
        }
        HashColumn leaves = _levels[0] ??= new HashColumn();
        ulong count = (ulong)(hashes.Length / Digest.Size);
        for (; !hashes.IsEmpty; hashes = hashes[Digest.Size..])
        {
            leaves.Add(Digest.FromBytes(hashes[..Digest.Size]));
        }
        for (; !roots.IsEmpty; roots = roots[Digest.Size..])
        {
            Add(1, Digest.FromBytes(roots[..Digest.Size]));
        }
        Volatile.Write(ref _size, _size + count);
    }

    /// <summary>Writes leaf hashes, 32 bytes each, as many as <paramref name="destination"/> has room for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many leaves.</exception>
    public void CopyLeaves(EntryIndex first, Span<byte> destination) => CopyLevel(0, first.Value, destination);

    /// <summary>Writes the roots of full tiles of leaves, 32 bytes each, from tile number <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many full tiles.</exception>
    public void CopyTileRoots(ulong first, Span<byte> destination) => CopyLevel(1, first, destination);

    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public Digest Leaf(EntryIndex index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index.Value, Size.Value, nameof(index));
        Digest leaf = default;
        _levels[0]!.CopyTo(index.Value, new Span<Digest>(ref leaf));
        return leaf;
    }

    /// <summary>Any width is answered that the tree has reached.</summary>
    /// <exception cref="ArgumentException">There is no such tile, or <paramref name="hashes"/> has another length.</exception>
    public void ReadTile(TileId tile, Span<Digest> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tile.Level, 0, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tile.Needs.Value, Size.Value, nameof(tile));
        ArgumentOutOfRangeException.ThrowIfNotEqual(hashes.Length, tile.Width, nameof(hashes));
        _levels[tile.Level]!.CopyTo(tile.Index * TileId.FullWidth, hashes);
    }

    private void CopyLevel(int level, ulong first, Span<byte> destination)
    {
        int count = destination.Length / Digest.Size;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + (ulong)count, Size.Value >> (8 * level), nameof(destination));
        Span<Digest> tile = stackalloc Digest[TileId.FullWidth];
        for (int done = 0; done < count;)
        {
            Span<Digest> part = tile[..Math.Min(tile.Length, count - done)];
            _levels[level]!.CopyTo(first + (ulong)done, part);
            foreach (Digest hash in part)
            {
                hash.CopyTo(destination.Slice(done++ * Digest.Size, Digest.Size));
            }
        }
    }

    private void Add(int level, Digest hash)
    {
        HashColumn column = _levels[level] ??= new HashColumn();
        column.Add(hash);
        if (column.Count % TileId.FullWidth == 0 && level < TileId.MaxLevel)
        {
            Span<Digest> tile = stackalloc Digest[TileId.FullWidth];
            column.CopyTo(column.Count - TileId.FullWidth, tile);
            Add(level + 1, RootOfFull(tile));
        }
    }

    /// <summary>Halves the row until one is left, in place.</summary>
    private static Digest RootOfFull(Span<Digest> nodes)
    {
        for (int width = nodes.Length; width > 1; width /= 2)
        {
            for (int i = 0; i < width; i += 2)
            {
                nodes[i / 2] = MerkleTree.NodeHash(nodes[i], nodes[i + 1]);
            }
        }
        return nodes[0];
    }
}
