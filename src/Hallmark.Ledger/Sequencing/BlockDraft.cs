using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;

namespace Hallmark.Ledger.Sequencing;

/// <summary>
/// A block while it is put together: each statement is executed on the state the ones before it left. It changes nothing outside of
/// itself, so a draft that does not become final is simply dropped.
/// </summary>
internal sealed class BlockDraft(IContracts contracts, IBlockProducer producer, BlockApplier chain, int rules, long timeMs)
{
    private readonly BlockHeight _height = chain.NextHeight;
    private readonly StateOverlay _overlay = new(chain.State);
    private readonly HashSet<Digest> _ids = [];
    private readonly List<Statement> _entries = [];
    private readonly List<byte[]> _outcomes = [];
    private readonly List<(Pending Pending, Submission Submission)> _answers = [];

    /// <summary>Whether it holds no entry: all statements were refused.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Whether every statement handed in was accepted.</summary>
    public bool IsAccepted => _answers.All(answer => answer.Submission is Submission.Accepted);

    public void Add(Pending pending)
    {
        Statement statement = pending.Statement;
        if (chain.StatementIds.Contains(statement.Id) || _ids.Contains(statement.Id))
        {
            _answers.Add((pending, new Submission.Refused($"statement {statement.Id} is already in the ledger")));
            return;
        }
        var index = new EntryIndex(chain.Tree.Size.Value + (ulong)_entries.Count);
        Decision decision = contracts.Execute(_overlay, statement, new BlockContext(_height, timeMs, index, rules));
        if (decision is Decision.Refused refused)
        {
            _answers.Add((pending, new Submission.Refused(refused.Reason)));
            return;
        }
        Outcome outcome = Outcomes.From(decision);
        _ids.Add(statement.Id);
        if (decision is Decision.Denied denied)
        {
            Statement denial = producer.Deny(new Denial(denied.Rule, denied.Reason, statement), timeMs / 1000);
            _ids.Add(denial.Id);
            _overlay.Add(denied.Writes);
            _entries.Add(denial);
            _answers.Add((pending, new Submission.Denied(index, _height, outcome)));
        }
        else
        {
            _overlay.Add(((Decision.Accepted)decision).Writes);
            _entries.Add(statement);
            _answers.Add((pending, new Submission.Accepted(index, _height, statement, outcome)));
        }
        _outcomes.Add(outcome.ToBytes());
    }

    /// <summary>The same, answering that nothing was recorded: the rules that would have forbidden it do not hold yet.</summary>
    public BlockDraft AsRefused()
    {
        for (int i = 0; i < _answers.Count; i++)
        {
            if (_answers[i].Submission is Submission.Denied denied)
            {
                _answers[i] = (_answers[i].Pending, new Submission.Refused($"{denied.Outcome.Reason} (rule {denied.Outcome.Rule})"));
            }
        }
        return this;
    }

    /// <summary>The block without its seal, and what it will change in memory.</summary>
    public (CandidateBlock Block, ChainStep Step) Complete()
    {
        List<Digest> leaves = [.. _entries.Select(entry => entry.LeafHash)];
        MerkleAccumulator tree = chain.Tree.Clone();
        leaves.ForEach(tree.Add);
        var outcomes = new MerkleAccumulator();
        _outcomes.ForEach(outcome => outcomes.Add(MerkleTree.LeafHash(outcome)));
        var header = new BlockHeader
        {
            Rules = rules,
            Ledger = chain.Ledger,
            Height = _height,
            Previous = chain.LastHash,
            Time = timeMs,
            FirstEntry = chain.Tree.Size.Next,
            Entries = _entries.Count,
            TreeRoot = tree.Root(),
            OutcomesRoot = outcomes.Root(),
            StateRoot = _overlay.NextRoot(),
            Engine = producer.Kind,
        };
        var block = new CandidateBlock(
            header,
            header.ToBytes(),
            [.. _entries.Select(entry => entry.Bytes)],
            [.. _outcomes.Select(outcome => (ReadOnlyMemory<byte>)outcome)]);
        return (block, new ChainStep(header, leaves, tree, _overlay, _ids));
    }

    /// <summary>Tells every submitter, once the block is durable; or those that were refused, where there is none.</summary>
    public void Answer()
    {
        foreach ((Pending pending, Submission submission) in _answers)
        {
            pending.Answer.TrySetResult(submission);
        }
    }
}

/// <summary>A statement on its way, with the promise of an answer.</summary>
internal sealed record Pending(Statement Statement, TaskCompletionSource<Submission> Answer);
