using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>What admins propose, in order.</summary>
/// <param name="Closed">Also what was decided.</param>
public sealed record ListProposals(bool Closed) : Query<IReadOnlyList<ProposalState>>
{
    public override Task<IReadOnlyList<ProposalState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ProposalState>>([.. home.Catalog.Ledger.State.List(GovernanceKeys.Proposals)
            .Where(proposal => Closed || proposal.Status == ProposalStatus.Open)
            .OrderBy(proposal => proposal.Number)]);
}
