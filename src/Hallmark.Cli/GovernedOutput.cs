using Hallmark.Contracts.Governance;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>What commands that admins decide tell: it is done, or others have to approve it.</summary>
internal static class GovernedOutput
{
    /// <param name="done">What is true once it happened.</param>
    public static void Tell(Invocation invocation, GovernedOutcome outcome, string done) => invocation.Output.Say(outcome.Decision switch
    {
        Governed.Proposed made => $"proposal {made.Number}: {outcome.Kind} of {outcome.Subject} has 1 of {made.Quorum} approvals; "
            + $"other admins approve it with 'hallmark proposal approve {made.Number}'",
        Governed.Enacted { From: { } from } => $"{done}, from block {from} on",
        _ => done,
    });
}
