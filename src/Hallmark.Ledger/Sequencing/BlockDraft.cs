using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Sequencing;

/// <summary>A block while it is put together: each statement is executed on the state the ones before it left.</summary>
internal sealed class BlockDraft(
    IContracts contracts, ISealingEngine engine, LedgerView view, HashSet<Digest> knownIds, BlockHeight height, EntryIndex first, long timeMs)
{
    private readonly List<(Pending Pending, Submission Submission)> _answers = [];
    private readonly List<byte[]> _outcomes = [];

    public List<Statement> Entries { get; } = [];

    public StateOverlay Overlay { get; } = new(view.State);

    public void Add(Pending pending)
    {
        Statement statement = pending.Statement;
        if (knownIds.Contains(statement.Id))
        {
            _answers.Add((pending, new Submission.Refused($"statement {statement.Id} is already in the ledger")));
            return;
        }
        var index = new EntryIndex(first.Value + (ulong)Entries.Count);
        Decision decision = contracts.Execute(Overlay, statement, new BlockContext(height, timeMs, index));
        if (decision is Decision.Refused refused)
        {
            _answers.Add((pending, new Submission.Refused(refused.Reason)));
            return;
        }
        Outcome outcome = Outcomes.From(decision);
        knownIds.Add(statement.Id);
        if (decision is Decision.Denied denied)
        {
            Statement denial = Denial.Sign(engine.Authority, statement, denied.Rule, denied.Reason, timeMs / 1000);
            knownIds.Add(denial.Id);
            Overlay.Add(denied.Writes);
            Entries.Add(denial);
            _answers.Add((pending, new Submission.Denied(index, height, outcome)));
        }
        else
        {
            Overlay.Add(((Decision.Accepted)decision).Writes);
            Entries.Add(statement);
            _answers.Add((pending, new Submission.Accepted(index, height, statement, outcome)));
        }
        _outcomes.Add(outcome.ToBytes());
    }

    public BlockHeader Header(Digest treeRoot, Digest previous)
    {
        var outcomes = new MerkleAccumulator();
        _outcomes.ForEach(outcome => outcomes.Add(MerkleTree.LeafHash(outcome)));
        return new BlockHeader
        {
            Rules = contracts.Rules,
            Ledger = view.Ledger,
            Height = height,
            Previous = previous,
            Time = timeMs,
            FirstEntry = first,
            Entries = Entries.Count,
            TreeRoot = treeRoot,
            OutcomesRoot = outcomes.Root(),
            StateRoot = Overlay.NextRoot(),
            Engine = engine.Name,
        };
    }

    public BlockRecord Record(BlockHeader header, Seal seal) => new(
        header.ToBytes(), seal.ToBytes(), [.. Entries.Select(entry => entry.Bytes)], [.. _outcomes.Select(outcome => (ReadOnlyMemory<byte>)outcome)]);

    /// <summary>Tells every submitter, once the block is durable.</summary>
    public void Answer()
    {
        foreach ((Pending pending, Submission submission) in _answers)
        {
            pending.Answer.TrySetResult(submission);
        }
    }
}
