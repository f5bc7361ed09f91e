using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>Makes and registers a key-agreement key for a member that has none: keys of sealed batches are wrapped to it.</summary>
/// <param name="Member">Whose; it acts itself.</param>
public sealed record RegisterAgreementKey(string Member) : MemberAction<MemberProfile>
{
    /// <exception cref="UsageException">It has registered the key that is kept here.</exception>
    public override async Task<MemberProfile> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession session = workspace.ActAs(Member, Roles.Reader);
        AgreementPublicKey key = workspace.AgreementKeys.FindOrCreate(Member);
        if (workspace.Catalog.Member(Member)?.Agreement?.Equals(key) == true)
        {
            throw new UsageException($"{Member} has registered its key-agreement key already");
        }
        await session.SubmitAsync(new MemberAgreement(Member, key), cancellation).ConfigureAwait(false);
        return MemberProfile.Find(workspace.Catalog, Member)!;
    }
}
