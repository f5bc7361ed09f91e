using Hallmark.Cel;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Old rules decide as they did, and a ledger moves up by the consent of its admins.</summary>
public sealed class RuleVersionTests
{
    private readonly Office _office = new();

    [Fact]
    public void A_ledger_is_born_under_the_newest_rules_and_says_so()
    {
        Assert.Equal(RuleVersions.Newest, _office.Get(GovernanceKeys.Rules).Version);
        Assert.Empty(RuleVersions.WeaknessesOf(RuleVersions.Newest));
        Assert.NotEmpty(RuleVersions.WeaknessesOf(RuleVersions.Oldest));
    }

    [Fact]
    public void Old_rules_know_no_adoption_and_their_state_no_version()
    {
        var old = new Office(Office.Founding, RuleVersions.Oldest);
        Assert.Null(old.Find(GovernanceKeys.Rules));
        Statement adopt = Office.Sign("alice", new RulesAdopt(RuleVersions.Newest, []));
        Assert.Contains("is not known", Assert.IsType<Decision.Refused>(old.Execute(adopt)).Reason);
    }

    [Fact]
    public void An_admin_alone_moves_a_ledger_up_and_never_twice_or_back()
    {
        var office = new Office(Office.Founding, RuleVersions.Oldest) { Rules = RuleVersions.Newest };
        office.Denies("rules.adopt.role", "paul", new RulesAdopt(RuleVersions.Newest, []));
        office.Denies("rules.adopt.version", "alice", new RulesAdopt(RuleVersions.Newest + 1, []));
        office.Accepts("alice", new RulesAdopt(RuleVersions.Newest, []));
        office.Denies("rules.adopt.again", "alice", new RulesAdopt(RuleVersions.Newest, []));
        office.Denies("rules.adopt.again", "alice", new RulesAdopt(RuleVersions.Oldest, []));
    }

    [Fact]
    public void Where_several_admins_govern_the_others_sign_before()
    {
        var office = new Office(Office.Founding with { Quorum = 2 }, RuleVersions.Oldest);
        office.Accepts("alice", new MemberAdd("bob", [Roles.Admin], Office.Key("bob").PublicKey));
        office.Rules = RuleVersions.Newest;
        int rules = RuleVersions.Newest;
        Statement good = Office.Sign("bob", new RulesApprove(rules));
        office.Denies("rules.adopt.quorum", "alice", new RulesAdopt(rules, []));
        office.Denies("rules.adopt.quorum", "alice", new RulesAdopt(rules, [Office.Sign("alice", new RulesApprove(rules))]));
        office.Denies("rules.adopt.approval", "alice", new RulesAdopt(rules, [Office.Sign("paul", new RulesApprove(rules))]));
        office.Denies("rules.adopt.approval", "alice", new RulesAdopt(rules, [Office.Sign("bob", new RulesApprove(rules + 1))]));
        office.Denies(
            "rules.adopt.approval", "alice", new RulesAdopt(rules, [Office.Sign("bob", new RulesApprove(rules), Office.Key("paul"))]));
        office.Denies("rules.adopt.approval", "alice", new RulesAdopt(rules, [Office.Sign("bob", new CreditsProbe())]));
        Statement elsewhere = Payload.Sign(new RulesApprove(rules), Office.Key("bob"), "bob", Digest.Of("x"u8), DateTimeOffset.UnixEpoch);
        office.Denies("rules.adopt.approval", "alice", new RulesAdopt(rules, [elsewhere]));
        office.Accepts("alice", new RulesAdopt(rules, [good]));
    }

    [Fact]
    public void Only_a_kind_of_model_that_there_is_can_be_trained_from_rules_6_on()
    {
        _office.WithRun();
        RunOpen open = Office.Open();
        _office.Denies("run.model", "tina", open with { Configuration = open.Configuration with { Model = "secret-engine" } });
        _office.Rules = RuleVersions.Oldest;
        _office.Accepts("tina", open with { Configuration = open.Configuration with { Model = "secret-engine" } });
    }

    [Fact]
    public void Counts_by_seeds_are_known_from_rules_8_on_and_a_verdict_of_luck_is_a_quarantine_that_another_may_end()
    {
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        BatchJudge plain = Office.Judge("scans/paul/1", "b1");
        BatchJudge lucky = plain with
        {
            Checks = [.. plain.Checks.Select(check => check.Check == "noise" ? check with { FewestGood = 10, MostGood = 100 } : check)],
        };
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Rules = RuleVersions.SeveralSeeds - 1;
        Assert.Contains(
            "is not known to rules 7", Assert.IsType<Decision.Refused>(_office.Execute(_office.SignNow("vera", lucky))).Reason);
        _office.Rules = RuleVersions.Newest;
        _office.Accepts("vera", lucky);
        BatchState batch = _office.Get(DatasetKeys.Batch("scans/paul/1"));
        Assert.Equal(Verdict.Quarantined, batch.Verdict);
        Assert.StartsWith("uncertain: noise: 10 to 100 of 100", Assert.Single(batch.Reasons), StringComparison.Ordinal);
        _office.Judges("victor", plain);
        Assert.Equal(Verdict.Accepted, _office.Get(DatasetKeys.Batch("scans/paul/1")).Verdict);
    }

    [Theory]
    [InlineData(RuleVersions.LogicalShifts, true)]
    [InlineData(RuleVersions.LogicalShifts - 1, false)]
    public void Shifts_to_the_right_fill_with_zeros_from_rules_8_on(int rules, bool isLogical)
    {
        var rule = new PolicyRule("shift", "math.bitShiftRight(-8, 1) > 0", "", RuleEffect.Deny);
        CompiledPolicy policy = CompiledPolicy.For(
            new PolicyDocument("p", 1, [BatchRegister.Kind], null, [rule], [], null, null, null),
            BatchRegister.Kind,
            rules);
        PolicyFinding finding = policy.Evaluate(new Dictionary<string, CelValue>(), new Dictionary<string, CelValue>(), steps: 100);
        Assert.Equal(isLogical, finding.Broken.Count == 0);
    }

    [Fact]
    public void What_policies_can_govern_is_what_the_rules_know()
    {
        foreach (int rules in Enumerable.Range(RuleVersions.Oldest, RuleVersions.Newest - RuleVersions.Oldest + 1))
        {
            Assert.All(Kinds.Governable(rules), kind => Assert.NotNull(Kinds.Find(kind.Name, rules)));
            Assert.DoesNotContain(Kinds.Governable(rules), kind => kind.Name == PolicyDeploy.Kind); // no policy governs what governs
        }
        PolicyException unknown = Assert.Throws<PolicyException>(() => CompiledPolicy.For(
            new PolicyDocument("p", 1, [RulesAdopt.Kind], null, [], [], null, null, null), RulesAdopt.Kind, RuleVersions.Newest));
        Assert.Contains("cannot be governed", unknown.Message);
    }

    /// <summary>Some other kind of statement.</summary>
    private sealed record CreditsProbe : IPayload<CreditsProbe>
    {
        public static string Kind => "credit.probe";

        public string Subject => "probe";

        public CborMapWriter ToMap() => new();

        public static CreditsProbe Read(CborMap map) => new();
    }
}
