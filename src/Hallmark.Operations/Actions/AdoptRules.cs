using Hallmark.Client;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Moves a ledger up to newer rules; old blocks stay decided by old ones. Where several admins govern, the others signed
/// <see cref="ApproveRules"/> before.
/// </summary>
/// <param name="Rules">The version to move to.</param>
/// <param name="Approvals">Signed statements of other admins.</param>
public sealed record AdoptRules(int Rules, IReadOnlyList<Statement> Approvals) : MemberAction<RulesAdopted>
{
    /// <exception cref="UsageException">This program does not know these rules.</exception>
    /// <exception cref="StatementRefusedException">The new rules do not accept it: consent is missing, say.</exception>
    public override async Task<RulesAdopted> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        ApproveRules.RequireKnown(Rules);
        Submission.Accepted accepted = await workspace.ActAs(As, Roles.Admin)
            .SubmitAsync(new RulesAdopt(Rules, Approvals), cancellation).ConfigureAwait(false);
        return new RulesAdopted(Rules, accepted.Height);
    }
}

/// <param name="From">The first block that is decided by the new rules.</param>
public sealed record RulesAdopted(int Rules, BlockHeight From);
