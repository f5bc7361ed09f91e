using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>
/// A snapshot in bytes: pages of at most 1 MiB, then a footer that holds the SHA-256 of each and is signed by the node that took it,
/// which is a maker of the ledger's blocks, then its length. See <c>docs/formats/snapshot.md</c>.
/// <code>
/// pages      places of blocks (u64 offset, u64 first entry, 32 bytes header hash) | leaf hashes | ids | state; each kind begins a page
/// footer     COSE_Sign1 of a deterministic map
/// u32        length of the footer | "HALLSNAP"
/// </code>
/// </summary>
internal static class SnapshotFormat
{
    private const string ContentType = "application/vnd.hallmark.snapshot+cbor";
    private const int PlaceSize = 48;
    private const int PlacesPerPage = 16_384;
    private const int PlacesPageSize = PlacesPerPage * PlaceSize;
    private const int TrailerSize = 12;
    private static readonly byte[] Magic = "HALLSNAP"u8.ToArray();

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
        byte[] map = new CborMapWriter()
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
            .Bytes("checks", snapshot.Checks)
            .ToBytes();
        byte[] footer = CoseSign1.Sign(node, Headers(node.PublicKey, header.Ledger), map).ToBytes();
        byte[] trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteInt32BigEndian(trailer, footer.Length);
        Magic.CopyTo(trailer, 4);
        storage.Write(at, [.. footer, .. trailer]);
    }

    /// <exception cref="LedgerDamagedException">
    /// Not whole, not what was written, or not signed by a maker of this ledger's blocks; says where.
    /// </exception>
    public static Snapshot Read(ILedgerStorage storage, ISealVerifier seals, Digest ledger)
    {
        (CborMap map, long end) = ReadFooter(storage, seals, ledger);
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

    /// <summary>The signed map, and where the pages end.</summary>
    private static (CborMap Map, long End) ReadFooter(ILedgerStorage storage, ISealVerifier seals, Digest ledger)
    {
        long trailerAt = storage.Length - TrailerSize;
        byte[] trailer = new byte[TrailerSize];
        if (trailerAt < 0 || storage.Read(trailerAt, trailer) < TrailerSize || !trailer.AsSpan(4).SequenceEqual(Magic))
        {
            throw Damaged(storage, Math.Max(0, trailerAt), "does not end as a snapshot does");
        }
        int length = BinaryPrimitives.ReadInt32BigEndian(trailer);
        if (length <= 0 || length > trailerAt)
        {
            throw Damaged(storage, trailerAt, $"says that its footer has {length} bytes");
        }
        long end = trailerAt - length;
        byte[] footer = new byte[length];
        storage.Read(end, footer);
        try
        {
            CoseSign1 message = CoseSign1.Read(footer);
            CoseHeaders headers = CoseHeaders.Read(message.Protected);
            VerificationKey? key = headers.KeyId is { Length: Digest.Size } keyId ? seals.FindKey(Digest.FromBytes(keyId)) : null;
            bool signed = headers.ContentType == ContentType && headers.Claims?.Subject == ledger.ToString()
                && message.Payload is not null && message.Unprotected.Length == 1 && key is not null && message.Verify(key);
            return signed
                ? (CborMap.Read(message.Payload!.Value, "snapshot"), end)
                : throw Damaged(storage, end, "is not signed by a maker of this ledger's blocks");
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

    private static CoseHeaders Headers(CoseKey key, Digest ledger) => new()
    {
        Algorithm = CoseAlgorithm.ES256.Id,
        ContentType = ContentType,
        KeyId = key.Thumbprint.ToArray(),
        Claims = new CwtClaims { Issuer = Denial.Issuer, Subject = ledger.ToString() },
    };

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
