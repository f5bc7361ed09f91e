using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>What judgements rest on is destroyed only after a second validator has measured it, or on a legal ground.</summary>
public sealed class RecheckTests
{
    private const string One = "scans/paul/1";
    private readonly Office _office = new();

    public RecheckTests()
    {
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Judges("vera", Office.Judge(One, "b1"));
    }

    [Fact]
    public void A_batch_that_nobody_judged_by_is_taken_back_at_once()
    {
        var office = new Office();
        office.Accepts("paul", Office.Dataset());
        office.Accepts("paul", Office.Batch("b1"));
        office.Accepts("paul", Withdraw(office, One));
    }

    [Fact]
    public void A_judged_batch_is_taken_back_after_a_second_validator_has_measured_it()
    {
        _office.Denies("batch.withdraw.unchecked", "paul", Withdraw());
        _office.Denies("dataset.recheck.role", "tina", Recheck(0, Judged));
        _office.Accepts("vera", Recheck(0, Judged)); // her own word is not another's
        _office.Denies("batch.withdraw.unchecked", "paul", Withdraw());
        _office.Accepts("victor", Recheck(0, Judged));
        _office.Accepts("paul", Withdraw());
        Assert.Null(_office.Find(JudgingKeys.EvidenceLost("scans").Path));
    }

    [Fact]
    public void A_recheck_with_a_gap_before_it_covers_nothing()
    {
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
        ulong second = _office.Get(DatasetKeys.Batch("scans/paul/2")).JudgedEntry!.Value.Value;
        _office.Accepts("victor", Recheck(second, second));
        _office.Denies("batch.withdraw.unchecked", "paul", Withdraw());
        _office.Accepts("victor", Recheck(Judged, second - 1));
        _office.Denies("batch.withdraw.unchecked", "paul", Withdraw());
        _office.Accepts("victor", Recheck(second - 1, second));
        _office.Accepts("paul", Withdraw());
    }

    [Fact]
    public void A_judgement_after_the_recheck_is_rechecked_too()
    {
        _office.Accepts("victor", Recheck(0, Judged));
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
        _office.Denies("batch.withdraw.unchecked", "paul", Withdraw());
    }

    [Fact]
    public void Nobody_rechecks_what_is_compared_with_its_own_data()
    {
        _office.Accepts("alice", new MemberRoles("victor", [Roles.Validator, Roles.Provider], null));
        _office.Accepts("victor", Office.Batch("v1"));
        _office.Denies("dataset.recheck.own", "victor", Recheck(0, Judged));
    }

    [Fact]
    public void What_differs_is_settled_by_a_challenge_first()
    {
        DatasetRecheck differs = Recheck(0, Judged) with { Differs = [new EntryIndex(Judged)] };
        _office.Denies("dataset.recheck.unsettled", "victor", differs);
        _office.Denies("dataset.recheck.ahead", "victor", Recheck(0, 10_000));
        _office.Accepts("alice", new CreditMint("tom", 100));
        _office.Accepts("tom", new BatchChallenge(One, Root, new EntryIndex(Judged), 1, "looks wrong"));
        _office.Denies("dataset.recheck.unsettled", "victor", differs);
        _office.Accepts("victor", new AccessUse("scans", [One], ReadFor.Voting));
        _office.Accepts("victor", new ChallengeVote(1, false, Digest.Of("m"u8)));
        _office.Accepts("victor", Recheck(0, differs.To.Value) with { Differs = differs.Differs });
    }

    [Fact]
    public void An_erasure_on_a_legal_ground_waits_for_nobody_and_verdicts_that_lost_their_evidence_are_given_anew()
    {
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
        Assert.Equal(Verdict.Accepted, _office.Get(DatasetKeys.Batch("scans/paul/2")).Verdict);
        _office.Denies("judge.decided", "victor", Office.Judge("scans/paul/2", "b2"));
        _office.Accepts("paul", _office.Erasing(Withdraw()));

        _office.Denies("judge.again", "vera", Office.Judge("scans/paul/2", "b2"));
        _office.Judges("victor", Office.Judge("scans/paul/2", "b2", good: 0));
        BatchState anew = _office.Get(DatasetKeys.Batch("scans/paul/2"));
        Assert.Equal((Verdict.Refused, Verdict.Accepted), (anew.Verdict, Assert.Single(anew.Overturned).Verdict));
        Assert.Equal(1, _office.Get(JudgingKeys.Standing("paul")).Refused);
    }

    [Fact]
    public void An_erasure_says_what_came_of_a_last_look_at_all_that_nobody_else_has_measured()
    {
        BatchWithdraw erasing = _office.Erasing(Withdraw());
        _office.Denies("batch.withdraw.look", "paul", erasing with { Look = null });
        _office.Denies("batch.withdraw.unchecked", "paul", erasing with { Ground = null });
        _office.Denies("batch.withdraw.look.behind", "paul", erasing with { Look = new(new(Judged), [], []) });
        _office.Denies("batch.withdraw.look.behind", "paul", erasing with { Look = new(new(10_000), [], []) });
        _office.Denies("batch.withdraw.look.entry", "paul", erasing with { Look = erasing.Look! with { Differs = [new(0)] } });
        _office.Accepts("paul", erasing with { Look = erasing.Look! with { Unmeasured = [new(Judged)] } });
        Assert.NotNull(_office.Find(JudgingKeys.EvidenceLost("scans").Path));
    }

    [Fact]
    public void Where_a_second_validator_has_measured_there_is_nothing_left_to_look_at()
    {
        BatchWithdraw erasing = _office.Erasing(Withdraw());
        _office.Accepts("victor", Recheck(0, Judged));
        _office.Denies("batch.withdraw.look", "paul", erasing);
        _office.Accepts("paul", erasing with { Look = null });
        Assert.Null(_office.Find(JudgingKeys.EvidenceLost("scans").Path));
    }

    [Fact]
    public void Older_rules_know_no_last_look_and_erase_without()
    {
        BatchWithdraw erasing = _office.Erasing(Withdraw());
        _office.Rules = RuleVersions.LastLooks - 1;
        _office.Refuses("look", "paul", BatchWithdraw.Kind, erasing.ToMap().Integer("format", 1), One);
        _office.Accepts("paul", erasing with { Look = null });
    }

    [Theory]
    [InlineData("look.differs", new long[] { 4, 3 }, new long[0])]
    [InlineData("look.differs", new long[] { 7 }, new long[0])]
    [InlineData("look.unmeasured", new long[0], new long[] { 3, 3 })]
    [InlineData("look.unmeasured", new long[] { 3 }, new long[] { 3 })]
    [InlineData("unmeasured", new long[0], new long[] { -1 })]
    public void A_last_look_that_contradicts_itself_is_malformed(string field, long[] differs, long[] unmeasured) => _office.Refuses(
        field, "paul", BatchWithdraw.Kind,
        new CborMapWriter().Integer("format", 1).Text("batch", One).Digest("root", Root).Text("reason", "").Map("look", new CborMapWriter()
            .Integer("before", 7).Integers("differs", differs).Integers("unmeasured", unmeasured)),
        One);

    [Fact]
    public void A_policy_can_ask_that_chosen_batches_have_their_evidence()
    {
        var rule = new PolicyRule("evidence", "schedule.withoutEvidence == []", "judge them anew first", RuleEffect.Deny);
        _office.Accepts(
            "alice", new PolicyDeploy(new PolicyDocument("schedules", 1, [ScheduleCommit.Kind], null, [rule], [], null, null, null)));
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
        _office.Accepts("paul", _office.Erasing(Withdraw()));
        _office.Denies("policy.schedules.evidence", "tina", Office.Schedule("scans/paul/2"));
        _office.Judges("victor", Office.Judge("scans/paul/2", "b2"));
        _office.Accepts("tina", Office.Schedule("scans/paul/2"));
    }

    [Fact]
    public void Older_rules_destroy_without_a_recheck_and_know_no_ground()
    {
        _office.Rules = RuleVersions.KeptEvidence - 1;
        BatchWithdraw erasure = Withdraw() with { Ground = Office.Ground };
        _office.Refuses("ground", "paul", BatchWithdraw.Kind, erasure.ToMap().Integer("format", 1), One);
        _office.Refuses("kind", "victor", DatasetRecheck.Kind, Recheck(0, Judged).ToMap().Integer("format", 1), "scans");
        _office.Accepts("paul", Withdraw());
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(2, 4, 1)]
    [InlineData(2, 4, 3, 3)]
    [InlineData(2, 4, 4, 3)]
    public void A_recheck_that_contradicts_itself_is_malformed(ulong from, ulong to, params int[] differs) =>
        _office.Refuses(
            differs.Length == 0 ? "from" : "differs", "victor", DatasetRecheck.Kind,
            new CborMapWriter().Integer("format", 1).Text("dataset", "scans").Integer("from", (long)from).Integer("to", (long)to)
                .Integers("differs", differs.Select(entry => (long)entry)),
            "scans");

    private ulong Judged => _office.Get(DatasetKeys.Batch(One)).JudgedEntry!.Value.Value;

    private static Digest Root => Office.Batch("b1").Manifest.Root;

    private BatchWithdraw Withdraw() => Withdraw(_office, One);

    private static BatchWithdraw Withdraw(Office office, string batch) =>
        new(batch, office.Get(DatasetKeys.Batch(batch)).Root, "wanted back");

    private static DatasetRecheck Recheck(ulong from, ulong to) => new("scans", new EntryIndex(from), new EntryIndex(to), []);
}
