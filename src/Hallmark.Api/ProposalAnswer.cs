using Hallmark.Contracts.Governance;

namespace Hallmark.Api;

/// <summary>What admins propose, as <c>proposal list</c> answers.</summary>
public sealed record ProposalsAnswer(IReadOnlyList<ProposalAnswer> Proposals)
{
    public static ProposalsAnswer Of(IEnumerable<ProposalState> proposals) => new([.. proposals.Select(ProposalAnswer.Of)]);
}

/// <summary>A change that waits for the admins' quorum, or what became of it.</summary>
/// <param name="Kind">Of the statement that proposed it.</param>
/// <param name="Content">What it asks for, see <see cref="ProposalContent"/>; null where it is closed: its entry has it.</param>
/// <param name="Entry">Entry that proposed it.</param>
public sealed record ProposalAnswer(
    long Proposal, string Kind, string Subject, string Proposer, IReadOnlyList<string> Approvals, IReadOnlyList<string> Rejections,
    string Status,
    string Reason, object? Content, ulong Entry)
{
    public static ProposalAnswer Of(ProposalState proposal) => new(
        proposal.Number, proposal.Kind, proposal.Subject, proposal.Proposer, proposal.Approvals, proposal.Rejections,
        Words.Of(proposal.Status),
        proposal.Reason, ProposalContent.Of(proposal), proposal.Entry.Value);
}
