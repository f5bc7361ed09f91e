using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Tests;

public sealed class ScoringTests
{
    private const long Huge = 1L << 40;

    private static readonly Scoring Policy = new(
        [new CheckRule("a", 250_000, 800_000, 500_000, false), new CheckRule("b", 750_000, 900_000, 600_000, true)], 850_000, 700_000, 10);

    /// <summary>a: good, of; b: good, of (of -1: not measured at all); label; verdict; score.</summary>
    [Theory]
    [InlineData(100, 100, 100, 100, true, Verdict.Accepted, 1_000_000)]
    [InlineData(80, 100, 90, 100, true, Verdict.Accepted, 875_000)] // both exactly at the limit
    [InlineData(799_999, 1_000_000, 100, 100, true, Verdict.Quarantined, 949_999)]
    [InlineData(50, 100, 100, 100, true, Verdict.Quarantined, 875_000)] // exactly at the refusal limit
    [InlineData(499_999, 1_000_000, 100, 100, true, Verdict.Refused, 874_999)]
    [InlineData(100, 100, 90, 100, true, Verdict.Accepted, 925_000)]
    [InlineData(100, 100, 899_999, 1_000_000, true, Verdict.Quarantined, 924_999)]
    [InlineData(100, 100, 60, 100, true, Verdict.Quarantined, 700_000)] // score exactly at its refusal limit
    [InlineData(100, 100, 599_999, 1_000_000, true, Verdict.Refused, 699_999)]
    [InlineData(0, 0, 100, 100, true, Verdict.Quarantined, 1_000_000)] // nothing was there to measure
    [InlineData(0, -1, 100, 100, true, Verdict.Quarantined, 1_000_000)]
    [InlineData(0, -1, 0, -1, true, Verdict.Quarantined, 0)] // silence is no evidence, against either
    [InlineData(0, 0, 0, 0, false, Verdict.Quarantined, 0)]
    [InlineData(100, 100, 0, -1, false, Verdict.Accepted, 1_000_000)] // without a label b is not asked
    [InlineData(100, 100, 0, 100, false, Verdict.Accepted, 1_000_000)]
    [InlineData(85, 100, 0, -1, false, Verdict.Accepted, 850_000)] // score exactly at the limit
    [InlineData(849_999, 1_000_000, 0, -1, false, Verdict.Quarantined, 849_999)]
    [InlineData(Huge, Huge, Huge - 1, Huge, true, Verdict.Accepted, 999_999)]
    [InlineData(Huge / 2, Huge, Huge, Huge, true, Verdict.Quarantined, 875_000)]
    [InlineData(Huge / 2 - 1, Huge, Huge, Huge, true, Verdict.Refused, 874_999)]
    public void Decides_as_the_table_says(long goodA, long ofA, long goodB, long ofB, bool label, Verdict verdict, long score)
    {
        CheckResult[] all = [new CheckResult("b", goodB, ofB), new CheckResult("a", goodA, ofA), new CheckResult("unasked", 0, 5)];
        CheckResult[] results = [.. all.Where(result => result.Of >= 0)];
        LearningTask task = label ? LearningTask.Classification : LearningTask.Unlabelled;
        Judgement judgement = Policy.Decide(results, task, credibilityPpm: 500_000);
        Assert.Equal((verdict, score), (judgement.Verdict, judgement.ScorePpm));
        Assert.Equal(verdict == Verdict.Accepted, judgement.Reasons.Count == 0);
    }

    [Theory]
    [InlineData(95, 96, 97, Verdict.Accepted, false)]
    [InlineData(60, 95, 95, Verdict.Accepted, false)] // neighbours: what the seeds say together decides
    [InlineData(59, 59, 89, Verdict.Refused, false)]
    [InlineData(59, 95, 95, Verdict.Quarantined, true)]
    [InlineData(59, 59, 90, Verdict.Quarantined, true)]
    [InlineData(59, 80, 90, Verdict.Quarantined, true)]
    [InlineData(0, 0, 100, Verdict.Quarantined, true)]
    public void Where_one_seed_accepts_and_another_refuses_the_verdict_is_uncertain(
        long fewest, long good, long most, Verdict verdict, bool uncertain)
    {
        CheckResult[] results = [new CheckResult("a", 100, 100, 100, 100), new CheckResult("b", good, 100, fewest, most)];
        Judgement judgement = Policy.Decide(results, LearningTask.Classification, credibilityPpm: 500_000);
        Assert.Equal((verdict, uncertain), (judgement.Verdict, judgement.IsUncertain));
        string told = $"uncertain: b: {fewest} to {most} of 100";
        Assert.Equal(uncertain, judgement.Reasons.Any(reason => reason.StartsWith(told, StringComparison.Ordinal)));
        Assert.Equal(verdict == Verdict.Accepted, judgement.Reasons.Count == 0);
    }

    [Theory]
    [InlineData(RuleVersions.FineReasons, "labels: 15 of 26 good (57.69 %) is below 60.00 %")]
    [InlineData(RuleVersions.FineReasons - 1, "labels: 15 of 26 good (57.6 %) is below 60.0 %")]
    public void A_reason_says_no_less_than_was_measured_from_rules_8_on(int rules, string reason) =>
        Assert.Contains(reason, Scoring.Standard.Decide([new("labels", 15, 26)], LearningTask.Classification, 500_000, rules).Reasons);

    [Fact]
    public void A_refusal_is_not_softened_by_a_later_doubt()
    {
        Judgement judgement = Policy.Decide([new CheckResult("a", 0, 100)], LearningTask.Classification, credibilityPpm: 500_000);
        Assert.Equal(Verdict.Refused, judgement.Verdict);
        Assert.Equal(
            ["a: 0 of 100 good (0.00 %) is below 50.00 %", "b: nothing could be measured", "score: 0.00 % is below 70.00 %"],
            judgement.Reasons);
    }

    /// <summary>What is measured of a target, and what the standard policy, which says nothing of targets, makes of it.</summary>
    [Theory]
    [InlineData(300, 300, Verdict.Accepted, true)]
    [InlineData(250, 300, Verdict.Quarantined, true)]
    [InlineData(200, 300, Verdict.Refused, true)]
    [InlineData(0, 0, Verdict.Quarantined, false)]
    public void Where_the_label_is_a_number_the_rule_about_noise_is_answered_by_targets(long good, long of, Verdict verdict, bool evidence)
    {
        CheckResult[] results =
        [
            new("schema", 300, 300), new("ranges", 300, 300), new("duplicates", 300, 300), new("conflicts", 0, 0), new("labels", 0, 0),
            new("noise", 0, 0), new("triggers", 0, 0), new("targets", good, of),
        ];
        Judgement judgement = Scoring.Standard.Decide(results, LearningTask.Regression, 500_000);
        Assert.Equal(verdict, judgement.Verdict);
        Assert.Equal(of == 0 ? ["targets"] : [], judgement.Unmeasured);
        Assert.Equal(verdict != Verdict.Accepted && evidence, judgement.RestsOnEvidence);
        Assert.Equal(
            Verdict.Quarantined, Scoring.Standard.Decide(results, LearningTask.Regression, 500_000, RuleVersions.Targets - 1).Verdict);
    }

    [Fact]
    public void A_rule_about_targets_is_asked_of_targets_alone_and_takes_the_place_of_noise()
    {
        var policy = new Scoring(
            [new CheckRule("noise", 500_000, 0, 0, true), new CheckRule("targets", 500_000, 990_000, 0, true)], 0, 0, 10);
        CheckResult[] results = [new("noise", 100, 100), new("targets", 98, 100)];
        Assert.Equal(
            ["targets: 98 of 100 good (98.00 %) is below 99.00 %"], policy.Decide(results, LearningTask.Regression, 0).Reasons);
        Assert.Equal(980_000, policy.Decide(results, LearningTask.Regression, 0).ScorePpm);
        Assert.Empty(policy.Decide(results, LearningTask.Classification, 0).Reasons);
    }

    [Fact]
    public void A_judgement_rests_on_evidence_where_anything_measured_is_bad()
    {
        CheckResult[] results = [new("a", 70, 100)];
        Judgement judgement = Policy.Decide(results, LearningTask.Classification, 0);
        Assert.Equal((Verdict.Quarantined, true), (judgement.Verdict, judgement.RestsOnEvidence));
        Assert.Equal(["b"], judgement.Unmeasured);
        Assert.False(Policy.Decide([new("a", 100, 100)], LearningTask.Classification, 0).RestsOnEvidence);
        Assert.False(Policy.Decide([], LearningTask.Classification, 0).RestsOnEvidence);
    }

    [Theory]
    [InlineData(-1, 0, 10, "acceptScore")]
    [InlineData(1_000_001, 0, 10, "acceptScore")]
    [InlineData(0, -1, 10, "refuseScore")]
    [InlineData(0, 1_000_001, 10, "refuseScore")]
    [InlineData(0, 0, 0, "neighbours")]
    [InlineData(0, 0, 1001, "neighbours")]
    public void Scores_beyond_the_whole_and_counts_without_sense_are_refused(int accept, int refuse, int neighbours, string field)
    {
        Scoring wrong = Policy with { AcceptScorePpm = accept, RefuseScorePpm = refuse, Neighbours = neighbours };
        Assert.EndsWith(field, Assert.Throws<MalformedException>(() => Read(wrong)).Field);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1_000_000, 1_000_000, 1000)]
    public void Bounds_themselves_are_read(int accept, int refuse, int neighbours)
    {
        Scoring edge = Policy with { AcceptScorePpm = accept, RefuseScorePpm = refuse, Neighbours = neighbours };
        Assert.Equal(edge.ToMap().ToBytes(), Read(edge).ToMap().ToBytes());
    }

    private static Scoring Read(Scoring written) => Scoring.Read(CborMap.Read(written.ToMap().ToBytes(), "scoring"));

    [Fact]
    public void The_outcome_of_the_wordiest_judgement_can_be_read_back()
    {
        string[] names = [.. Enumerable.Range(0, 32).Select(i => new string('c', 62) + i.ToString("00"))];
        var office = new Office();
        office.Accepts("alice", new PolicyDeploy(PolicyDocument.ForAdmission(
            new Scoring(
                [.. names.Select(name => new CheckRule(name, 1_000_000, 1_000_000, 1_000_000, false))], 1_000_000, 1_000_000, 10))));
        office.Accepts("paul", Office.Dataset());
        office.Accepts("paul", Office.Batch("b1"));
        Decision.Accepted accepted = office.Judges("vera", Office.Judge("scans/paul/1", "b1") with
        {
            Checks = [.. names.Select(name => new CheckResult(name, Huge - 1, Huge))],
        });
        var outcome = new Outcome { Events = accepted.Events, Policies = accepted.Policies, Writes = WriteSet.DigestOf(accepted.Writes) };
        Assert.Equal(outcome.ToBytes(), Outcome.Read(outcome.ToBytes()).ToBytes());
        Assert.Equal(33, office.Get(DatasetKeys.Batch("scans/paul/1")).Reasons.Count);
    }
}
