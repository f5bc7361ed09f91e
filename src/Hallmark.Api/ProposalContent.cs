using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;

namespace Hallmark.Api;

/// <summary>What a proposal asks for, in full: nobody votes on what it cannot see.</summary>
public static class ProposalContent
{
    /// <summary>Null where the proposal is closed: its entry has what it asked for.</summary>
    public static object? Of(ProposalState proposal) => proposal.Payload.Length == 0 ? null : proposal.Kind switch
    {
        _ when proposal.Kind == MemberAdd.Kind => Of(Payload.Read<MemberAdd>(proposal.Payload)),
        _ when proposal.Kind == MemberRoles.Kind => Of(Payload.Read<MemberRoles>(proposal.Payload)),
        _ when proposal.Kind == MemberRevoke.Kind => Of(Payload.Read<MemberRevoke>(proposal.Payload)),
        _ when proposal.Kind == PolicyDeploy.Kind => Of(Payload.Read<PolicyDeploy>(proposal.Payload)),
        _ when proposal.Kind == PolicyWithdraw.Kind => Of(Payload.Read<PolicyWithdraw>(proposal.Payload)),
        _ when proposal.Kind == CreditMint.Kind => Of(Payload.Read<CreditMint>(proposal.Payload)),
        _ when proposal.Kind == LogKey.Kind => new ProposedLogKey(Convert.ToHexStringLower(Payload.Read<LogKey>(proposal.Payload).Key)),
        _ => throw new InvalidOperationException($"There is no proposal of kind {proposal.Kind}."),
    };

    private static ProposedMember Of(MemberAdd add) =>
        new(add.Member, add.Roles, add.Key.Thumbprint.ToString(), add.Agreement?.Thumbprint.ToString(), add.From?.Value);

    private static ProposedRoles Of(MemberRoles change) => new(change.Member, change.Roles, change.From?.Value);

    private static ProposedRevocation Of(MemberRevoke revoke) => new(revoke.Member, revoke.Reason, revoke.From?.Value);

    private static PolicyFromAnswer Of(PolicyDeploy deploy) => new(deploy.Policy, deploy.From);

    private static ProposedWithdrawal Of(PolicyWithdraw withdraw) => new(withdraw.Policy, withdraw.Reason, withdraw.From?.Value);

    private static ProposedCredits Of(CreditMint mint) => new(mint.To, mint.Amount);
}

/// <summary>A member to be taken in; keys are told by their thumbprints.</summary>
public sealed record ProposedMember(string Member, IReadOnlyList<string> Roles, string Key, string? Agreement, ulong? From);

/// <summary>Roles that a member is to have in place of its own.</summary>
public sealed record ProposedRoles(string Member, IReadOnlyList<string> Roles, ulong? From);

/// <summary>A membership to be ended.</summary>
public sealed record ProposedRevocation(string Member, string Reason, ulong? From);

/// <summary>A policy to be taken out of force.</summary>
public sealed record ProposedWithdrawal(string Policy, string Reason, ulong? From);

/// <summary>Credits to be made.</summary>
public sealed record ProposedCredits(string To, long Amount);

/// <summary>The key that is to sign published checkpoints.</summary>
/// <param name="Key">Public Ed25519 key in hexadecimal digits.</param>
public sealed record ProposedLogKey(string Key);
