using System.Diagnostics;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger;

/// <summary>
/// A ledger as of its last published block, for any number of readers beside the one writer. Blocks are read from the file when
/// asked for; kept in memory are the state, the tree's hashes (32 bytes an entry) and where blocks begin.
/// </summary>
public sealed class LedgerView
{
    private static readonly Comparer<BlockPlace> ByFirstEntry =
        Comparer<BlockPlace>.Create((a, b) => a.FirstEntry.CompareTo(b.FirstEntry));

    private readonly Lock _lock = new();
    private readonly LedgerFile _file;
    private readonly SealKinds _kinds;

    // Owned by the writer, read under the lock.
    private readonly List<BlockPlace> _blocks = [];
    private readonly TileLog _tiles;
    private readonly TileProofs _proofs;
    private BlockHeader? _last;

    internal LedgerView(LedgerFile file, Genesis genesis, LedgerState state, SealKinds kinds)
    {
        _file = file;
        _kinds = kinds;
        Genesis = genesis;
        Id = genesis.LedgerId;
        State = state;
        _tiles = new TileLog();
        _proofs = new TileProofs(_tiles);
        using ISealVerifier seals = kinds.CreateVerifier(genesis);
        MakerKeys = [.. seals.MakerKeys.Select(key => key.Key)];
    }

    public Genesis Genesis { get; }

    /// <summary>Id of the ledger: the digest of its genesis.</summary>
    public Digest Id { get; }

    /// <summary>Keys whose holders make blocks of this ledger: receipts and published checkpoints are signed by one of them.</summary>
    public IReadOnlyList<CoseKey> MakerKeys { get; }

    public LedgerState State { get; }

    public BlockHeader Last
    {
        get
        {
            lock (_lock)
            {
                return _last ?? throw new InvalidOperationException("A ledger without a genesis block was published.");
            }
        }
    }

    /// <summary>Hashes of the tree, as far as blocks are published.</summary>
    public ITileSource Tiles => _tiles;

    public Head Head => Head.Of(Last);

    public TreeSize Size => Last.Size;

    /// <summary>A block as it lies in the file now; its header must still be the one that was read or sealed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    /// <exception cref="LedgerDamagedException">The file was changed since.</exception>
    public BlockRecord ReadBlock(BlockHeight height)
    {
        BlockPlace place = PlaceOf(height);
        try
        {
            byte[] frame = _file.ReadFrame(place.Offset, _file.Storage.Length) ?? throw _file.Damaged(place.Offset, "is cut off", height);
            BlockRecord block = BlockRecord.Read(frame);
            return Digest.Of(block.Header.Span) == place.HeaderHash
                ? block
                : throw _file.Damaged(place.Offset, "has another header than was sealed", height);
        }
        catch (MalformedException e)
        {
            throw _file.Damaged(place.Offset, e.Message, height);
        }
    }

    /// <summary>A block's header and seal, the seal verified.</summary>
    /// <exception cref="LedgerDamagedException">The file was changed since it was read or sealed.</exception>
    public SealedHeader ReadSeal(BlockHeight height)
    {
        BlockRecord block = ReadBlock(height);
        var header = BlockHeader.Read(block.Header);
        using ISealVerifier seals = _kinds.CreateVerifier(Genesis);
        return seals.Verify(header, block.Header.Span, block.Seal) switch
        {
            SealVerdict.Good good => new SealedHeader(header, block.Seal, good.Tree),
            SealVerdict.Bad bad => throw _file.Damaged(PlaceOf(height).Offset, $"has another seal than was made: {bad.Reason}", height),
            _ => throw new UnreachableException(),
        };
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public BlockHeight HeightOf(EntryIndex entry)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(entry.Value, _tiles.Size.Value, nameof(entry));
            int at = _blocks.BinarySearch(new BlockPlace(0, entry, default), ByFirstEntry);
            return new BlockHeight((ulong)(at >= 0 ? at : ~at - 1));
        }
    }

    /// <summary>Every entry with its outcome, in order.</summary>
    public IEnumerable<LedgerEntry> Entries() => Entries(default);

    /// <summary>The entries from <paramref name="first"/> on; none where there is no such entry yet.</summary>
    public IEnumerable<LedgerEntry> Entries(EntryIndex first)
    {
        if (!first.IsWithin(Size))
        {
            yield break;
        }
        ulong blocks = Last.Height.Value + 1;
        for (ulong height = HeightOf(first).Value; height < blocks; height++)
        {
            foreach (LedgerEntry entry in EntriesOf(new BlockHeight(height)).Where(entry => entry.Index >= first))
            {
                yield return entry;
            }
        }
    }

    /// <summary>These entries, in the order given; a block is read once for all its entries that come one after the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public IEnumerable<LedgerEntry> ReadEntries(IEnumerable<EntryIndex> entries)
    {
        CheckedBlock? block = null;
        foreach (EntryIndex entry in entries)
        {
            BlockHeight height = HeightOf(entry);
            if (block?.Header.Height != height)
            {
                block = Check(height);
            }
            yield return Decode(block, EntriesBefore(entry, height));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public LedgerEntry ReadEntry(EntryIndex entry)
    {
        BlockHeight height = HeightOf(entry);
        return Decode(Check(height), EntriesBefore(entry, height));
    }

    /// <summary>The receipt of an entry, put together from the seal of its own block.</summary>
    public byte[] Receipt(EntryIndex entry)
    {
        SealedHeader block = ReadSeal(HeightOf(entry));
        return Evidence.Receipt.Assemble(block.Tree, Inclusion(entry, block.Header.Size));
    }

    /// <summary>Proof that the entry is in the tree of <paramref name="size"/> entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry, or the ledger has not so many.</exception>
    public InclusionProof Inclusion(EntryIndex entry, TreeSize size) => _proofs.Inclusion(entry, size);

    /// <summary>Proof that the tree of <paramref name="older"/> entries is the beginning of that of <paramref name="newer"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The older size is 0 or above the newer, or the ledger has not so many entries.
    /// </exception>
    public ConsistencyProof Consistency(TreeSize older, TreeSize newer) => _proofs.Consistency(older, newer);

    internal void Publish(BlockHeader header, long offset, IReadOnlyList<Digest> leaves)
    {
        lock (_lock)
        {
            _blocks.Add(new BlockPlace(offset, header.FirstEntry, header.Hash));
            foreach (Digest leaf in leaves)
            {
                _tiles.Append(leaf);
            }
            _last = header;
        }
    }

    /// <summary>Takes over what a snapshot says of all blocks up to <paramref name="last"/>.</summary>
    internal void Restore(BlockHeader last, Snapshot snapshot)
    {
        lock (_lock)
        {
            _blocks.AddRange(snapshot.Blocks);
            ReadOnlySpan<byte> roots = snapshot.TileRoots;
            foreach (byte[] page in snapshot.Leaves)
            {
                int tiles = page.Length / Digest.Size / TileId.FullWidth;
                _tiles.AppendTiles(page, roots[..Math.Min(roots.Length, tiles * Digest.Size)]);
                roots = roots[Math.Min(roots.Length, tiles * Digest.Size)..];
            }
            _last = last;
        }
    }

    internal IReadOnlyList<BlockPlace> Blocks()
    {
        lock (_lock)
        {
            return [.. _blocks];
        }
    }

    /// <summary>That an entry in the file is not what was read or sealed.</summary>
    internal LedgerDamagedException Altered(EntryIndex entry)
    {
        BlockHeight height = HeightOf(entry);
        return _file.Damaged(PlaceOf(height).Offset, "the entry is not what was sealed", height, entry);
    }

    /// <summary>Hash of a block's header.</summary>
    internal Digest HashOf(BlockHeight height) => PlaceOf(height).HeaderHash;

    internal void CopyTileRoots(Span<byte> destination) => _tiles.CopyTileRoots(0, destination);

    internal void CopyLeaves(EntryIndex first, Span<byte> destination) => _tiles.CopyLeaves(first, destination);

    private IEnumerable<LedgerEntry> EntriesOf(BlockHeight height)
    {
        CheckedBlock block = Check(height);
        return Enumerable.Range(0, block.Record.Entries.Count).Select(i => Decode(block, i));
    }

    private int EntriesBefore(EntryIndex entry, BlockHeight height)
    {
        lock (_lock)
        {
            return (int)(entry.Value - _blocks[(int)height.Value].FirstEntry.Value);
        }
    }

    /// <summary>
    /// A block as it lies in the file now, whose outcomes must still be those that were sealed: checked once for all its entries.
    /// </summary>
    private CheckedBlock Check(BlockHeight height)
    {
        BlockRecord record = ReadBlock(height);
        var header = BlockHeader.Read(record.Header);
        Digest[] outcomes = [.. record.Outcomes.Select(outcome => MerkleTree.LeafHash(outcome.Span))];
        return MerkleTree.Root(outcomes) == header.OutcomesRoot
            ? new CheckedBlock(record, header)
            : throw _file.Damaged(PlaceOf(height).Offset, "the outcomes are not what was sealed", height, header.FirstEntry);
    }

    /// <summary>The entry must still be what was read when the ledger was opened, or sealed.</summary>
    private LedgerEntry Decode(CheckedBlock block, int position)
    {
        BlockHeader header = block.Header;
        var index = new EntryIndex(header.FirstEntry.Value + (ulong)position);
        ReadOnlyMemory<byte> entry = block.Record.Entries[position];
        return MerkleTree.LeafHash(entry.Span) == _tiles.Leaf(index)
            ? new LedgerEntry(
                index, header.Height, header.Time, header.Rules, Statement.Read(entry), Outcome.Read(block.Record.Outcomes[position]))
            : throw _file.Damaged(PlaceOf(header.Height).Offset, "the entry is not what was sealed", header.Height, index);
    }

    private BlockPlace PlaceOf(BlockHeight height)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(height.Value, (ulong)_blocks.Count, nameof(height));
            return _blocks[(int)height.Value];
        }
    }

    /// <summary>A block that was read again, its outcomes checked.</summary>
    private sealed record CheckedBlock(BlockRecord Record, BlockHeader Header);
}

/// <summary>A statement in the ledger with what became of it.</summary>
/// <param name="TimeMs">Time of its block, milliseconds since 1970-01-01 UTC.</param>
public sealed record LedgerEntry(EntryIndex Index, BlockHeight Height, long TimeMs, int Rules, Statement Statement, Outcome Outcome)
{
    /// <summary>What was said: the statement, or for a denial the one that was denied.</summary>
    public Statement Said => Statement.Kind == Denial.Kind ? Denial.Read(Statement).Denied : Statement;
}
