using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Takes a member in; <see cref="RevokeMember"/> ends its membership.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Roles">At least one, each once.</param>
public sealed record AddMember(string Member, IReadOnlyList<string> Roles) : MemberAction<MemberChanged>
{
    /// <summary>The member's public key; null to make keys here and keep them.</summary>
    public CoseKey? Key { get; init; }

    /// <summary>The member's public key-agreement key, to read sealed batches; goes with <see cref="Key"/>.</summary>
    public AgreementPublicKey? AgreementKey { get; init; }

    /// <summary>First block in which it is a member; null for the next one.</summary>
    public BlockHeight? From { get; init; }

    /// <exception cref="UsageException">A name, a role or the keys are wrong; no key was made.</exception>
    public override async Task<MemberChanged> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireMember(Member);
        MemberNames.RequireRoles(Roles);
        if (AgreementKey is not null && Key is null)
        {
            throw new UsageException("--agreement-key: goes with --key; without both, keys are made here");
        }
        Client.MemberSession admin = workspace.ActAs(As, Contracts.Members.Roles.Admin);
        var add = new MemberAdd(
            Member, Roles, Key ?? MakeKey(workspace), Key is null ? workspace.AgreementKeys.FindOrCreate(Member) : AgreementKey, From);
        GovernedOutcome outcome = await GovernedOutcome.SubmitAsync(workspace, admin, add, cancellation).ConfigureAwait(false);
        return MemberChanged.Of(workspace.Catalog, Member, outcome);
    }

    private CoseKey MakeKey(Workspace workspace)
    {
        using KeySigner key = workspace.Keys.FindOrCreate(Member);
        return key.PublicKey;
    }
}
