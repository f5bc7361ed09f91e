using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>
/// A ledger as of its last published block, for any number of readers beside the one writer. Blocks are read from the file when
/// asked for; kept in memory are the state, the leaf hashes (32 bytes an entry) and where blocks begin.
/// </summary>
public sealed class LedgerView
{
    private readonly Lock _lock = new();
    private readonly LedgerFile _file;

    // Owned by the writer, read under the lock.
    private readonly List<long> _offsets = [];
    private readonly List<EntryIndex> _firstEntries = [];
    private readonly List<Digest> _leaves = [];
    private BlockHeader? _last;

    internal LedgerView(LedgerFile file, Genesis genesis, LedgerState state)
    {
        _file = file;
        Genesis = genesis;
        Ledger = genesis.LedgerId;
        State = state;
    }

    public Genesis Genesis { get; }

    public Digest Ledger { get; }

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

    public Head Head => Head.Of(Last);

    public TreeSize Size => Last.Size;

    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public BlockRecord ReadBlock(BlockHeight height)
    {
        long offset;
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(height.Value, (ulong)_offsets.Count, nameof(height));
            offset = _offsets[(int)height.Value];
        }
        byte[] frame = _file.ReadFrame(offset, _file.Storage.Length) ?? throw _file.Damaged(offset, "is cut off", height);
        return BlockRecord.Read(frame);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public BlockHeight HeightOf(EntryIndex entry)
    {
        lock (_lock)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(entry.Value, (ulong)_leaves.Count, nameof(entry));
            int at = _firstEntries.BinarySearch(entry);
            return new BlockHeight((ulong)(at >= 0 ? at : ~at - 1));
        }
    }

    /// <summary>Every entry with its outcome, in order.</summary>
    public IEnumerable<LedgerEntry> Entries()
    {
        ulong blocks = Last.Height.Value + 1;
        for (ulong height = 0; height < blocks; height++)
        {
            foreach (LedgerEntry entry in EntriesOf(new BlockHeight(height)))
            {
                yield return entry;
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public LedgerEntry ReadEntry(EntryIndex entry)
    {
        BlockHeight height = HeightOf(entry);
        BlockRecord block = ReadBlock(height);
        return Decode(block, BlockHeader.Read(block.Header), EntriesBefore(entry, height));
    }

    /// <summary>The receipt of an entry, put together from the seal of its own block.</summary>
    public byte[] Receipt(EntryIndex entry)
    {
        BlockHeight height = HeightOf(entry);
        BlockRecord block = ReadBlock(height);
        BlockHeader header = BlockHeader.Read(block.Header);
        Digest[] leaves;
        lock (_lock)
        {
            leaves = [.. _leaves.Take((int)header.Size.Value)];
        }
        var proof = new InclusionProof(header.Size, entry, MerkleTree.InclusionPath(leaves, (int)entry.Value));
        return Evidence.Receipt.Assemble(Seal.Read(block.Seal), proof);
    }

    internal void Publish(BlockHeader header, long offset, IReadOnlyList<Digest> leaves)
    {
        lock (_lock)
        {
            _offsets.Add(offset);
            _firstEntries.Add(header.FirstEntry);
            _leaves.AddRange(leaves);
            _last = header;
        }
    }

    private IEnumerable<LedgerEntry> EntriesOf(BlockHeight height)
    {
        BlockRecord block = ReadBlock(height);
        BlockHeader header = BlockHeader.Read(block.Header);
        for (int i = 0; i < block.Entries.Count; i++)
        {
            yield return Decode(block, header, i);
        }
    }

    private int EntriesBefore(EntryIndex entry, BlockHeight height)
    {
        lock (_lock)
        {
            return (int)(entry.Value - _firstEntries[(int)height.Value].Value);
        }
    }

    private static LedgerEntry Decode(BlockRecord block, BlockHeader header, int position) => new(
        new EntryIndex(header.FirstEntry.Value + (ulong)position), header.Height, header.Time,
        Statement.Read(block.Entries[position]), Outcome.Read(block.Outcomes[position]));
}

/// <summary>A statement in the ledger with what became of it.</summary>
/// <param name="TimeMs">Sealing time of its block, milliseconds since 1970-01-01 UTC.</param>
public sealed record LedgerEntry(EntryIndex Index, BlockHeight Height, long TimeMs, Statement Statement, Outcome Outcome);
