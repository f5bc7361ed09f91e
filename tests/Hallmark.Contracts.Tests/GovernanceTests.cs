using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Proposals and their quorum: three admins, two of whom must agree.</summary>
public sealed class GovernanceTests
{
    private readonly Office _office = new(Office.Founding with { Quorum = 2 });

    public GovernanceTests()
    {
        // While alice is alone, her word is enough; with bob it takes both.
        _office.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey));
        Proposes("alice", new MemberAdd("carol", [Roles.Admin], Office.Key("carol").PublicKey), "bob");
    }

    [Fact]
    public void A_change_waits_for_the_quorum_and_holds_from_the_next_block_on()
    {
        Decision.Accepted made = _office.Accepts("alice", new MemberAdd("nina", [Roles.Reader], Office.Key("nina").PublicKey));
        Assert.Equal("proposal.made", made.Events[0].Name);
        Assert.Null(_office.Find(MemberKeys.Member("nina")));
        long number = Number(made);
        Decision.Accepted voted = _office.Accepts("bob", new ProposalVote(number, true));
        Assert.Contains(voted.Events, item => item.Name == "member.added");
        Assert.Equal(_office.Height, _office.Get(MemberKeys.Member("nina")).From);
        Assert.Equal(ProposalStatus.Enacted, Proposal(number).Status);
        _office.Denies("proposal.closed", "carol", new ProposalVote(number, true));
    }

    [Fact]
    public void A_vote_is_on_the_statement_that_it_names_and_on_no_other_of_that_number()
    {
        long number = Number(_office.Accepts("alice", new MemberRoles("paul", [Roles.Trainer])));
        _office.Denies("proposal.statement", "bob", new ProposalVote(number, true, Digest.Of("another"u8)));
        Assert.Equal("proposal.statement", Rule(_office.Execute(_office.SignNow("bob", new ProposalVote(number, true)))));
        Assert.Equal(ProposalStatus.Open, Proposal(number).Status);
        _office.Accepts("bob", new ProposalVote(number, true, Proposal(number).Statement));
        Assert.Equal(ProposalStatus.Enacted, Proposal(number).Status);
    }

    [Fact]
    public void What_governs_says_how_many_approvals_it_needs_and_needs_as_many()
    {
        var change = new MemberRoles("paul", [Roles.Trainer]);
        Assert.Equal("proposal.quorum", Rule(_office.Execute(_office.SignNow("alice", change))));
        _office.Denies("proposal.quorum", "alice", change.Needing(3));
        _office.Accepts("alice", change.Needing(2));
        var alone = new Office();
        alone.Denies("proposal.quorum", "alice", change.Needing(2)); // with the others left out it does not happen at once
        alone.Accepts("alice", change);
    }

    [Fact]
    public void Older_rules_know_neither()
    {
        var old = new Office(Office.Founding with { Quorum = 2 }, RuleVersions.BoundVotes - 1);
        old.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey));
        Decision.Accepted made = old.Accepts("alice", new MemberRoles("paul", [Roles.Trainer]));
        Assert.Contains(
            "quorum", Assert.IsType<Decision.Refused>(
                old.Execute(old.SignNow("alice", new MemberRoles("paul", [Roles.Trainer]).Needing(2)))).Reason);
        long number = Number(made);
        Assert.Null(old.Get(GovernanceKeys.Proposal(number)).Statement);
        Assert.Contains(
            "statement", Assert.IsType<Decision.Refused>(
                old.Execute(old.SignNow("bob", new ProposalVote(number, true, Digest.Of("x"u8))))).Reason);
        old.Rules = RuleVersions.BoundVotes; // one that was made before is voted on as it was made
        old.Denies("proposal.statement", "bob", new ProposalVote(number, true, Digest.Of("x"u8)));
        old.Accepts("bob", new ProposalVote(number, true));
        Assert.Equal(ProposalStatus.Enacted, old.Get(GovernanceKeys.Proposal(number)).Status);
    }

    [Fact]
    public void Nobody_approves_twice_or_without_being_an_admin()
    {
        long number = Number(_office.Accepts("alice", new MemberRoles("paul", [Roles.Trainer])));
        _office.Denies("proposal.voted-before", "alice", new ProposalVote(number, true));
        _office.Accepts("bob", new ProposalVote(number, false));
        _office.Denies("proposal.voted-before", "bob", new ProposalVote(number, true)); // nor who rejected it before
        _office.Denies("proposal.voted-before", "bob", new ProposalVote(number, false));
        Assert.Equal(["bob"], Proposal(number).Rejections);
        _office.Denies("proposal.vote.role", "paul", new ProposalVote(number, true));
        _office.Denies("proposal.vote.unknown", "bob", new ProposalVote(99, true));
        Assert.Equal(["alice"], Proposal(number).Approvals);
        Assert.Equal([Roles.Provider], _office.Get(MemberKeys.Member("paul")).At(_office.Height).Roles);
    }

    [Fact]
    public void A_proposal_dies_with_its_proposers_membership()
    {
        long number = Number(_office.Accepts("carol", new MemberRoles("paul", [Roles.Trainer])));
        Proposes("alice", new MemberRevoke("carol", "left"), "bob");
        _office.Denies("proposal.proposer", "bob", new ProposalVote(number, true));
        _office.Accepts("bob", new ProposalVote(number, false));
        Assert.Equal(ProposalStatus.Rejected, Proposal(number).Status); // of two admins left one is against it
    }

    [Fact]
    public void The_votes_of_a_revoked_admin_no_longer_count()
    {
        var three = new Office(Office.Founding with { Quorum = 3 });
        void Approve(long number, string voter) => three.Accepts(voter, new ProposalVote(number, true));
        three.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey));
        Approve(Number(three.Accepts("alice", new MemberAdd("carol", [Roles.Admin], Office.Key("carol").PublicKey))), "bob");
        long dora = Number(three.Accepts("alice", new MemberAdd("dora", [Roles.Admin], Office.Key("dora").PublicKey)));
        Approve(dora, "bob");
        Approve(dora, "carol");
        long open = Number(three.Accepts("alice", new MemberRoles("paul", [Roles.Trainer])));
        Approve(open, "bob");
        long revoke = Number(three.Accepts("alice", new MemberRevoke("bob", "left")));
        Approve(revoke, "carol");
        Approve(revoke, "dora");
        three.Denies("member.revoked", "bob", new ProposalVote(open, false));
        Approve(open, "carol"); // alice and carol: bob's approval counts no more
        Assert.Equal(ProposalStatus.Open, three.Get(GovernanceKeys.Proposal(open)).Status);
        Approve(open, "dora");
        Assert.Equal(ProposalStatus.Enacted, three.Get(GovernanceKeys.Proposal(open)).Status);
    }

    [Fact]
    public void A_proposal_ends_when_its_quorum_cannot_be_reached_or_its_proposer_takes_it_back()
    {
        long number = Number(_office.Accepts("alice", new MemberRoles("paul", [Roles.Trainer])));
        _office.Accepts("bob", new ProposalVote(number, false));
        Assert.Equal(ProposalStatus.Open, Proposal(number).Status);
        _office.Accepts("carol", new ProposalVote(number, false));
        Assert.Equal(ProposalStatus.Rejected, Proposal(number).Status);
        number = Number(_office.Accepts("alice", new MemberRoles("paul", [Roles.Trainer])));
        _office.Accepts("alice", new ProposalVote(number, false));
        Assert.Equal((ProposalStatus.Rejected, ""), (Proposal(number).Status, Convert.ToHexString(Proposal(number).Payload)));
    }

    [Fact]
    public void What_is_forbidden_is_no_proposal_and_what_became_forbidden_fails()
    {
        _office.Denies("member.name-taken", "alice", new MemberAdd("paul", [], Office.Key("nina").PublicKey));
        _office.Denies("member.add.role", "paul", new MemberAdd("nina", [], Office.Key("nina").PublicKey));
        long first = Number(_office.Accepts("alice", new MemberAdd("nina", [Roles.Reader], Office.Key("nina").PublicKey)));
        long second = Number(_office.Accepts("bob", new MemberAdd("nina", [Roles.Admin], Office.Key("nina-2").PublicKey)));
        _office.Accepts("carol", new ProposalVote(first, true));
        _office.Accepts("carol", new ProposalVote(second, true));
        Assert.Equal(ProposalStatus.Failed, Proposal(second).Status);
        Assert.Contains("member.name-taken", Proposal(second).Reason, StringComparison.Ordinal);
        Assert.Equal([Roles.Reader], _office.Get(MemberKeys.Member("nina")).Roles);
    }

    [Fact]
    public void Changes_take_effect_at_the_height_they_name_and_a_later_decision_takes_their_place()
    {
        long from = (long)_office.Height.Value + 3;
        Proposes("alice", new MemberRoles("paul", [Roles.Trainer], new BlockHeight((ulong)from)), "bob");
        _office.Accepts("paul", Office.Dataset()); // still a provider
        Assert.Equal([Roles.Trainer], _office.Get(MemberKeys.Member("paul")).At(new BlockHeight((ulong)from)).Roles);
        _office.Denies("dataset.create.role", "paul", Office.Dataset("second"));
        Proposes("alice", new MemberRoles("paul", [Roles.Reader], new BlockHeight(1_000_000)), "bob");
        Proposes("alice", new MemberRoles("paul", [Roles.Provider]), "bob");
        _office.Accepts("paul", Office.Dataset("second"));
    }

    [Fact]
    public void A_revocation_for_a_far_block_neither_hinders_nor_stands_in_the_way_of_a_nearer_one()
    {
        Proposes("alice", new MemberRevoke("paul", "some day", new BlockHeight(1_000_000)), "bob");
        _office.Accepts("paul", Office.Dataset());
        Proposes("alice", new MemberRevoke("paul", "now"), "bob");
        _office.Denies("member.revoked", "paul", Office.Dataset("second"));
        _office.Denies("member.revoke.again", "alice", new MemberRevoke("paul", "now"));
    }

    [Fact]
    public void A_ledger_never_loses_its_last_admin()
    {
        var alone = new Office();
        alone.Denies("member.last-admin", "alice", new MemberRevoke("alice", "left"));
        alone.Denies("member.last-admin", "alice", new MemberRoles("alice", [Roles.Reader], new BlockHeight(1_000_000)));
        alone.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey));
        alone.Accepts("alice", new MemberRoles("bob", [], new BlockHeight(1_000)));
        alone.Denies("member.last-admin", "alice", new MemberRevoke("alice", "left")); // bob is one only until block 1,000
        alone.Accepts("alice", new MemberAdd("late", [Roles.Admin], Office.Key("late").PublicKey, From: new BlockHeight(1_000_000)));
        alone.Denies("member.last-admin", "alice", new MemberRevoke("alice", "left")); // none between 1,000 and 1,000,000
        alone.Accepts("alice", new MemberRoles("bob", [Roles.Admin]));
        alone.Accepts("alice", new MemberRevoke("alice", "left"));
    }

    [Fact]
    public void Whoever_is_taken_in_counts_from_its_block_on()
    {
        long from = (long)_office.Height.Value + 5;
        Proposes("alice", new MemberAdd("nina", [Roles.Provider], Office.Key("nina").PublicKey, From: new BlockHeight((ulong)from)), "bob");
        _office.Denies("member.not-yet", "nina", Office.Dataset());
        while ((long)_office.Height.Value < from)
        {
            _office.Denies("batch.register.role", "tina", Office.Batch("none"));
        }
        _office.Accepts("nina", Office.Dataset());
    }

    [Fact]
    public void Policies_are_deployed_replaced_and_withdrawn_by_the_quorum()
    {
        PolicyDocument policy = PolicyTests.On(DatasetCreate.Kind, "false");
        Proposes("alice", new PolicyDeploy(policy), "bob");
        _office.Denies("policy.rules.rule", "paul", Office.Dataset());
        Proposes("carol", new PolicyWithdraw("rules", "done"), "alice");
        _office.Accepts("paul", Office.Dataset());
        _office.Denies("policy.withdraw.again", "alice", new PolicyWithdraw("rules", "done"));
        _office.Denies("policy.withdraw.admission", "alice", new PolicyWithdraw(PolicyDocument.AdmissionName, "no rules"));
        _office.Denies("policy.withdraw.unknown", "alice", new PolicyWithdraw("none", ""));
    }

    private ProposalState Proposal(long number) => _office.Get(GovernanceKeys.Proposal(number));

    private void Proposes<T>(string proposer, T payload, string second)
        where T : IPayload<T> => _office.Accepts(second, new ProposalVote(Number(_office.Accepts(proposer, payload)), true));

    private static string Rule(Decision decision) => Assert.IsType<Decision.Denied>(decision).Rule;

    private static long Number(Decision.Accepted made) =>
        long.Parse(made.Events.Single(item => item.Name == "proposal.made").Find("proposal")!);
}
