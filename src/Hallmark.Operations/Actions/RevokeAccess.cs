using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Ends a grant that <see cref="GrantAccess"/> made; it bites from the next block on.</summary>
/// <param name="Member">Who may no longer.</param>
/// <param name="On">A dataset's name, or a batch's id.</param>
/// <param name="Purpose">What it was granted for.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record RevokeAccess(string Member, string On, string Purpose, string Reason) : MemberAction<GrantState>
{
    public override async Task<GrantState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        (string dataset, string? batch) = AccessSubject.Existing(workspace.Catalog, On);
        MemberNames.RequireName(Member);
        MemberNames.RequireExisting(workspace.Catalog, Member);
        MemberNames.RequireName(Purpose);
        await workspace.ActAs(As, Roles.Admin)
            .SubmitAsync(new AccessRevoke(Member, dataset, Purpose, Reason, batch), cancellation).ConfigureAwait(false);
        return AccessSubject.GrantOn(workspace.Catalog, dataset, batch, Member, Purpose);
    }
}
