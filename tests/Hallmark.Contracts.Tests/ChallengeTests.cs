using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>Doubts about measurements are settled by a quorum of other validators, and cost whoever was wrong.</summary>
public sealed class ChallengeTests
{
    private const string Batch = "scans/paul/1";
    private static readonly string[] Others = ["v1", "v2", "v3"];
    private readonly Office _office = new();

    public ChallengeTests()
    {
        foreach (string name in Others)
        {
            _office.Accepts("alice", new MemberAdd(name, [Roles.Validator], Office.Key(name).PublicKey));
        }
        _office.Accepts("alice", new CreditMint("tom", 100));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1", records: 100));
        _office.Judges("vera", Office.Judge(Batch, "b1"));
    }

    [Fact]
    public void A_false_challenge_costs_the_deposit()
    {
        _office.Accepts("tom", Doubt());
        Assert.Equal((90, 10), (Balance("tom"), Balance(CreditKeys.ChallengeDeposit(1))));
        Votes("v1", true);
        Votes("v2", true);
        Assert.Equal(ChallengeStatus.Open, Challenge.Status); // four others may vote: victor, v1, v2, v3
        Votes("victor", true);
        Assert.Equal(ChallengeStatus.Upheld, Challenge.Status);
        Assert.Equal((90, 0, 10), (Balance("tom"), Balance(CreditKeys.ChallengeDeposit(1)), Balance(CreditKeys.Pot("scans"))));
        Assert.True(State.IsUsable);
        Assert.Equal(new ReliabilityState(1, 0), _office.Get(JudgingKeys.Reliability("vera")));
        _office.Denies("challenge.again", "tom", Doubt());
        _office.Denies("challenge.closed", "v3", new ChallengeVote(1, false, Digest.Of("x"u8)));
    }

    [Fact]
    public void A_validator_found_wrong_loses_standing_and_its_verdict()
    {
        Assert.Equal(666_666, Credibility("paul"));
        _office.Accepts("tom", Doubt());
        Votes("v1", false);
        Votes("v2", true);
        Votes("victor", false);
        Votes("v3", false);
        Assert.Equal(ChallengeStatus.Overturned, Challenge.Status);
        Assert.Equal((100, 0), (Balance("tom"), Balance(CreditKeys.ChallengeDeposit(1))));
        Assert.Equal((Verdict.Pending, null, null), (State.Verdict, State.ScorePpm, State.Challenge));
        Assert.Equal(500_000, Credibility("paul"));
        Assert.Equal(333_333, _office.Get(JudgingKeys.Reliability("vera")).ReliabilityPpm);
        _office.Denies("judge.again", "vera", Office.Judge(Batch, "b1"));
        _office.Judges("v1", Office.Judge(Batch, "b1", good: 0));
        Assert.Equal(Verdict.Refused, State.Verdict);
        _office.Accepts("paul", Office.Batch("b2", records: 300));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
        Assert.InRange(Credibility("paul"), 599_000, 602_000); // 100 against, and 300 for at two thirds of the weight: 300 / 500
    }

    [Fact]
    public void With_as_many_for_as_against_the_measurements_stand_and_the_deposit_goes_back()
    {
        _office.Accepts("tom", Doubt());
        Votes("v1", true);
        Votes("v2", false);
        Votes("v3", false);
        Votes("victor", true);
        Assert.Equal(ChallengeStatus.Upheld, Challenge.Status);
        Assert.Equal(100, Balance("tom"));
    }

    [Fact]
    public void Votes_that_suffice_after_a_validator_left_settle_it()
    {
        _office.Accepts("tom", Doubt());
        Votes("v1", false);
        Votes("v2", false);
        _office.Denies("challenge.early", "tom", new ChallengeClose(1)); // two of four are no majority
        _office.Accepts("alice", new MemberRevoke("victor", "gone"));
        Assert.Equal(ChallengeStatus.Open, Challenge.Status);
        _office.Accepts("tom", new ChallengeClose(1));
        Assert.Equal((ChallengeStatus.Overturned, 100), (Challenge.Status, Balance("tom")));
        Assert.Equal((Verdict.Pending, null), (State.Verdict, State.Challenge));
        _office.Denies("challenge.closed", "tom", new ChallengeClose(1));
    }

    [Fact]
    public void Nobodys_silence_holds_a_batch_for_ever()
    {
        _office.Accepts("tom", Doubt());
        Votes("v1", false);
        _office.Denies("challenge.early", "paul", new ChallengeClose(1));
        for (int i = 0; i < 1_000; i++)
        {
            _office.Accepts("alice", new CreditMint("tom", 1));
        }
        _office.Accepts("paul", new ChallengeClose(1));
        Assert.Equal((ChallengeStatus.Lapsed, 1_100), (Challenge.Status, Balance("tom")));
        Assert.True(State.IsUsable);
        Assert.Equal(ReliabilityState.None, _office.Find(JudgingKeys.Reliability("vera")) ?? ReliabilityState.None);
        _office.Denies("challenge.again", "tom", Doubt());
    }

    [Fact]
    public void A_batch_under_challenge_is_not_used()
    {
        _office.Accepts("tom", Doubt());
        Assert.Equal("challenged", State.Standing);
        _office.Denies("schedule.not-accepted", "tina", Office.Schedule(Batch));
        _office.Denies("challenge.open", "v1", Doubt());
        _office.Accepts("paul", _office.Erasing(new BatchWithdraw(Batch, State.Root, "wanted back")));
        Assert.Equal((ChallengeStatus.Abandoned, 100), (Challenge.Status, Balance("tom")));
    }

    [Fact]
    public void Only_those_without_a_part_in_it_vote_once_and_after_reading_on_record()
    {
        _office.Denies("challenge.own", "vera", Doubt());
        _office.Denies("challenge.deposit", "tom", Doubt() with { Deposit = 0 });
        _office.Denies("credit.overdrawn", "tom", Doubt() with { Deposit = 101 });
        _office.Denies("challenge.entry", "tom", Doubt() with { Entry = new EntryIndex(1) });
        _office.Denies("challenge.root", "tom", Doubt() with { Root = Digest.Of("else"u8) });
        _office.Denies("batch.challenge.unknown", "tom", Doubt() with { Batch = "scans/paul/9" });
        _office.Accepts("alice", new CreditMint("v1", 10));
        _office.Accepts("v1", Doubt());
        var vote = new ChallengeVote(1, true, Digest.Of("measured"u8));
        _office.Denies("challenge.vote.role", "vera", vote); // signed it
        _office.Denies("challenge.vote.role", "v1", vote); // doubts it
        _office.Denies("challenge.vote.role", "tina", vote);
        _office.Denies("challenge.vote.unknown", "v2", vote with { Challenge = 2 });
        _office.Denies("access.no-use", "v2", vote);
        Votes("v2", true);
        _office.Denies("challenge.voted-before", "v2", vote);
    }

    [Fact]
    public void A_batch_that_was_wrongly_refused_was_not_compared_with_in_between()
    {
        _office.Accepts("paul", Office.Batch("b2", records: 100));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2", good: 0));
        EntryIndex refused = Of("scans/paul/2").JudgedEntry!.Value;
        _office.Accepts("tom", Doubt() with { Batch = "scans/paul/2", Root = Of("scans/paul/2").Root, Entry = refused });
        foreach (string voter in Others)
        {
            Votes(voter, false, "scans/paul/2");
        }
        BatchState batch = Of("scans/paul/2");
        Assert.Equal(Verdict.Pending, batch.Verdict);
        EntryIndex overturned = batch.Overturned[0].By;
        Assert.Equal(
            [true, false, false, true],
            new[] { refused, refused.Next, overturned, overturned.Next }.Select(entry => batch.IsComparedAt(new TreeSize(entry.Value))));
    }

    [Fact]
    public void A_policy_on_challenges_asks_about_the_doubt_and_about_whose_batch_is_doubted()
    {
        string expression = "challenge.challenger == 'tom' && challenge.validator == 'vera' && challenge.deposit >= 10 "
            + "&& provider.name == 'paul' && provider.accepted == 1";
        string[] kinds = [BatchChallenge.Kind, ChallengeVote.Kind, ChallengeClose.Kind];
        _office.Accepts("alice", new PolicyDeploy(PolicyTests.On(BatchChallenge.Kind, expression) with { Governs = kinds }));
        _office.Denies("policy.rules.rule", "tom", Doubt() with { Deposit = 9 });
        _office.Denies("policy.rules.rule", "v1", Doubt());
        _office.Accepts("tom", Doubt());
        Votes("v1", false);
    }

    private ChallengeState Challenge => _office.Get(JudgingKeys.Challenge(1));

    private BatchState State => Of(Batch);

    private BatchState Of(string id) => _office.Get(DatasetKeys.Batch(id));

    private BatchChallenge Doubt() => new(Batch, State.Root, State.JudgedEntry!.Value, 10, "the labels look worse than that");

    private void Votes(string voter, bool holds, string batch = Batch)
    {
        _office.Accepts(voter, new AccessUse("scans", [batch], ReadFor.Voting));
        _office.Accepts(voter, new ChallengeVote(1, holds, Digest.Of("measured"u8)));
    }

    private long Balance(string account) => _office.Find(CreditKeys.Balance(account))?.Value ?? 0;

    private long Credibility(string name) =>
        (_office.Find(JudgingKeys.Standing(name)) ?? StandingState.None).CredibilityPpm(TrustRule.Standard);
}
