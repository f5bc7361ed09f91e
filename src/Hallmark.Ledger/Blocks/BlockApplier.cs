using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// The one way by which blocks from a file come into memory: recovery, followers and the audit all apply blocks with it.
/// Everything a header commits is recomputed; outcomes are re-executed under the contracts.
/// </summary>
public sealed class BlockApplier : IDisposable
{
    private readonly IContracts _contracts;

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
        Authority = new VerificationKey(Genesis.Authority);
        Ledger = ledger;
    }

    public Digest Ledger { get; }

    public Genesis Genesis { get; }

    /// <summary>The key whose seals count.</summary>
    public VerificationKey Authority { get; }

    public LedgerState State { get; private set; } = new();

    public MerkleAccumulator Tree { get; private set; } = new();

    /// <summary>Ids of all statements so far, denied ones too: the same id is accepted exactly once.</summary>
    public HashSet<Digest> StatementIds { get; private set; } = [];

    public BlockHeader? Last { get; private set; }

    /// <summary>Goes on behind a snapshot instead of behind nothing.</summary>
    /// <exception cref="MalformedException">The snapshot's parts do not fit each other.</exception>
    internal void Restore(BlockHeader last, Snapshot snapshot)
    {
        var tree = new MerkleAccumulator(last.Size, snapshot.Edge);
        if (tree.Root() != last.TreeRoot)
        {
            throw new MalformedException("snapshot.edge", "does not lead to the header's tree root");
        }
        Task<HashSet<Digest>> ids = Task.Run(snapshot.IdSet); // beside the state: each takes half a second for a million entries
        State = new LedgerState(StateTable.Load(snapshot.StatePages), last.StateRoot);
        StatementIds = ids.GetAwaiter().GetResult();
        Tree = tree;
        Last = last;
    }

    /// <summary>Checks a block completely and takes over what it says.</summary>
    /// <param name="block">The next block.</param>
    /// <param name="evenFaulty">Whether a block with faults is taken over too, so that an audit can go on behind it; otherwise it leaves no trace here.</param>
    public IReadOnlyList<BlockFault> Apply(BlockRecord block, bool evenFaulty) => Apply(new ParsedBlock(block, Authority), evenFaulty);

    internal IReadOnlyList<BlockFault> Apply(ParsedBlock block, bool evenFaulty)
    {
        var faults = new List<BlockFault>();
        BlockHeight height = Last?.Height.Next ?? new BlockHeight(0);
        EntryIndex first = Tree.Size.Next;
        MerkleAccumulator tree = Tree.Clone();
        var overlay = new StateOverlay(State);
        var outcomes = new MerkleAccumulator();
        var ids = new List<Digest>();
        for (int i = 0; i < block.Entries.Count; i++)
        {
            var context = new BlockContext(height, block.Header?.Time ?? 0, new EntryIndex(first.Value + (ulong)i));
            CheckEntry(block.Entries[i], block.Record.Outcomes[i], context, overlay, ids, faults);
            tree.Add(block.Entries[i].LeafHash);
            outcomes.Add(block.Entries[i].OutcomeHash);
        }
        if (block.Header is { } header)
        {
            CheckHeader(header, block.Record, first, tree.Root(), outcomes.Root(), overlay.NextRoot(), faults);
        }
        if ((block.HeaderProblem ?? block.SealProblem) is { } problem)
        {
            faults.Add(new BlockFault(block.Header is null ? BlockPart.Header : BlockPart.Seal, height, null, problem));
        }
        if (faults.Count > 0 && !evenFaulty)
        {
            StatementIds.ExceptWith(ids);
            return block.Header?.TreeRoot == tree.Root() ? faults : Locate(block, height, first, overlay, faults);
        }
        Tree = tree;
        State.Apply(overlay);
        Last = block.Header ?? Last;
        return faults;
    }

    public void Dispose() => Authority.Dispose();

    /// <summary>Puts the entry that was altered first; what follows from it may be noticed at another one.</summary>
    private List<BlockFault> Locate(ParsedBlock block, BlockHeight height, EntryIndex first, StateOverlay overlay, List<BlockFault> faults)
    {
        if (AlteredEntry.Find(block, _contracts, overlay, Authority) is not { } position)
        {
            return faults;
        }
        var index = new EntryIndex(first.Value + (ulong)position);
        BlockFault fault = faults.Find(item => item.Part == BlockPart.Entry && item.Entry == index)
            ?? new BlockFault(BlockPart.Entry, height, index, "the entry is not what was signed");
        return [fault, .. faults.Where(item => item != fault)];
    }

    private void CheckEntry(
        ParsedEntry entry, ReadOnlyMemory<byte> outcome, BlockContext context, StateOverlay overlay, List<Digest> ids, List<BlockFault> faults)
    {
        Outcome expected;
        try
        {
            expected = Execute(entry, context, overlay, ids);
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Entry, context.Height, context.Entry, e.Message));
            return;
        }
        if (expected.ToBytes().AsSpan().SequenceEqual(outcome.Span))
        {
            return;
        }
        try
        {
            var stored = Outcome.Read(outcome);
            faults.Add(new BlockFault(BlockPart.Outcome, context.Height, context.Entry, $"the stored outcome is '{Summary(stored)}', re-execution gives '{Summary(expected)}'"));
        }
        catch (MalformedException e)
        {
            faults.Add(new BlockFault(BlockPart.Outcome, context.Height, context.Entry, e.Message));
        }
    }

    /// <summary>Executes one entry as the sequencer did; throws where an entry could not have come about.</summary>
    private Outcome Execute(ParsedEntry parsed, BlockContext context, StateOverlay overlay, List<Digest> ids)
    {
        if (parsed.Statement is not { } entry)
        {
            throw new MalformedException($"entry {context.Entry}", parsed.Problem!);
        }
        if (!StatementIds.Add(entry.Id))
        {
            throw new MalformedException($"entry {context.Entry}", $"repeats statement {entry.Id}");
        }
        ids.Add(entry.Id);
        if (entry.Ledger != Ledger)
        {
            throw new MalformedException($"entry {context.Entry}", $"is meant for ledger {entry.Ledger}");
        }
        Denial? denial = parsed.Denial;
        if (denial is not null && StatementIds.Add(denial.Denied.Id))
        {
            ids.Add(denial.Denied.Id);
        }
        Decision decision = _contracts.Execute(overlay, denial?.Denied ?? entry, context);
        if (denial is null ? decision is not Decision.Accepted : (decision as Decision.Denied)?.Rule != denial.Rule)
        {
            string now = decision is Decision.Denied denied ? $"forbidden by rule {denied.Rule}" : decision is Decision.Refused refused ? refused.Reason : "allowed";
            throw new MalformedException($"entry {context.Entry}", $"{(denial is null ? "stands as accepted" : $"stands as denied by rule {denial.Rule}")}, but is {now}");
        }
        Outcome outcome = Outcomes.From(decision);
        overlay.Add(decision is Decision.Accepted accepted ? accepted.Writes : ((Decision.Denied)decision).Writes);
        return outcome;
    }

    private void CheckHeader(BlockHeader header, BlockRecord block, EntryIndex first, Digest treeRoot, Digest outcomesRoot, Digest stateRoot, List<BlockFault> faults)
    {
        BlockHeight height = Last?.Height.Next ?? new BlockHeight(0);
        Digest previous = Last?.Hash ?? Ledger;
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
        if (Last is not null && header.Time < Last.Time)
        {
            faults.Add(new BlockFault(BlockPart.Header, height, null, $"the header's time {header.Time} is before the previous block's {Last.Time}"));
        }
    }

    private static string Summary(Outcome outcome) =>
        outcome.Denied ? $"denied by {outcome.Rule}" : string.Join("; ", outcome.Events.Select(item =>
            $"{item.Name} {string.Join(' ', item.Attributes.Select(pair => $"{pair.Name}={pair.Value}"))}"));
}
