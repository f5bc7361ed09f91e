using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger;

/// <summary>One change of state. A null value removes the key.</summary>
public readonly record struct StateWrite(string Key, byte[]? Value);

/// <summary>What a contract may see of the block its statement will stand in.</summary>
/// <param name="TimeMs">The block's time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Entry">Where the statement will stand.</param>
/// <param name="Rules">Version of the rules that decide the block.</param>
public readonly record struct BlockContext(BlockHeight Height, long TimeMs, EntryIndex Entry, int Rules);

/// <summary>Versions of the rules, from the oldest to the newest, both included.</summary>
public readonly record struct RuleRange(int Oldest, int Newest)
{
    public bool Contains(int rules) => rules >= Oldest && rules <= Newest;

    public override string ToString() => $"{Oldest} to {Newest}";
}

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
    /// <summary>
    /// The versions of the rules that can be decided by. A new ledger begins under the newest; an old one goes on under its own until its
    /// members move it up (<see cref="MovesTo"/>).
    /// </summary>
    RuleRange Rules { get; }

    /// <summary>
    /// The version of the rules to which this statement moves a ledger up, if that version accepts it; null for every other statement. It
    /// stands alone in its block, whose header already names the new version: the old rules need not know it.
    /// </summary>
    int? MovesTo(Statement statement);

    Decision Execute(IStateView state, Statement statement, BlockContext block);

    /// <summary>The key with this thumbprint and the member it belongs or belonged to; null where nobody registered it.</summary>
    (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId);
}
