using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>A block's time is held against what members sign.</summary>
public sealed class TimeTests
{
    private static readonly AccessGrant Grant = new("tina", "scans", "research", null);

    [Theory]
    [InlineData(600, true)]
    [InlineData(-600, true)]
    [InlineData(601, false)]
    [InlineData(-601, false)]
    [InlineData(250_000_000_000, false)]
    public void A_statement_is_of_the_time_of_its_block_or_denied(long later, bool accepted)
    {
        var office = new Office();
        office.WithBatches();
        Statement signed = office.SignNow("alice", Grant);
        office.Time += later * 1_000;
        Assert.Equal(accepted ? null : "statement.time", (office.Execute(signed) as Decision.Denied)?.Rule);
    }

    [Fact]
    public void Time_held_back_does_not_keep_a_grant_alive()
    {
        var office = new Office();
        office.WithBatches();
        office.Accepts("alice", Grant with { Until = (office.Time / 1_000) + 3_600 });
        Statement late = Payload.Sign(
            new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose("research")), Office.Key("tina"), "tina", Office.Ledger,
            DateTimeOffset.FromUnixTimeMilliseconds(office.Time).AddHours(2));
        Assert.Equal("statement.time", Assert.IsType<Decision.Denied>(office.Execute(late)).Rule); // the maker's clock stands still
        office.Time += 7_200_000;
        Assert.Equal("access.grant-expired", Assert.IsType<Decision.Denied>(office.Execute(late)).Rule);
    }

    [Fact]
    public void A_vote_signed_long_before_is_let_in_and_labelled()
    {
        var office = new Office(Office.Founding with { Quorum = 2 });
        office.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey)); // while she is alone, her word is enough
        Decision.Accepted proposed = office.Accepts("alice", new MemberAdd("nina", [Roles.Reader], Office.Key("nina").PublicKey));
        long number = long.Parse(proposed.Events[0].Find("proposal")!);
        Statement vote = office.SignNow("bob", new ProposalVote(number, Approve: true));
        office.Time += 86_400_000;
        Decision.Accepted accepted = Assert.IsType<Decision.Accepted>(office.Execute(vote));
        Assert.Equal((vote.IssuedAt + 86_400).ToString(), accepted.Events.Single(item => item.Name == "statement.deferred").Find("block"));
    }

    [Fact]
    public void A_policy_can_ask_for_a_fresh_stamp()
    {
        var office = new Office();
        office.WithBatches();
        var rule = new PolicyRule("fresh", "has(stamp.age) && stamp.age <= 3600 && stamp.blocks <= 5", "stamp first", RuleEffect.Deny);
        office.Accepts(
            "alice", new PolicyDeploy(new PolicyDocument("times", 1, [AccessUse.Kind], null, [rule], [], null, null, null)));
        AccessUse own = new("scans", ["scans/paul/1"], ReadFor.Purpose("research"));
        office.Denies("policy.times.fresh", "paul", own);
        office.Accepts("vera", Stamp(office));
        office.Accepts("paul", own);
        office.Time += 3_601_000;
        office.Denies("policy.times.fresh", "paul", own);
        office.Accepts("vera", Stamp(office));
        office.Accepts("paul", own);
        for (int i = 0; i < 5; i++)
        {
            office.Accepts("alice", new CreditMint("tina", 1));
        }
        office.Denies("policy.times.fresh", "paul", own);
    }

    [Fact]
    public void Only_newer_stamps_of_earlier_blocks_that_are_not_ahead_of_time_come_on_record()
    {
        var office = new Office();
        TimestampRecord good = Stamp(office);
        office.Denies("timestamp.record.ahead", "vera", good with { Height = office.Height });
        office.Denies("timestamp.record.time", "vera", good with { Time = good.Time + 601 });
        office.Accepts("vera", good);
        office.Denies("timestamp.record.older", "vera", good with { Height = new BlockHeight(0) });
        office.Rules = RuleVersions.Timestamps - 1;
        office.Refuses("not known", "vera", TimestampRecord.Kind, good.ToMap().Integer("format", 1), good.Subject);
    }

    private static TimestampRecord Stamp(Office office) => new(
        new BlockHeight(office.Height.Value - 1), Digest.Of("header"u8), office.Time / 1_000, "CN=Authority",
        new ObjectReference(Digest.Of("token"u8), 2_000));

    [Fact]
    public void Genesis_may_fix_another_window()
    {
        var office = new Office(Office.Founding with { TimeWindow = 5 });
        Statement signed = office.SignNow("paul", Office.Dataset());
        office.Time += 6_000;
        Assert.Equal("statement.time", Assert.IsType<Decision.Denied>(office.Execute(signed)).Rule);
    }

    [Fact]
    public void Under_the_rules_of_before_any_time_was_good()
    {
        var office = new Office(Office.Founding, RuleVersions.BlockTime - 1);
        office.WithBatches();
        Statement signed = office.SignNow("alice", Grant);
        office.Time += 86_400_000;
        Assert.IsType<Decision.Accepted>(office.Execute(signed));
    }
}
