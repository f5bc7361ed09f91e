using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations;

/// <summary>
/// What came of an act that admins decide: with one admin, or a quorum of one, it is done; otherwise it waits as a proposal.
/// </summary>
/// <param name="Kind">Kind of the act, e.g. <c>member.add</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Decision">Done from which block on, or proposed under which number.</param>
public sealed record GovernedOutcome(string Kind, string Subject, Governed Decision)
{
    /// <summary>The proposal's number where one was made, else null.</summary>
    public long? Proposal => (Decision as Governed.Proposed)?.Number;

    public ProposalStatus Status => Proposal is null ? ProposalStatus.Enacted : ProposalStatus.Open;

    /// <exception cref="StatementDeniedException">The rules forbid it, whoever agrees; the denial is on record.</exception>
    internal static async Task<GovernedOutcome> SubmitAsync<T>(
        Workspace workspace, MemberSession admin, T payload, CancellationToken cancellation)
        where T : IGovernedPayload<T>
    {
        LedgerView ledger = workspace.Catalog.Ledger;
        int quorum = AdminQuorum.At(ledger.State, workspace.Catalog.NextHeight);
        T bound = payload.Needing(quorum > 1 && ledger.Last.Rules >= RuleVersions.BoundVotes ? quorum : null);
        Submission.Accepted accepted = await admin.SubmitAsync(bound, cancellation).ConfigureAwait(false);
        return new GovernedOutcome(T.Kind, payload.Subject, Governed.Read(accepted.Outcome));
    }
}
