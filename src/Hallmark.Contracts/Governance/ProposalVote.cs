using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// An admin's word on an open proposal: <c>proposal.vote</c> {proposal, approve, statement?}. Whoever proposed has approved with that.
/// </summary>
/// <param name="Proposal">Its number, from 1.</param>
/// <param name="Statement">
/// Id of the statement that proposed it, since rules 8: a number alone means another proposal where others are left out. Null for proposals
/// made under older rules.
/// </param>
public sealed record ProposalVote(long Proposal, bool Approve, Digest? Statement = null) : IPayload<ProposalVote>
{
    public static string Kind => "proposal.vote";

    public string Subject => $"proposal/{Proposal}";

    public CborMapWriter ToMap() =>
        new CborMapWriter().Integer("proposal", Proposal).Boolean("approve", Approve).Digest("statement", Statement);

    public static ProposalVote Read(CborMap map) =>
        new(map.Integer("proposal", 1), map.Boolean("approve"), map.OptionalDigest("statement"));
}
