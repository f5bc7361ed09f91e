using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Makes credits, within the limit that genesis set; <see cref="TransferCredits"/> only moves them.</summary>
/// <param name="Amount">At least 1.</param>
/// <param name="To">A member's name.</param>
public sealed record MintCredits(long Amount, string To) : MemberAction<GovernedOutcome>
{
    public override Task<GovernedOutcome> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(To);
        return GovernedOutcome.SubmitAsync(workspace, workspace.ActAs(As, Roles.Admin), new CreditMint(To, Amount), cancellation);
    }
}
