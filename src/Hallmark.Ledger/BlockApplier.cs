using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger;

/// <summary>
/// The one way by which blocks from a file come into memory: recovery, followers and the audit all apply blocks with it.
/// Everything a header commits is recomputed; outcomes are re-executed under the contracts.
/// </summary>
public sealed class BlockApplier : IDisposable
{
    private readonly IContracts _contracts;
    private readonly VerificationKey _authority;
    private BlockHeader? _last;

    /// <param name="ledger">The id the file claims; the genesis entry must have it.</param>
    /// <param name="firstEntry">Entry 0 as it lies in the file: its payload names the authority.</param>
    /// <exception cref="MalformedException">Entry 0 is not the genesis of this ledger.</exception>
    public BlockApplier(IContracts contracts, Digest ledger, ReadOnlyMemory<byte> firstEntry)
    {
        _contracts = contracts;
        Statement statement = Statement.Read(firstEntry);
        Genesis = Genesis.Read(statement.Payload);
        if (statement.Kind != Genesis.Kind || Genesis.LedgerId != ledger)
        {
            throw new MalformedException("entry 0", $"is not the genesis of ledger {ledger}");
        }
        _authority = new VerificationKey(Genesis.Authority);
        Ledger = ledger;
    }

    public Digest Ledger { get; }

    public Genesis Genesis { get; }

    public LedgerState State { get; } = new();

    public MerkleAccumulator Tree { get; private set; } = new();

    /// <summary>Ids of all statements so far, denied ones too: the same id is accepted exactly once.</summary>
    public HashSet<Digest> StatementIds { get; } = [];

    public BlockHeader? Last => _last;

    /// <summary>Checks a block completely and takes over what it says.</summary>
    /// <param name="block">The next block.</param>
    /// <param name="evenFaulty">Whether a block with faults is taken over too, so that an audit can go on behind it; otherwise it leaves no trace here.</param>
    public IReadOnlyList<BlockFault> Apply(BlockRecord block, bool evenFaulty)
    {
        var faults = new List<BlockFault>();
        BlockHeight height = _last?.Height.Next ?? new BlockHeight(0);
        BlockHeader? header = ReadHeader(block, height, faults);
        EntryIndex first = Tree.Size.Next;
        MerkleAccumulator tree = Tree.Clone();
        var overlay = new StateOverlay(State);
        var outcomes = new MerkleAccumulator();
        var ids = new List<Digest>();
        for (int i = 0; i < block.Entries.Count; i++)
        {
            var index = new EntryIndex(first.Value + (ulong)i);
            ExecuteEntry(block, i, new BlockContext(height, header?.Time ?? 0, index), overlay, ids, faults);
            tree.Add(MerkleTree.LeafHash(block.Entries[i].Span));
            outcomes.Add(MerkleTree.LeafHash(block.Outcomes[i].Span));
        }
        if (header is not null)
        {
            CheckHeader(header, block, first, tree.Root(), outcomes.Root(), overlay.NextRoot(), faults);
            CheckSeal(header, block, faults);
        }
        if (faults.Count > 0 && !evenFaulty)
        {
            StatementIds.ExceptWith(ids);
            return header?.TreeRoot == tree.Root() ? faults : Locate(block, height, first, overlay, faults);
        }
        Tree = tree;
        State.Apply(overlay);
        _last = header ?? _last;
        return faults;
    }

    public void Dispose() => _authority.Dispose();

    /// <summary>Puts the entry that was altered first; what follows from it may be noticed at another one.</summary>
    private List<BlockFault> Locate(BlockRecord block, BlockHeight height, EntryIndex first, StateOverlay overlay, List<BlockFault> faults)
    {
        if (AlteredEntry.Find(block, _contracts, overlay, _authority) is not { } position)
        {
            return faults;
        }
        var index = new EntryIndex(first.Value + (ulong)position);
        BlockFault fault = faults.Find(item => item.Part == BlockPart.Entry && item.Entry == index)
            ?? new BlockFault(BlockPart.Entry, height, index, "the entry is not what was signed");
        return [fault, .. faults.Where(item => item != fault)];
    }

    private static BlockHeader? ReadHeader(BlockRecord block, BlockHeight height, List<BlockFault> faults)
    {
        try
        {
            return BlockHeader.Read(block.Header);
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Header, height, null, e.Message));
            return null;
        }
    }

    private void ExecuteEntry(BlockRecord block, int position, BlockContext context, StateOverlay overlay, List<Digest> ids, List<BlockFault> faults)
    {
        Statement entry;
        Outcome stored;
        Outcome expected;
        try
        {
            entry = Statement.Read(block.Entries[position]);
            expected = Execute(entry, context, overlay, ids);
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Entry, context.Height, context.Entry, e.Message));
            return;
        }
        byte[] expectedBytes = expected.ToBytes();
        if (expectedBytes.AsSpan().SequenceEqual(block.Outcomes[position].Span))
        {
            return;
        }
        try
        {
            stored = Outcome.Read(block.Outcomes[position]);
            faults.Add(new BlockFault(BlockPart.Outcome, context.Height, context.Entry, $"the stored outcome is '{Summary(stored)}', re-execution gives '{Summary(expected)}'"));
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Outcome, context.Height, context.Entry, e.Message));
        }
    }

    /// <summary>Executes one entry as the sequencer did; throws where an entry could not have come about.</summary>
    private Outcome Execute(Statement entry, BlockContext context, StateOverlay overlay, List<Digest> ids)
    {
        if (!StatementIds.Add(entry.Id))
        {
            throw new MalformedException($"entry {context.Entry}", $"repeats statement {entry.Id}");
        }
        ids.Add(entry.Id);
        if (entry.Ledger != Ledger)
        {
            throw new MalformedException($"entry {context.Entry}", $"is meant for ledger {entry.Ledger}");
        }
        Denial? denial = null;
        if (entry.Kind == Denial.Kind)
        {
            denial = Denial.Read(entry);
            if (StatementIds.Add(denial.Denied.Id))
            {
                ids.Add(denial.Denied.Id);
            }
        }
        Decision decision = _contracts.Execute(overlay, denial?.Denied ?? entry, context);
        if (denial is null ? decision is not Decision.Accepted : (decision as Decision.Denied)?.Rule != denial.Rule)
        {
            string now = decision is Decision.Denied denied ? $"forbidden by rule {denied.Rule}" : decision is Decision.Refused refused ? refused.Reason : "allowed";
            throw new MalformedException($"entry {context.Entry}", $"{(denial is null ? "stands as accepted" : $"stands as denied by rule {denial.Rule}")}, but is {now}");
        }
        Outcome outcome = Outcomes.From(decision);
        if (decision is Decision.Accepted accepted)
        {
            overlay.Add(accepted.Writes);
        }
        return outcome;
    }

    private void CheckHeader(BlockHeader header, BlockRecord block, EntryIndex first, Digest treeRoot, Digest outcomesRoot, Digest stateRoot, List<BlockFault> faults)
    {
        BlockHeight height = _last?.Height.Next ?? new BlockHeight(0);
        Digest previous = _last?.Hash ?? Ledger;
        void Expect<T>(string what, T found, T expected, BlockPart part = BlockPart.Header)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected))
            {
                faults.Add(new BlockFault(part, height, null, $"the header says {what} {found}, the block has {expected}"));
            }
        }
        Expect("rules version", header.Rules, _contracts.Rules);
        Expect("engine", header.Engine, Genesis.Engine);
        Expect("ledger", header.Ledger, Ledger);
        Expect("height", header.Height, height);
        Expect("previous header", header.Previous, previous);
        Expect("first entry", header.FirstEntry, first);
        Expect("entries", header.Entries, block.Entries.Count);
        Expect("tree root", header.TreeRoot, treeRoot, BlockPart.Entry);
        Expect("outcomes root", header.OutcomesRoot, outcomesRoot, BlockPart.Outcome);
        Expect("state root", header.StateRoot, stateRoot, BlockPart.State);
        if (_last is not null && header.Time < _last.Time)
        {
            faults.Add(new BlockFault(BlockPart.Header, height, null, $"the header's time {header.Time} is before the previous block's {_last.Time}"));
        }
    }

    private void CheckSeal(BlockHeader header, BlockRecord block, List<BlockFault> faults)
    {
        try
        {
            if (Seal.Read(block.Seal).Verify(_authority, block.Header.Span, header.TreeRoot, Ledger))
            {
                return;
            }
            faults.Add(new BlockFault(BlockPart.Seal, header.Height, null, "the seal is not the authority's signature over this header and tree root"));
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Seal, header.Height, null, e.Message));
        }
    }

    private static string Summary(Outcome outcome) =>
        outcome.Denied ? $"denied by {outcome.Rule}" : string.Join("; ", outcome.Events.Select(item =>
            $"{item.Name} {string.Join(' ', item.Attributes.Select(pair => $"{pair.Name}={pair.Value}"))}"));
}
