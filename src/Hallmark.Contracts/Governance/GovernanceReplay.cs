using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// Whose key is whose, worked out anew from the genesis and the signed statements that govern, by somebody who has nothing else of the
/// ledger. Each statement is let in only as the ledger's own door and contracts would let it in: by the key that the ones before it give
/// its sender, and accepted by the rules. So a key gets in only by the founding admin's word, or by that of admins whom it let in: whoever
/// makes the blocks can leave statements out and choose their order and times, but sign none.
/// </summary>
public sealed class GovernanceReplay : IStateView, IDisposable
{
    private readonly ContractSet _contracts = new();
    private readonly Dictionary<string, byte[]> _state = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, VerificationKey> _keys = [];
    private readonly HashSet<Digest> _ids = [];
    private readonly Digest _ledger;

    /// <exception cref="MalformedException">The entry is no genesis that the ledger's maker signed and the contracts accept.</exception>
    /// <exception cref="NewerRulesException">It is decided by rules that this program does not know.</exception>
    public GovernanceReplay(Statement genesis, BlockHeader header, ISealVerifier seals)
    {
        _ledger = header.Ledger;
        if (genesis.Kind != Genesis.Kind || genesis.Ledger != _ledger || genesis.Issuer != Denial.Issuer
            || !seals.VerifyOwnEntry(header, genesis))
        {
            throw new MalformedException("entry 0", $"is not the genesis as a maker of ledger {_ledger} signs it");
        }
        if (Execute(genesis, header, default) is { } problem)
        {
            throw new MalformedException("entry 0", problem);
        }
    }

    /// <summary>
    /// Kinds of statement that make members' keys what they are, and those whose proposals are numbered among them. What makes those of
    /// gateways is taken in, too (<see cref="DelegatingKinds"/>).
    /// </summary>
    public static IReadOnlySet<string> GoverningKinds { get; } = new HashSet<string>(
        [
            ProposalVote.Kind, MemberRotate.Kind, RulesAdopt.Kind,
            .. Kinds.All.Values.Where(kind => kind.Enact is not null).Select(kind => kind.Name),
        ],
        StringComparer.Ordinal);

    /// <summary>Kinds of statement that make gateways' keys what they are; nothing else rests on them.</summary>
    public static IReadOnlyList<string> DelegatingKinds { get; } = [KeyDelegate.Kind, KeyRevokeDelegate.Kind];

    /// <summary>
    /// Whether the keys rest on what several admins had to agree on under rules by which their words were not bound to each other: then
    /// whoever makes the blocks may have left some of them out (<see cref="RuleVersions.BoundVotes"/>).
    /// </summary>
    public bool IsUnbound { get; private set; }

    public byte[]? Find(string key) => _state.GetValueOrDefault(key);

    /// <summary>Takes in a statement that governs.</summary>
    /// <param name="header">Of its block.</param>
    /// <returns>Null; or why the ledger cannot have accepted it, one sentence without an end mark.</returns>
    /// <exception cref="NewerRulesException">It is decided by rules that this program does not know.</exception>
    public string? Take(Statement statement, BlockHeader header, EntryIndex entry) =>
        !GoverningKinds.Contains(statement.Kind) && !DelegatingKinds.Contains(statement.Kind)
            ? $"is of kind {MalformedException.Printable(statement.Kind)}, which governs nothing"
        : WhyNotSigned(statement) ?? WhyNotRules(statement, header) ?? Execute(statement, header, entry);

    /// <summary>Null where a statement is signed with a key that is or was its issuer's, and for this ledger; or why it is not.</summary>
    public string? WhyNotSigned(Statement statement)
    {
        if (statement.Ledger != _ledger)
        {
            return $"is meant for ledger {statement.Ledger}";
        }
        if (_contracts.FindKey(this, statement.KeyId) is not { } owner || Denial.IsOwnKind(statement.Kind))
        {
            return $"is signed with key {statement.KeyId.ToShortString()}, which the evidence does not lead to";
        }
        if (owner.Member != statement.Issuer)
        {
            return $"says it is by {MalformedException.Printable(statement.Issuer)}, but its key belongs to {owner.Member}";
        }
        if (!_keys.TryGetValue(statement.KeyId, out VerificationKey? key))
        {
            _keys.Add(statement.KeyId, key = new VerificationKey(owner.Key));
        }
        return statement.Verify(key) ? null : $"is not what {owner.Member} signed";
    }

    /// <summary>
    /// Null where its issuer was in standing in this block, and the key its current one or that of a gateway which might say this, as all
    /// that was taken in says; or why not.
    /// </summary>
    public string? WhyNotInStanding(Statement statement, BlockHeader header) =>
        this.Find(MemberKeys.Member(statement.Issuer))?.At(header.Height) is not { } member
            ? $"is by {statement.Issuer}, who is no member"
        : !member.IsInStandingAt(header.Height) ? $"is by {member.Name}, who was no member in block {header.Height}"
        : member.Key.Thumbprint == statement.KeyId ? null
        : GatewayRules.Find(this, statement.KeyId) is not { } gateway ? $"is signed with a key that {member.Name} had replaced"
        : !member.Has(Roles.Provider) ? $"is by a gateway of {member.Name}, who was no provider in block {header.Height}"
        : GatewayRules.WhyNot(gateway, statement, header.Time) is { } problem ? $"is not for its signer to say: {problem.Reason}"
        : null;

    public void Dispose()
    {
        foreach (VerificationKey key in _keys.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>The rules move only as the admins moved them: the maker of a block does not choose by which it is decided.</summary>
    private string? WhyNotRules(Statement statement, BlockHeader header)
    {
        int rules = _contracts.MovesTo(statement) ?? this.Find(GovernanceKeys.Rules)?.Version ?? RuleVersions.Oldest;
        return header.Rules == rules ? null : $"is decided by rules {header.Rules}, where the ledger lives by {rules}";
    }

    private string? Execute(Statement statement, BlockHeader header, EntryIndex entry)
    {
        if (header.Rules > _contracts.Rules.Newest)
        {
            throw new NewerRulesException(header.Height, $"is decided by rules {header.Rules}, this program knows {_contracts.Rules}");
        }
        if (header.Rules < _contracts.Rules.Oldest)
        {
            return $"is decided by rules {header.Rules}; this program knows {_contracts.Rules}";
        }
        IsUnbound |= header.Rules < RuleVersions.BoundVotes && this.Find(GovernanceKeys.Config)?.Quorum > 1;
        if (!_ids.Add(statement.Id))
        {
            return "is there twice";
        }
        switch (_contracts.Execute(this, statement, new BlockContext(header.Height, header.Time, entry, header.Rules)))
        {
            case Decision.Accepted accepted:
                Apply(accepted.Writes);
                return null;
            case Decision.Denied denied:
                return $"stands as accepted, but is forbidden by rule {denied.Rule}: {denied.Reason}";
            case Decision.Refused refused:
                return $"stands as accepted, but cannot be: {refused.Reason}";
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void Apply(IReadOnlyList<StateWrite> writes)
    {
        foreach (StateWrite write in writes)
        {
            if (write.Value is null)
            {
                _state.Remove(write.Key);
            }
            else
            {
                _state[write.Key] = write.Value;
            }
        }
    }
}
