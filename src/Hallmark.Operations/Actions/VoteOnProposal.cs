using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>As an admin, approves or rejects what another proposed; with the quorum it happens.</summary>
/// <param name="Number">Of the proposal, from 1.</param>
/// <param name="Approve">False to reject it; its proposer takes it back so.</param>
public sealed record VoteOnProposal(long Number, bool Approve) : MemberAction<ProposalState>
{
    public override async Task<ProposalState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        if (Number < 1)
        {
            throw new UsageException($"proposal {Number}: they are numbered from 1");
        }
        MemberSession admin = workspace.ActAs(As, Roles.Admin);
        Digest? statement = workspace.Catalog.Ledger.State.Find(GovernanceKeys.Proposal(Number))?.Statement;
        await admin.SubmitAsync(new ProposalVote(Number, Approve, statement), cancellation).ConfigureAwait(false);
        return workspace.Catalog.Ledger.State.Find(GovernanceKeys.Proposal(Number))!;
    }
}
