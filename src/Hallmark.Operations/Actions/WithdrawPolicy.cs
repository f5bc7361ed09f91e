using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Takes a policy out of force that <see cref="DeployPolicy"/> put there.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Reason">Why, for the record.</param>
/// <param name="From">First block in which it does not hold any more; null for the next one.</param>
public sealed record WithdrawPolicy(string Policy, string Reason, BlockHeight? From) : MemberAction<GovernedOutcome>
{
    public override Task<GovernedOutcome> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Policy);
        return GovernedOutcome.SubmitAsync(
            workspace, workspace.ActAs(As, Roles.Admin), new PolicyWithdraw(Policy, Reason, From), cancellation);
    }
}
