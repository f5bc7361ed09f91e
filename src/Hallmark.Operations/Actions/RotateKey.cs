using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>Gives a member whose key is here a new signing key; old and new key sign the change.</summary>
/// <param name="Member">Whose; it acts itself.</param>
public sealed record RotateKey(string Member) : MemberAction<MemberProfile>
{
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public override async Task<MemberProfile> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession session = workspace.ActAs(Member, Roles.Reader);
        MemberState state = workspace.Catalog.Member(Member)
            ?? throw new KeyNotFoundException($"there is no member '{Member}' on this ledger");
        using KeySigner next = workspace.Keys.FindOrPrepareNext(Member);
        byte[] proof = next.Sign(MemberRotate.ToBeProved(workspace.Catalog.Ledger.Id, state.Key.Thumbprint, Member));
        await session.SubmitAsync(new MemberRotate(Member, next.PublicKey, proof), cancellation).ConfigureAwait(false);
        workspace.Keys.TakeNext(Member);
        return MemberProfile.Find(workspace.Catalog, Member)!;
    }
}
