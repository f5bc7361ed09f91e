using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Verdicts on numbers to be foretold, and on what nobody could measure.</summary>
public sealed class JudgedTargetsTests
{
    private const string Batch = "scans/paul/1";
    private const long Unknown = 500_000;

    [Theory]
    [InlineData(100, Verdict.Accepted)]
    [InlineData(80, Verdict.Quarantined)]
    [InlineData(60, Verdict.Refused)]
    public void Targets_decide_as_labels_do(long good, Verdict verdict)
    {
        Office office = WithTargets();
        office.Judges("vera", Measured(good));
        Assert.Equal(verdict, office.Get(DatasetKeys.Batch(Batch)).Verdict);
        Assert.Equal(verdict == Verdict.Accepted, Credibility(office) > Unknown);
    }

    [Fact]
    public void Under_older_rules_a_target_is_asked_for_the_noise_of_its_classes()
    {
        Office office = WithTargets(RuleVersions.Targets - 1);
        office.Judges("vera", Measured(100));
        BatchState batch = office.Get(DatasetKeys.Batch(Batch));
        Assert.Equal(Verdict.Quarantined, batch.Verdict);
        Assert.Contains("noise: nothing could be measured", batch.Reasons);
        Assert.True(Credibility(office) < Unknown);
    }

    [Fact]
    public void What_nobody_measured_is_held_against_nobody_and_another_validator_decides()
    {
        Office office = WithTargets();
        office.Judges("vera", Measured(null));
        BatchState batch = office.Get(DatasetKeys.Batch(Batch));
        Assert.Equal((Verdict.Quarantined, 0), (batch.Verdict, batch.EvidenceMilli));
        Assert.Equal(["targets: nothing could be measured"], batch.Reasons);
        Assert.Equal(Unknown, Credibility(office));
        Assert.Equal(1, office.Get(JudgingKeys.Standing("paul")).Quarantined);
        office.Judges("victor", Measured(100));
        Assert.Equal(Verdict.Accepted, office.Get(DatasetKeys.Batch(Batch)).Verdict);
        Assert.True(Credibility(office) > Unknown);
    }

    [Fact]
    public void What_a_provider_was_known_for_does_not_fade_by_it_either()
    {
        Office office = WithTargets();
        office.Judges("vera", Measured(100));
        long before = Credibility(office);
        office.Accepts("paul", Register("b2"));
        office.Judges("vera", Measured(null, "scans/paul/2", "b2"));
        Assert.Equal(before, Credibility(office));
    }

    [Fact]
    public void A_batch_that_is_bad_in_what_was_measured_is_held_against_its_provider()
    {
        Office office = WithTargets();
        CheckResult[] checks = [.. Measured(null).Checks.Select(one => one.Check == "ranges" ? one with { Good = 99 } : one)];
        office.Judges("vera", Measured(null) with { Checks = checks });
        Assert.True(Credibility(office) < Unknown);
    }

    [Theory]
    [InlineData(RuleVersions.Targets, Verdict.Quarantined, true)]
    [InlineData(RuleVersions.Targets - 1, Verdict.Refused, false)]
    public void A_rule_that_asks_for_what_was_not_measured_keeps_out_and_refuses_nothing(int rules, Verdict verdict, bool spared)
    {
        var office = new Office(Office.Founding, rules);
        var rule = new PolicyRule("not-wrong", "checks[\"noise\"] >= 700000", "the labels are wrong", RuleEffect.Refuse);
        office.Accepts("alice", new PolicyDeploy(PolicyDocument.ForAdmission(Lenient) with { Rules = [rule] }));
        office.Accepts("paul", Office.Dataset());
        office.Accepts("paul", Office.Batch("b1"));
        office.Judges("vera", Office.Judge(Batch, "b1", leaveOut: "noise"));
        BatchState batch = office.Get(DatasetKeys.Batch(Batch));
        Assert.Equal(verdict, batch.Verdict);
        Assert.StartsWith(spared ? "not-wrong: cannot be told, " : "not-wrong: the labels are wrong", Assert.Single(batch.Reasons));
        Assert.Equal(spared, Credibility(office) == Unknown);
    }

    [Fact]
    public void Policies_see_the_task_and_what_was_not_measured()
    {
        Office office = WithTargets();
        var rule = new PolicyRule(
            "seen", "dataset.task == \"regression\" && judgement.unmeasured == [\"targets\"]", "not seen", RuleEffect.Refuse);
        office.Accepts("alice", new PolicyDeploy(new PolicyDocument("seen", 1, [BatchJudge.Kind], null, [rule], [], null, null, null)));
        office.Judges("vera", Measured(null));
        Assert.Equal(Verdict.Quarantined, office.Get(DatasetKeys.Batch(Batch)).Verdict);
        var old = new Office(Office.Founding, RuleVersions.Targets - 1);
        old.Denies("policy.deploy.invalid", "alice",
            new PolicyDeploy(new PolicyDocument("seen", 1, [BatchJudge.Kind], null, [rule], [], null, null, null)));
    }



    [Theory]
    [InlineData(RuleVersions.Targets, true)]
    [InlineData(RuleVersions.Targets - 1, false)]
    public void Numbers_are_learned_by_the_built_in_engine_since_rules_10(int rules, bool known)
    {
        Office office = WithTargets(rules);
        office.Accepts("alice", new PolicyDeploy(PolicyDocument.ForAdmission(Lenient)));
        office.Judges("vera", Measured(100));
        office.Accepts("tina", Office.Schedule(Batch));
        office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        office.Accepts("tina", Office.Use(Batch));
        RunOpen open = Office.Open() with { Evaluation = null };
        if (!known)
        {
            office.Denies("run.configuration", "tina", open);
            return;
        }
        office.Accepts("tina", open);
        var close = new RunClose("scans/run/1", Office.Object, null) { TestError = new TargetError(-5, "1.5") };
        Assert.Equal(close, RunClose.Read(CborMap.Read(close.ToMap().ToBytes(), "close")));
        office.Accepts("tina", close);
    }

    [Fact]
    public void Older_rules_know_no_error_on_targets()
    {
        Office office = new Office(Office.Founding, RuleVersions.Targets - 1).WithRun();
        RunClose close = Office.Close() with { TestError = new TargetError(0, "1") };
        Assert.Contains(
            "testExplained", Assert.IsType<Decision.Refused>(office.Execute(office.SignNow("tina", close))).Reason);
        office.Accepts("tina", Office.Close());
    }

    [Theory]
    [InlineData(0L, null, "testRmse")]
    [InlineData(null, "1.5", "testRmse")]
    [InlineData(0L, "1.50", "testRmse")]
    [InlineData(0L, "-1", "testRmse")]
    [InlineData(0L, "one", "testRmse")]
    [InlineData(1_000_001L, "0", "testExplained")]
    [InlineData(TargetError.Least - 1, "0", "testExplained")]
    public void An_error_that_is_none_is_malformed(long? explained, string? rmse, string field)
    {
        byte[] bytes = new CborMapWriter().Text("run", "scans/run/1").Map("model", Office.Object.ToMap())
            .Integer("testExplained", explained).Text("testRmse", rmse).ToBytes();
        Assert.Equal(field, Assert.Throws<MalformedException>(() => RunClose.Read(CborMap.Read(bytes, ""))).Field.Split('.')[^1]);
    }

    private static Scoring Lenient { get; } = new([new CheckRule("schema", 1, 0, 0, false)], 0, 0, 10);

    private static long Credibility(Office office) =>
        (office.Find(JudgingKeys.Standing("paul")) ?? StandingState.None).CredibilityPpm(TrustRule.Standard);

    private static Office WithTargets(int rules = RuleVersions.Newest)
    {
        var office = new Office(Office.Founding, rules);
        office.Accepts("paul", DatasetCreate.Of(
            "scans", new Schema([new Column("label", ColumnType.Float64)], "label", [], LearningTask.Regression), Office.Dataset().Schema));
        office.Accepts("paul", Register("b1"));
        return office;
    }

    private static BatchRegister Register(string content)
    {
        BatchRegister batch = Office.Batch(content);
        return batch with { Manifest = batch.Manifest with { ClassCounts = [] } };
    }

    /// <summary>So many <paramref name="good"/> ones of a hundred targets; null: none could be looked at.</summary>
    private static BatchJudge Measured(long? good, string batch = Batch, string content = "b1") => Office.Judge(batch, content) with
    {
        Checks =
        [
            new("schema", 100, 100), new("ranges", 100, 100), new("duplicates", 100, 100), new("conflicts", 0, 0), new("labels", 0, 0),
            new("noise", 0, 0), new("triggers", 0, 0), new("targets", good ?? 0, good is null ? 0 : 100),
        ],
    };
}
