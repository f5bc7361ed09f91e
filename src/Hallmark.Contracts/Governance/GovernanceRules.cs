using Hallmark.Contracts.Members;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// How the ledger is governed: an admin proposes, a quorum of admins approves, and the change holds from a later block on. With one
/// admin, or a quorum of one, proposing is approving.
/// </summary>
internal static class GovernanceRules
{
    /// <summary>An admin approves or rejects an open proposal, once.</summary>
    public static void Vote(Ruling ruling)
    {
        ProposalVote vote = Payload.Read<ProposalVote>(ruling.Statement);
        ruling.Since(RuleVersions.BoundVotes, vote.Statement is not null, "proposal.vote.statement");
        ruling.RequireRole(Roles.Admin);
        StateKey<ProposalState> key = GovernanceKeys.Proposal(vote.Proposal);
        ProposalState proposal = ruling.Get(key, $"proposal {vote.Proposal}");
        Ruling.Require(
            vote.Statement == proposal.Statement, "proposal.statement",
            $"the vote is on {Named(vote.Statement)}, proposal {proposal.Number} was made by {Named(proposal.Statement)}");
        Ruling.Require(
            proposal.Status == ProposalStatus.Open, "proposal.closed",
            $"proposal {proposal.Number} is {proposal.Status.ToString().ToLowerInvariant()} already");
        string voter = ruling.Sender.Name;
        bool takesBack = !vote.Approve && voter == proposal.Proposer;
        Ruling.Require(
            takesBack || (!proposal.Approvals.Contains(voter) && !proposal.Rejections.Contains(voter)), "proposal.voted-before",
            $"{voter} has voted on proposal {proposal.Number} before");
        Ruling.Require(
            !vote.Approve || IsAdmin(ruling, proposal.Proposer, ruling.Block.Height), "proposal.proposer",
            $"{proposal.Proposer}, who proposed it, is not an admin any more");
        proposal = vote.Approve
            ? proposal with { Approvals = [.. proposal.Approvals, voter] }
            : proposal with { Rejections = [.. proposal.Rejections, voter] };
        ruling.Emit(
            "proposal.voted", ("proposal", proposal.Number.ToString()), ("by", voter), ("vote", vote.Approve ? "approve" : "reject"));
        ruling.Put(key, Close(ruling, Settle(ruling, proposal, takesBack)));
    }

    /// <summary>An admin asks for a change; with a quorum of one it happens at once.</summary>
    public static void Propose<T>(Ruling ruling, T payload, Action<Ruling, T, BlockHeight> change)
        where T : IGovernedPayload<T>
    {
        ruling.Since(RuleVersions.BoundVotes, payload.Quorum is not null, $"{T.Kind}.quorum");
        ruling.RequireRole(Roles.Admin);
        int quorum = Quorum(ruling);
        Ruling.Require(
            ruling.Rules < RuleVersions.BoundVotes || (payload.Quorum ?? 1) == quorum, "proposal.quorum",
            $"it says that it needs {payload.Quorum ?? 1} approvals, and it needs {quorum}");
        if (quorum == 1)
        {
            Enact(ruling, payload, change);
            return;
        }
        Enact(ruling.Inner(), payload, change); // What the rules forbid today is no proposal.
        long number = ruling.Count("proposal");
        ruling.Put(GovernanceKeys.Proposal(number), new ProposalState(
            number, T.Kind, payload.Subject, ruling.Statement.Payload.ToArray(), ruling.Sender.Name, [ruling.Sender.Name], [],
            ProposalStatus.Open, "", ruling.Block.Entry, ruling.Rules < RuleVersions.BoundVotes ? null : ruling.Statement.Id));
        ruling.Emit(
            "proposal.made", ("proposal", number.ToString()), ("kind", T.Kind), ("subject", payload.Subject),
            ("approvals", "1"), ("quorum", quorum.ToString()));
    }

    /// <summary>Makes the change in the block that the payload names, at the earliest in the next.</summary>
    public static void Enact<T>(Ruling ruling, T payload, Action<Ruling, T, BlockHeight> change)
        where T : IGovernedPayload<T> =>
            change(ruling, payload, payload.From > ruling.Block.Height.Next ? payload.From.Value : ruling.Block.Height.Next);

    private static ProposalState Settle(Ruling ruling, ProposalState proposal, bool takenBack)
    {
        int quorum = Quorum(ruling);
        int admins = AdminQuorum.CountAdmins(ruling, ruling.Block.Height);
        if (takenBack || admins - Count(ruling, proposal.Rejections) < quorum)
        {
            return proposal with
            {
                Status = ProposalStatus.Rejected,
                Reason = takenBack ? "taken back by its proposer" : "the quorum cannot be reached any more",
            };
        }
        if (Count(ruling, proposal.Approvals) < quorum)
        {
            return proposal;
        }
        Ruling inner = ruling.Inner();
        try
        {
            Kinds.All[proposal.Kind].Enact!(inner, proposal.Payload);
            ruling.Take(inner);
            return proposal with { Status = ProposalStatus.Enacted };
        }
        catch (RuleBrokenException broken)
        {
            return proposal with { Status = ProposalStatus.Failed, Reason = $"{broken.Message} (rule {broken.Rule})" };
        }
    }

    private static ProposalState Close(Ruling ruling, ProposalState proposal)
    {
        if (proposal.Status == ProposalStatus.Open)
        {
            return proposal;
        }
        ruling.Emit(
            "proposal.closed", ("proposal", proposal.Number.ToString()), ("status", proposal.Status.ToString().ToLowerInvariant()),
            ("reason", proposal.Reason));
        return proposal with { Payload = [] };
    }

    /// <summary>Never more than there are admins: a ledger begins with one.</summary>
    public static int Quorum(Ruling ruling) => AdminQuorum.At(ruling, ruling.Block.Height);

    private static string Named(Digest? statement) =>
        statement is { } id ? $"statement {id.ToShortString()}" : "no statement that is named";

    /// <summary>Only the votes of those who are admins now count.</summary>
    private static int Count(Ruling ruling, IReadOnlyList<string> voters) =>
        voters.Count(name => IsAdmin(ruling, name, ruling.Block.Height));

    private static bool IsAdmin(Ruling ruling, string name, BlockHeight height) =>
        ruling.Find(MemberKeys.Member(name)) is { } member && AdminQuorum.IsAdmin(member, height);
}
