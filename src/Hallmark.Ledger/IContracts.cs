using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger;

/// <summary>One change of state. A null value removes the key.</summary>
public readonly record struct StateWrite(string Key, byte[]? Value);

/// <summary>What a contract may see of the block its statement will stand in.</summary>
public readonly record struct BlockContext(BlockHeight Height, long TimeMs, EntryIndex Entry);

/// <summary>What the contracts decide about a statement.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Allowed: it becomes an entry, and these writes happen.</summary>
    public sealed record Accepted(
        IReadOnlyList<StateWrite> Writes, IReadOnlyList<LedgerEvent> Events, IReadOnlyList<Digest> Policies) : Decision;

    /// <summary>
    /// Well formed but forbidden: a denial naming the rule becomes an entry. A denial may write too, e.g. end the grant whose
    /// condition failed; what the statement itself asked for does not happen.
    /// </summary>
    public sealed record Denied(string Rule, string Reason, IReadOnlyList<Digest> Policies) : Decision
    {
        public IReadOnlyList<StateWrite> Writes { get; init; } = [];

        public IReadOnlyList<LedgerEvent> Events { get; init; } = [];
    }

    /// <summary>Not understood: refused at the door, not recorded.</summary>
    public sealed record Refused(string Reason) : Decision;
}

/// <summary>The state as a contract sees it: as of the entry before.</summary>
public interface IStateView
{
    /// <summary>The value under this key, or null.</summary>
    byte[]? Find(string key);
}

/// <summary>
/// The ledger's deterministic state machine, plugged in from the floor above. Pure: the same state, statement and context give
/// the same decision on every machine.
/// </summary>
public interface IContracts
{
    /// <summary>Version of the rules, written into every header.</summary>
    int Rules { get; }

    Decision Execute(IStateView state, Statement statement, BlockContext block);

    /// <summary>The key with this thumbprint and the member it belongs or belonged to; null where nobody registered it.</summary>
    (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId);
}
