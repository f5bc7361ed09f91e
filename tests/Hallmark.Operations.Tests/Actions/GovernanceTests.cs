using Hallmark.Client;
using Hallmark.Contracts.Governance;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Where a quorum of two governs, what one admin asks for waits for the other.</summary>
public sealed class GovernanceTests
{
    [Fact]
    public async Task What_one_of_two_admins_asks_for_is_a_proposal_until_the_other_approves()
    {
        using Acting acting = await TwoAdminsAsync();
        MemberChanged asked = await acting.AddAsync("carol", "reader");
        Assert.Equal(new GovernedOutcome("member.add", "carol", new Governed.Proposed(1, 2)), asked.Outcome);
        Assert.Equal(ProposalStatus.Open, asked.Outcome.Status);
        Assert.Null(asked.Profile);
        Assert.Equal(1, Assert.Single(await acting.AskAsync(new ListProposals(Closed: false))).Number);
        ProposalState voted = await acting.ActAsync(new VoteOnProposal(1, Approve: true) { As = "bob" });
        Assert.Equal(ProposalStatus.Enacted, voted.Status);
        Assert.Equal(["alice", "bob"], voted.Approvals);
        Assert.Contains(await acting.AskAsync(new ListMembers()), member => member.State.Name == "carol");
        Assert.Empty(await acting.AskAsync(new ListProposals(Closed: false)));
        Assert.Equal(1, Assert.Single(await acting.AskAsync(new ListProposals(Closed: true))).Number);
    }

    [Fact]
    public async Task A_proposer_takes_its_proposal_back_by_rejecting_it()
    {
        using Acting acting = await TwoAdminsAsync();
        Assert.Equal(1, (await acting.ActAsync(new MintCredits(10, "bob") { As = "alice" })).Proposal);
        ProposalState taken = await acting.ActAsync(new VoteOnProposal(1, Approve: false) { As = "alice" });
        Assert.Equal((ProposalStatus.Rejected, "taken back by its proposer"), (taken.Status, taken.Reason));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new VoteOnProposal(1, Approve: true) { As = "bob" }));
        Assert.Equal(0, (await acting.AskAsync(new ListAccounts())).Minted);
    }

    [Fact]
    public async Task Proposals_are_numbered_from_1()
    {
        using Acting acting = await TwoAdminsAsync();
        ulong size = acting.Size();
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new VoteOnProposal(0, Approve: true) { As = "bob" }));
        Assert.Equal(size, acting.Size());
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new VoteOnProposal(7, Approve: true) { As = "bob" }));
    }

    [Fact]
    public async Task Of_two_admins_whose_keys_are_here_one_has_to_be_named()
    {
        using Acting acting = await TwoAdminsAsync();
        UsageException unclear = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new MintCredits(10, "bob")));
        Assert.Contains("several members have the role admin (alice, bob)", unclear.Message);
    }

    private static async Task<Acting> TwoAdminsAsync()
    {
        Acting acting = await Acting.BeginAsync(quorum: 2);
        Assert.Null((await acting.AddAsync("bob", "admin")).Outcome.Proposal); // one admin is all there is
        return acting;
    }
}
