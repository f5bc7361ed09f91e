using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// The one way by which blocks come into memory: recovery, followers, the audit and blocks made elsewhere all go through it, and what this
/// ledger makes itself is taken over by the same step. Everything a header commits is recomputed; outcomes are re-executed under the
/// contracts.
/// </summary>
public sealed class BlockApplier : IDisposable
{
    private readonly IContracts _contracts;

    /// <param name="kinds">The kinds of seal that this program knows; the genesis names one.</param>
    /// <param name="ledger">The id the file claims; the genesis entry must have it.</param>
    /// <param name="firstEntry">Entry 0 as it lies in the file: the genesis.</param>
    /// <exception cref="MalformedException">Entry 0 is not the genesis of this ledger.</exception>
    /// <exception cref="UnknownSealKindException">It is, but its seals are of none of these kinds.</exception>
    public BlockApplier(IContracts contracts, SealKinds kinds, Digest ledger, ReadOnlyMemory<byte> firstEntry)
    {
        _contracts = contracts;
        Statement statement = Statement.Read(firstEntry);
        Genesis = Genesis.Read(statement.Payload);
        if (statement.Kind != Genesis.Kind || Genesis.LedgerId != ledger)
        {
            throw new MalformedException("entry 0", $"is not the genesis of ledger {ledger}");
        }
        Seals = kinds.CreateVerifier(Genesis);
        Ledger = ledger;
    }

    public Digest Ledger { get; }

    public Genesis Genesis { get; }

    /// <summary>Tells which seals count.</summary>
    public ISealVerifier Seals { get; }

    public LedgerState State { get; private set; } = new();

    public MerkleAccumulator Tree { get; private set; } = new();

    /// <summary>Ids of all statements so far, denied ones too: the same id is accepted exactly once.</summary>
    public HashSet<Digest> StatementIds { get; private set; } = [];

    public BlockHeader? Last { get; private set; }

    /// <summary>Height of the block that comes next.</summary>
    public BlockHeight NextHeight => Last?.Height.Next ?? new BlockHeight(0);

    /// <summary>Version of the rules that the ledger lives by; a new one begins under the newest.</summary>
    public int Rules => Last?.Rules ?? _contracts.Rules.Newest;

    /// <summary>What that block's header names as the one before.</summary>
    public Digest LastHash => Last?.Hash ?? Ledger;

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
    /// <param name="evenFaulty">
    /// Whether a block with faults is taken over too, so that an audit can go on behind it; otherwise it leaves no trace here.
    /// </param>
    public IReadOnlyList<BlockFault> Apply(BlockRecord block, bool evenFaulty) => Apply(new ParsedBlock(block, Seals), evenFaulty);

    internal IReadOnlyList<BlockFault> Apply(ParsedBlock block, bool evenFaulty)
    {
        (ChainStep step, IReadOnlyList<BlockFault> faults) = Check(block);
        if (faults.Count == 0 || evenFaulty)
        {
            Take(step);
        }
        else if (block.Header?.TreeRoot != step.Tree.Root())
        {
            return Locate(block, step, faults);
        }
        return faults;
    }

    /// <summary>Checks the next block completely and changes nothing.</summary>
    internal (ChainStep Step, IReadOnlyList<BlockFault> Faults) Check(ParsedBlock block)
    {
        var faults = new List<BlockFault>();
        int rules = block.Header?.Rules ?? Rules;
        bool known = _contracts.Rules.Contains(rules);
        if (!known && block.SealProblem is null)
        {
            string reason = $"is decided by rules {rules}, this program knows {_contracts.Rules}";
            return (ChainStep.Nowhere(this), [new BlockFault(BlockPart.Rules, NextHeight, null, reason)]);
        }
        var step = new ChainStep(
            block.Header, [.. block.Entries.Select(entry => entry.LeafHash)], Tree.Clone(), new StateOverlay(State), []);
        EntryIndex first = Tree.Size.Next;
        var outcomes = new MerkleAccumulator();
        for (int i = 0; i < block.Entries.Count; i++)
        {
            var context = new BlockContext(
                NextHeight, block.Header?.Time ?? 0, new EntryIndex(first.Value + (ulong)i), known ? rules : Rules);
            CheckEntry(block.Entries[i], block.Record.Outcomes[i], context, step, faults);
            step.Tree.Add(step.Leaves[i]);
            outcomes.Add(block.Entries[i].OutcomeHash);
        }
        if (block.Header is { } header)
        {
            CheckHeader(header, block, first, step.Tree.Root(), outcomes.Root(), step.Overlay.NextRoot(), faults);
        }
        if ((block.HeaderProblem ?? block.SealProblem) is { } problem)
        {
            faults.Add(new BlockFault(block.Header is null ? BlockPart.Header : BlockPart.Seal, NextHeight, null, problem));
        }
        return (step, faults);
    }

    /// <summary>Goes one block further: everything in memory follows but the view of it.</summary>
    internal void Take(ChainStep step)
    {
        Tree = step.Tree;
        State.Apply(step.Overlay);
        StatementIds.UnionWith(step.Ids);
        Last = step.Header ?? Last;
    }

    public void Dispose() => Seals.Dispose();

    /// <summary>Puts the entry that was altered first; what follows from it may be noticed at another one.</summary>
    private List<BlockFault> Locate(ParsedBlock block, ChainStep step, IReadOnlyList<BlockFault> faults)
    {
        if (EntrySignatures.FindBad(block, _contracts, step.Overlay, Seals) is not ({ } position, _))
        {
            return [.. faults];
        }
        var index = new EntryIndex(Tree.Size.Value + (ulong)position);
        BlockFault fault = faults.FirstOrDefault(item => item.Part == BlockPart.Entry && item.Entry == index)
            ?? new BlockFault(BlockPart.Entry, NextHeight, index, "the entry is not what was signed");
        return [fault, .. faults.Where(item => item != fault)];
    }

    private void CheckEntry(
        ParsedEntry entry, ReadOnlyMemory<byte> outcome, BlockContext context, ChainStep step, List<BlockFault> faults)
    {
        Outcome expected;
        try
        {
            expected = Execute(entry, context, step);
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
        faults.Add(new BlockFault(BlockPart.Outcome, context.Height, context.Entry, OutcomeProblem(outcome, expected)));
    }

    private static string OutcomeProblem(ReadOnlyMemory<byte> outcome, Outcome expected)
    {
        try
        {
            return $"the stored outcome is '{Summary(Outcome.Read(outcome))}', re-execution gives '{Summary(expected)}'";
        }
        catch (MalformedException e)
        {
            return e.Message;
        }
    }

    /// <summary>Executes one entry as its block's maker did; throws where an entry could not have come about.</summary>
    private Outcome Execute(ParsedEntry parsed, BlockContext context, ChainStep step)
    {
        string name = $"entry {context.Entry}";
        if (parsed.Statement is not { } entry)
        {
            throw new MalformedException(name, parsed.Problem!);
        }
        if (StatementIds.Contains(entry.Id) || !step.Ids.Add(entry.Id))
        {
            throw new MalformedException(name, $"repeats statement {entry.Id}");
        }
        if (entry.Ledger != Ledger)
        {
            throw new MalformedException(name, $"is meant for ledger {entry.Ledger}");
        }
        Denial? denial = parsed.Denial;
        if (denial is not null && (StatementIds.Contains(denial.Denied.Id) || !step.Ids.Add(denial.Denied.Id)))
        {
            throw new MalformedException(name, $"denies statement {denial.Denied.Id}, which is in the ledger already");
        }
        Decision decision = _contracts.Execute(step.Overlay, denial?.Denied ?? entry, context);
        if (denial is null ? decision is not Decision.Accepted : (decision as Decision.Denied)?.Rule != denial.Rule)
        {
            string stands = denial is null ? "stands as accepted" : $"stands as denied by rule {denial.Rule}";
            throw new MalformedException(name, $"{stands}, but is {Summary(decision)}");
        }
        Outcome outcome = Outcomes.From(decision);
        step.Overlay.Add(decision is Decision.Accepted accepted ? accepted.Writes : ((Decision.Denied)decision).Writes);
        return outcome;
    }

    private void CheckHeader(
        BlockHeader header, ParsedBlock block, EntryIndex first, Digest treeRoot, Digest outcomesRoot, Digest stateRoot,
        List<BlockFault> faults)
    {
        void Expect<T>(string what, T found, T expected, BlockPart part = BlockPart.Header)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected))
            {
                faults.Add(new BlockFault(part, NextHeight, null, $"the header says {what} {found}, the block has {expected}"));
            }
        }
        Expect("rules version", header.Rules, Last is null ? header.Rules : MovesTo(block) ?? Rules);
        Expect("engine", header.Engine, Genesis.Engine);
        Expect("ledger", header.Ledger, Ledger);
        Expect("height", header.Height, NextHeight);
        Expect("previous header", header.Previous, LastHash);
        Expect("first entry", header.FirstEntry, first);
        Expect("entries", header.Entries, block.Entries.Count);
        Expect("tree root", header.TreeRoot, treeRoot, BlockPart.Entry);
        Expect("outcomes root", header.OutcomesRoot, outcomesRoot, BlockPart.Outcome);
        Expect("state root", header.StateRoot, stateRoot, BlockPart.State);
        if (Last is not null && header.Time < Last.Time)
        {
            string message = $"the header's time {header.Time} is before the previous block's {Last.Time}";
            faults.Add(new BlockFault(BlockPart.Header, NextHeight, null, message));
        }
    }

    /// <summary>
    /// The version that the block moves the ledger up to, or null: only a statement that asks for it does so, alone in its block.
    /// </summary>
    private int? MovesTo(ParsedBlock block) =>
        block.Entries is [{ Statement: { } statement, Denial: null }] && _contracts.MovesTo(statement) is { } next && next > Rules
            ? next
            : null;

    private static string Summary(Decision decision) => decision switch
    {
        Decision.Denied denied => $"forbidden by rule {denied.Rule}",
        Decision.Refused refused => refused.Reason,
        _ => "allowed",
    };

    private static string Summary(Outcome outcome) =>
        outcome.Denied ? $"denied by {outcome.Rule}" : string.Join("; ", outcome.Events.Select(item =>
            $"{item.Name} {string.Join(' ', item.Attributes.Select(pair => $"{pair.Name}={pair.Value}"))}"));
}

/// <summary>What one block changes in memory, worked out and not yet taken over.</summary>
/// <param name="Header">Null only where an audit goes on behind a header that cannot be read.</param>
/// <param name="Leaves">Leaf hashes of the block's entries.</param>
/// <param name="Tree">The tree behind the block.</param>
/// <param name="Overlay">The block's writes over the state before it.</param>
/// <param name="Ids">Statements of the block, denied ones too.</param>
internal sealed record ChainStep(
    BlockHeader? Header, IReadOnlyList<Digest> Leaves, MerkleAccumulator Tree, StateOverlay Overlay, HashSet<Digest> Ids)
{
    /// <summary>A step that changes nothing.</summary>
    public static ChainStep Nowhere(BlockApplier chain) => new(null, [], chain.Tree, new StateOverlay(chain.State), []);
}
