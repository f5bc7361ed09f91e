using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Moves a ledger up to newer rules. Where several admins govern, the others signed <see cref="ApproveRules"/> before.</summary>
/// <param name="Rules">The version to move to.</param>
/// <param name="Approvals">Signed statements of other admins.</param>
public sealed record AdoptRules(int Rules, IReadOnlyList<Statement> Approvals)
{
    /// <param name="admin">Who acts; null for the only admin with a key here.</param>
    /// <returns>The first block that is decided by the new rules.</returns>
    /// <exception cref="UsageException">This program does not know these rules.</exception>
    /// <exception cref="StatementRefusedException">The new rules do not accept it: consent is missing, say.</exception>
    public async Task<BlockHeight> ExecuteAsync(Workspace workspace, string? admin, CancellationToken cancellation)
    {
        RuleNumbers.RequireKnown(Rules);
        Submission.Accepted accepted = await workspace.ActAs(admin, Roles.Admin)
            .SubmitAsync(new RulesAdopt(Rules, Approvals), cancellation).ConfigureAwait(false);
        return accepted.Height;
    }
}

/// <summary>An admin's consent to newer rules, as a signed statement for the admin who adopts them. Nothing is put on record by it.</summary>
/// <param name="Rules">The version consented to.</param>
public sealed record ApproveRules(int Rules)
{
    /// <exception cref="UsageException">This program does not know these rules.</exception>
    public Statement Execute(Workspace workspace, string? admin)
    {
        RuleNumbers.RequireKnown(Rules);
        return workspace.ActAs(admin, Roles.Admin).Sign(new RulesApprove(Rules));
    }
}

internal static class RuleNumbers
{
    public static void RequireKnown(int rules)
    {
        if (!RuleVersions.All.Contains(rules))
        {
            throw new UsageException($"rules {rules} are not known to this program, which knows {RuleVersions.All}");
        }
    }
}
