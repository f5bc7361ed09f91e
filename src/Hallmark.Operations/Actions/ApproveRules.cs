using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// An admin's consent to newer rules, as a signed statement for the admin who adopts them. Nothing is put on record by it.
/// </summary>
/// <param name="Rules">The version consented to.</param>
public sealed record ApproveRules(int Rules) : MemberAction<Statement>
{
    /// <exception cref="UsageException">This program does not know these rules.</exception>
    public override Task<Statement> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        RequireKnown(Rules);
        return Task.FromResult(workspace.ActAs(As, Roles.Admin).Sign(new RulesApprove(Rules)));
    }

    internal static void RequireKnown(int rules)
    {
        if (!RuleVersions.All.Contains(rules))
        {
            throw new UsageException($"rules {rules} are not known to this program, which knows {RuleVersions.All}");
        }
    }
}
