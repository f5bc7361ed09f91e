using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>
/// Everything that opening works out by replaying, as of one block, so that opening goes on from there. Derived: it may be lost or
/// damaged, and is made again from the ledger. An audit replays from genesis and holds the snapshot against that.
/// </summary>
/// <param name="Header">The newest block's header, in its bytes.</param>
/// <param name="Offset">End of that block in the ledger's file.</param>
/// <param name="Blocks">Where each block begins, its first entry and its header's hash.</param>
/// <param name="Leaves">32 bytes for each entry.</param>
/// <param name="TileRoots">32 bytes for each full tile of leaves.</param>
/// <param name="Ids">Ids of all statements, denied ones too, 32 bytes each, in no order.</param>
/// <param name="Edge">Right edge of the tree.</param>
/// <param name="Checks">Of the ledger's file up to the offset: see <see cref="LedgerChecks"/>.</param>
/// <param name="StatePages">The state as <see cref="StateTable"/> lays it out.</param>
internal sealed record Snapshot(
    ReadOnlyMemory<byte> Header, long Offset, IReadOnlyList<BlockPlace> Blocks, IReadOnlyList<byte[]> Leaves, byte[] TileRoots,
    IReadOnlyList<byte[]> Ids, IReadOnlyList<Digest> Edge, byte[] Checks,
    IReadOnlyList<byte[]> StatePages)
{
    /// <summary>Hashes that fill one page of leaves or ids.</summary>
    public const int HashesPerPage = StateTable.PageSize / Digest.Size;

    /// <summary>Takes one of a ledger that nobody is writing at this moment.</summary>
    public static Snapshot Of(
        LedgerView view, MerkleAccumulator tree, IReadOnlyCollection<Digest> ids, ILedgerStorage file, long offset) => new(
        view.Last.ToBytes(), offset, view.Blocks(), LeafPages(view), TileRootsOf(view), IdPages(ids), [.. tree.Edge],
        LedgerChecks.Of(file, offset), view.State.ToPages());

    /// <summary>The ids of all statements under the snapshot, for looking up whether one is repeated.</summary>
    public HashSet<Digest> IdSet()
    {
        var ids = new HashSet<Digest>(Ids.Sum(page => page.Length / Digest.Size));
        foreach (byte[] page in Ids)
        {
            for (int at = 0; at < page.Length; at += Digest.Size)
            {
                ids.Add(Digest.FromBytes(page.AsSpan(at, Digest.Size)));
            }
        }
        return ids;
    }

    private static byte[] TileRootsOf(LedgerView view)
    {
        byte[] roots = new byte[Digest.Size * (int)(view.Size.Value / TileId.FullWidth)];
        view.CopyTileRoots(roots);
        return roots;
    }

    private static List<byte[]> LeafPages(LedgerView view)
    {
        var pages = new List<byte[]>();
        for (ulong first = 0; first < view.Size.Value; first += HashesPerPage)
        {
            byte[] page = new byte[Digest.Size * (int)Math.Min(HashesPerPage, view.Size.Value - first)];
            view.CopyLeaves(new EntryIndex(first), page);
            pages.Add(page);
        }
        return pages;
    }

    private static List<byte[]> IdPages(IReadOnlyCollection<Digest> ids)
    {
        var pages = new List<byte[]>();
        int left = ids.Count;
        int at = 0;
        foreach (Digest id in ids)
        {
            if (at % StateTable.PageSize == 0)
            {
                pages.Add(new byte[Digest.Size * Math.Min(HashesPerPage, left)]);
                at = 0;
            }
            id.CopyTo(pages[^1].AsSpan(at, Digest.Size));
            at += Digest.Size;
            left--;
        }
        return pages;
    }
}

/// <summary>Where a block begins in the ledger's file, in bytes, its first entry, and its header's hash.</summary>
internal readonly record struct BlockPlace(long Offset, EntryIndex FirstEntry, Digest HeaderHash);
