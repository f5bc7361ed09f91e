using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.Rules;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Contracts;

/// <summary>
/// The built-in contracts: which kinds of statement there are and which rule book decides each. What holds for all kinds —
/// the sender is a member in good standing, with its current key — is decided here.
/// </summary>
public sealed class ContractSet : IContracts
{
    private static readonly Dictionary<string, Action<Ruling>> Books = new(StringComparer.Ordinal)
    {
        [MemberAdd.Kind] = Membership.Add,
        [MemberRotate.Kind] = Membership.Rotate,
        [MemberRevoke.Kind] = Membership.Revoke,
        [PolicyDeploy.Kind] = Governance.Deploy,
        [DatasetCreate.Kind] = Registry.Create,
        [BatchRegister.Kind] = Registry.Register,
        [BatchJudge.Kind] = Judging.Judge,
        [AccessGrant.Kind] = Access.Grant,
        [ScheduleCommit.Kind] = Scheduling.Commit,
        [RunOpen.Kind] = Runs.Open,
        [RunStep.Kind] = Runs.Step,
        [RunClose.Kind] = Runs.Close,
    };

    public int Rules => 1;

    public Decision Execute(IStateView state, Statement statement, BlockContext block)
    {
        try
        {
            if (statement.Kind == Genesis.Kind)
            {
                return Membership.Found(state, statement, block);
            }
            if (!Books.TryGetValue(statement.Kind, out Action<Ruling>? decide))
            {
                return new Decision.Refused($"statement content type: kind {statement.Kind} is not known");
            }
            MemberState sender = state.Find<MemberState>(StateKeys.Member(statement.Issuer))
                ?? throw new RuleBrokenException("member.unknown", $"{statement.Issuer} is not a member");
            var ruling = new Ruling(state, statement, block, sender);
            Ruling.Require(sender.Revoked is null || (long)block.Height.Value <= sender.Revoked, "member.revoked", $"{sender.Name} was revoked at block {sender.Revoked}");
            Ruling.Require(sender.Key.Thumbprint == statement.KeyId, "member.old-key", $"key {statement.KeyId.ToShortString()} is no longer the key of {sender.Name}");
            decide(ruling);
            return ruling.Accept();
        }
        catch (RuleBrokenException broken)
        {
            return new Decision.Denied(broken.Rule, broken.Message, []);
        }
        catch (MalformedException malformed)
        {
            return new Decision.Refused(malformed.Message);
        }
    }

    public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
        state.Find<KeyState>(StateKeys.Key(keyId)) is { } key ? (key.Member, key.Key) : null;
}
