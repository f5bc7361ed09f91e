using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// An admin's word on an open proposal: <c>proposal.vote</c> {proposal, approve}. Whoever proposed has approved with that.
/// </summary>
/// <param name="Proposal">Its number, from 1.</param>
public sealed record ProposalVote(long Proposal, bool Approve) : IPayload<ProposalVote>
{
    public static string Kind => "proposal.vote";

    public string Subject => $"proposal/{Proposal}";

    public CborMapWriter ToMap() => new CborMapWriter().Integer("proposal", Proposal).Boolean("approve", Approve);

    public static ProposalVote Read(CborMap map) => new(map.Integer("proposal", 1), map.Boolean("approve"));
}
