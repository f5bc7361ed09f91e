using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>
/// A snapshot in bytes: pages of at most 1 MiB, then a footer that holds the SHA-256 of each and is signed by the node that took it,
/// which is a maker of the ledger's blocks, then its length. See <c>docs/formats/snapshot.md</c>.
/// <code>
/// pages      places of blocks (u64 offset, u64 first entry, 32 bytes header hash) | leaf hashes | ids | state; each kind begins a page
/// footer     <see cref="SignedFooter"/>, "HALLSNAP"
/// </code>
/// </summary>
internal static class SnapshotFormat
{
    private const int PlaceSize = 48;
    private const int PlacesPerPage = 16_384;
    private const int PlacesPageSize = PlacesPerPage * PlaceSize;

    private static readonly SignedFooter Footer = new(
        "snapshot", "application/vnd.hallmark.snapshot+cbor", "HALLSNAP", limit: int.MaxValue);

    public static void Write(ILedgerStorage storage, Snapshot snapshot, ISigner node)
    {
        List<byte[]> places = [.. snapshot.Blocks.Chunk(PlacesPerPage).Select(Encode)];
        byte[][] pages = [.. places, .. snapshot.Leaves, .. snapshot.Ids, .. snapshot.StatePages];
        byte[] digests = new byte[pages.Length * Digest.Size];
        Parallel.For(0, pages.Length, i => Digest.Of(pages[i]).CopyTo(digests.AsSpan(i * Digest.Size)));
        long at = 0;
        foreach (byte[] page in pages)
        {
            storage.Write(at, page);
            at += page.Length;
        }
        var header = BlockHeader.Read(snapshot.Header);
        CborMapWriter map = new CborMapWriter()
            .Integer("format", 1)
            .Bytes("header", snapshot.Header.ToArray())
            .Integer("offset", snapshot.Offset)
            .Integer("blocks", snapshot.Blocks.Count)
            .Integer("entries", header.Size.Value)
            .Integer("ids", snapshot.Ids.Sum(page => page.Length / Digest.Size))
            .Integer("state", snapshot.StatePages.Sum(page => (long)page.Length))
            .Digests("edge", snapshot.Edge)
            .Bytes("pages", digests)
            .Bytes("tileRoots", snapshot.TileRoots)
            .Bytes("checks", snapshot.Checks);
        Footer.Write(storage, at, map, node, header.Ledger);
    }

    /// <exception cref="LedgerDamagedException">
    /// Not whole, not what was written, or not signed by a maker of this ledger's blocks; says where.
    /// </exception>
    public static Snapshot Read(ILedgerStorage storage, ISealVerifier seals, Digest ledger)
    {
        (CborMap map, long end) = Footer.Read(storage, ledger, thumbprint => seals.FindKey(thumbprint)?.Key);
        try
        {
            map.Integer("format", 1, 1);
            ReadOnlyMemory<byte> header = map.Bytes("header");
            long offset = map.Integer("offset");
            int[] places = PageLengths(map.Integer("blocks", 1, int.MaxValue) * PlaceSize, PlacesPageSize);
            int[] leaves = PageLengths(map.Integer("entries", 1, int.MaxValue) * Digest.Size);
            int[] ids = PageLengths(map.Integer("ids", 1, int.MaxValue) * Digest.Size);
            int[] state = PageLengths(map.Integer("state", 1, 1L << 40));
            IReadOnlyList<Digest> edge = map.Digests("edge", 64);
            byte[][] pages = ReadPages(storage, [.. places, .. leaves, .. ids, .. state], map.Bytes("pages", int.MaxValue), end);
            byte[] tileRoots = map.Bytes("tileRoots", int.MaxValue);
            byte[] checks = map.Bytes("checks", int.MaxValue);
            map.End();
            Span<byte[]> left = pages;
            return new Snapshot(
                header, offset, Decode(Take(ref left, places.Length)), Take(ref left, leaves.Length), tileRoots,
                Take(ref left, ids.Length), edge, checks, Take(ref left, state.Length));
        }
        catch (MalformedException e)
        {
            throw Damaged(storage, end, e.Message);
        }
    }

    private static byte[][] ReadPages(ILedgerStorage storage, int[] lengths, byte[] digests, long end)
    {
        if (digests.Length != lengths.Length * Digest.Size || lengths.Sum(length => (long)length) != end)
        {
            throw new MalformedException("snapshot.pages", "do not fit the file");
        }
        long[] offsets = new long[lengths.Length];
        for (int i = 1; i < offsets.Length; i++)
        {
            offsets[i] = offsets[i - 1] + lengths[i - 1];
        }
        byte[][] pages = new byte[lengths.Length][];
        ParallelLoopResult loop = Parallel.For(0, pages.Length, (i, state) =>
        {
            pages[i] = new byte[lengths[i]];
            var expected = Digest.FromBytes(digests.AsSpan(i * Digest.Size, Digest.Size));
            if (storage.Read(offsets[i], pages[i]) < lengths[i] || Digest.Of(pages[i]) != expected)
            {
                state.Break();
            }
        });
        return loop.LowestBreakIteration is { } damaged
            ? throw Damaged(storage, offsets[damaged], $"is not what was written, somewhere in the {lengths[damaged]} bytes from there")
            : pages;
    }

    private static int[] PageLengths(long bytes, int page = StateTable.PageSize) =>
        [.. Enumerable.Repeat(page, (int)(bytes / page)), .. bytes % page is > 0 and long rest ? [(int)rest] : Array.Empty<int>()];

    private static byte[][] Take(ref Span<byte[]> left, int count)
    {
        byte[][] taken = left[..count].ToArray();
        left = left[count..];
        return taken;
    }

    private static byte[] Encode(BlockPlace[] places)
    {
        byte[] page = new byte[places.Length * PlaceSize];
        for (int i = 0; i < places.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(page.AsSpan(i * PlaceSize), places[i].Offset);
            BinaryPrimitives.WriteUInt64BigEndian(page.AsSpan((i * PlaceSize) + 8), places[i].FirstEntry.Value);
            places[i].HeaderHash.CopyTo(page.AsSpan((i * PlaceSize) + 16));
        }
        return page;
    }

    private static List<BlockPlace> Decode(byte[][] pages)
    {
        var places = new List<BlockPlace>(pages.Sum(page => page.Length / PlaceSize));
        foreach (byte[] page in pages)
        {
            for (int at = 0; at < page.Length; at += PlaceSize)
            {
                places.Add(new BlockPlace(
                    BinaryPrimitives.ReadInt64BigEndian(page.AsSpan(at)),
                    new EntryIndex(BinaryPrimitives.ReadUInt64BigEndian(page.AsSpan(at + 8))),
                    Digest.FromBytes(page.AsSpan(at + 16, Digest.Size))));
            }
        }
        return places;
    }

    private static LedgerDamagedException Damaged(ILedgerStorage storage, long offset, string reason) =>
        new(storage.Name, offset, null, null, reason);
}
