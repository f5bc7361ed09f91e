using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Ends a membership; what was signed before stays valid.</summary>
/// <param name="Reason">Why, for the record.</param>
/// <param name="From">First block in which the member's word no longer counts; null for the next one.</param>
public sealed record RevokeMember(string Member, string Reason, BlockHeight? From) : MemberAction<MemberChanged>
{
    public override async Task<MemberChanged> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Member);
        MemberNames.RequireExisting(workspace.Catalog, Member);
        GovernedOutcome outcome = await GovernedOutcome.SubmitAsync(
            workspace, workspace.ActAs(As, Roles.Admin), new MemberRevoke(Member, Reason, From), cancellation).ConfigureAwait(false);
        return MemberChanged.Of(workspace.Catalog, Member, outcome);
    }
}
