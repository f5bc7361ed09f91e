using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Contracts;

/// <summary>
/// The built-in contracts: what holds for statements of all kinds — the sender is a member in good standing, with its current key — is
/// decided
/// here, the rest by the rule of its kind (<see cref="Kinds"/>).
/// </summary>
public sealed class ContractSet : IContracts
{
    public RuleRange Rules => RuleVersions.All;

    public int? MovesTo(Statement statement)
    {
        if (statement.Kind != RulesAdopt.Kind)
        {
            return null;
        }
        try
        {
            return Payload.Read<RulesAdopt>(statement).Rules;
        }
        catch (MalformedException)
        {
            return null; // refused for that, when it is executed
        }
    }

    public Decision Execute(IStateView state, Statement statement, BlockContext block) => Execute(state, statement, block, trace: null);

    /// <param name="trace">
    /// Gets what every policy that was asked found, expression by expression; null where nobody wants to see it.
    /// </param>
    public static Decision Execute(IStateView state, Statement statement, BlockContext block, PolicyTrace? trace)
    {
        Ruling? ruling = null;
        try
        {
            if (statement.Kind == Genesis.Kind)
            {
                return MemberRules.Found(state, statement, block);
            }
            if (Kinds.Find(statement.Kind, block.Rules) is not { } kind)
            {
                return new Decision.Refused($"statement content type: kind {statement.Kind} is not known");
            }
            MemberState? sender = state.Find(MemberKeys.Member(statement.Issuer))?.At(block.Height);
            if (sender is null)
            {
                return new Decision.Denied("member.unknown", $"{statement.Issuer} is not a member", []);
            }
            ruling = new Ruling(state, statement, block, sender) { Trace = trace };
            RequireStanding(ruling);
            TimeRules.Require(ruling, kind.IsDeferred);
            kind.Decide(ruling);
            if (!ruling.Asked)
            {
                PolicyBook.Ask(ruling);
            }
            return ruling.Accept();
        }
        catch (RuleBrokenException broken)
        {
            return ruling!.Deny(broken);
        }
        catch (MalformedException malformed)
        {
            return new Decision.Refused(malformed.Message);
        }
    }

    public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
        state.Find(MemberKeys.Key(keyId)) is { } key ? (key.Member, key.Key) : null;

    private static void RequireStanding(Ruling ruling)
    {
        MemberState sender = ruling.Sender;
        BlockHeight height = ruling.Block.Height;
        Ruling.Require(height >= sender.From, "member.not-yet", $"{sender.Name} is a member from block {sender.From} on");
        Ruling.Require(
            sender.Revoked is null || height < sender.Revoked, "member.revoked",
            $"{sender.Name} is revoked from block {sender.Revoked} on");
        if (sender.Key.Thumbprint != ruling.Statement.KeyId && GatewayRules.Find(ruling, ruling.Statement.KeyId) is { } gateway
            && gateway.Member == sender.Name)
        {
            (string Rule, string Reason)? problem = GatewayRules.WhyNot(gateway, ruling.Statement, ruling.Block.TimeMs);
            Ruling.Require(problem is null, problem?.Rule ?? "", problem?.Reason ?? "");
            ruling.Gateway = gateway;
            return;
        }
        Ruling.Require(
            sender.Key.Thumbprint == ruling.Statement.KeyId, RuleNames.OldKey,
            $"key {ruling.Statement.KeyId.ToShortString()} is no longer the key of {sender.Name}");
    }
}
