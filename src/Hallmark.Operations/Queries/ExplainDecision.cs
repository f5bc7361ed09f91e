using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>
/// Which policies and rules decided about an entry, and on which values. The decision is made again, watching the policies: the ledger is
/// replayed from its genesis, so it is the state of that time they see.
/// </summary>
public sealed record ExplainDecision(EntryIndex Entry) : Query<ExplainedDecision>
{
    /// <exception cref="UsageException">There is no such entry.</exception>
    public override Task<ExplainedDecision> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        using FileStorage storage = home.OpenLedgerFile();
        var watcher = new Watcher(Entry);
        LedgerView ledger = Ledger.Ledger.OpenRead(storage, watcher);
        if (Entry.Value >= ledger.Size.Value)
        {
            throw new UsageException($"there is no entry {Entry}; the ledger holds {ledger.Size} entries");
        }
        LedgerEntry found = ledger.ReadEntry(Entry);
        return Task.FromResult(new ExplainedDecision(found, found.Said, watcher.Trace));
    }

    private sealed class Watcher(EntryIndex entry) : IContracts
    {
        private readonly ContractSet _contracts = new();

        public PolicyTrace Trace { get; } = new();

        public RuleRange Rules => _contracts.Rules;

        public int? MovesTo(Statement statement) => _contracts.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block) =>
            block.Entry == entry ? ContractSet.Execute(state, statement, block, Trace) : _contracts.Execute(state, statement, block);

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => _contracts.FindKey(state, keyId);
    }
}

/// <summary>Why an entry is as it is.</summary>
/// <param name="Statement">The entry's statement, or for a denial the one that was denied.</param>
/// <param name="Trace">What the policies were asked; empty where the built-in rules decided.</param>
public sealed record ExplainedDecision(LedgerEntry Entry, Statement Statement, PolicyTrace Trace);
