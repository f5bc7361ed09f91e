using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Gives a member roles in place of those it has.</summary>
/// <param name="Roles">At least one, each once.</param>
/// <param name="From">First block in which it has them; null for the next one.</param>
public sealed record ChangeRoles(string Member, IReadOnlyList<string> Roles, BlockHeight? From) : MemberAction<MemberChanged>
{
    public override async Task<MemberChanged> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Member);
        MemberNames.RequireRoles(Roles);
        GovernedOutcome outcome = await GovernedOutcome.SubmitAsync(
            workspace, workspace.ActAs(As, Contracts.Members.Roles.Admin), new MemberRoles(Member, Roles, From), cancellation)
            .ConfigureAwait(false);
        return MemberChanged.Of(workspace.Catalog, Member, outcome);
    }
}
