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
        MemberNames.RequireMember(Member);
        workspace.Home.RequireLedger();
        // Two at once would each take the other's new key for their own.
        using IDisposable alone = await TaskLock.TakeAsync(workspace, TaskLock.Rotating, Member, cancellation).ConfigureAwait(false);
        workspace.TakeUpRotation(Member);
        MemberSession session = workspace.ActAs(Member, Roles.Reader);
        if (workspace.Catalog.Member(Member) is null)
        {
            throw new KeyNotFoundException($"there is no member '{Member}' on this ledger");
        }
        // Of the file, not of the state: another process may have rotated since this one saw the ledger.
        using KeySigner old = workspace.Keys.Find(Member)!;
        using KeySigner next = workspace.Keys.FindOrPrepareNext(Member);
        byte[] proof = next.Sign(MemberRotate.ToBeProved(workspace.Catalog.Ledger.Id, old.PublicKey.Thumbprint, Member));
        await session.SubmitAsync(new MemberRotate(Member, next.PublicKey, proof), cancellation).ConfigureAwait(false);
        workspace.Keys.TakeNext(Member);
        return MemberProfile.Find(workspace.Catalog, Member)!;
    }
}
