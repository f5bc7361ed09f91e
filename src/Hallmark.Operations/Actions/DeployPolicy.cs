using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Puts a policy in force, in place of the one of the same name; <see cref="WithdrawPolicy"/> takes it out.</summary>
/// <param name="From">First block in which it holds; null for the next one.</param>
public sealed record DeployPolicy(PolicyDocument Policy, BlockHeight? From) : MemberAction<GovernedOutcome>
{
    public override Task<GovernedOutcome> ExecuteAsync(Workspace workspace, CancellationToken cancellation) =>
        GovernedOutcome.SubmitAsync(workspace, workspace.ActAs(As, Roles.Admin), new PolicyDeploy(Policy, From), cancellation);
}
