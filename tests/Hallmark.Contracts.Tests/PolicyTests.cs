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

/// <summary>What members' own rules do to statements.</summary>
public sealed class PolicyTests
{
    private readonly Office _office = new();

    [Fact]
    public void A_rule_that_does_not_hold_denies_with_its_name_and_message()
    {
        Deploy(
            On(
                DatasetCreate.Kind,
                "dataset.name.startsWith('scan') && 'provider' in sender.roles && height > 0 && statement.kind == 'dataset.create'"));
        _office.Denies("policy.rules.rule", "paul", Office.Dataset("other"));
        Decision.Accepted accepted = _office.Accepts("paul", Office.Dataset());
        Assert.Equal(
            [
                On(
                    DatasetCreate.Kind,
                    "dataset.name.startsWith('scan') && 'provider' in sender.roles && height > 0 "
                    + "&& statement.kind == 'dataset.create'").Digest,
            ],
            accepted.Policies);
    }

    [Fact]
    public void A_policy_is_silent_where_its_when_is_not_true()
    {
        Deploy(On(DatasetCreate.Kind, "false") with { When = "sender.name == 'nobody'" });
        Assert.Empty(_office.Accepts("paul", Office.Dataset()).Policies);
    }

    [Theory]
    [InlineData("batch.weight > 3", "line 1, column 7")] // no such field
    [InlineData("grant.uses > 3", "line 1, column 1")] // no such fact for this kind
    [InlineData("dataset.name + 1 == ''", "line 1, column 14")]
    [InlineData("dataset.name", "has type string")]
    [InlineData("\n  dataset.", "line 2")]
    [InlineData("[1].all(a, [1].all(b, a == b)", "line 1")]
    public void Expressions_that_name_what_is_not_there_are_denied_with_their_place(string expression, string place)
    {
        Decision decision = _office.Execute(Office.Sign("alice", new PolicyDeploy(On(BatchRegister.Kind, expression))));
        var denied = Assert.IsType<Decision.Denied>(decision);
        Assert.Equal("policy.deploy.invalid", denied.Rule);
        Assert.Contains(place, denied.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_cannot_govern_what_governs()
    {
        foreach (string kind in (string[])[MemberAdd.Kind, PolicyDeploy.Kind, ProposalVote.Kind, MemberRotate.Kind, "riddle"])
        {
            _office.Denies("policy.deploy.invalid", "alice", new PolicyDeploy(On(kind, "false")));
        }
    }

    [Fact]
    public void An_expression_that_costs_too_much_denies_and_never_hangs()
    {
        string list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32]";
        string costly = $"{list}.all(a, {list}.all(b, {list}.all(c, {list}.all(d, a + b + c + d > 0))))";
        _office.Denies("policy.deploy.cost", "alice", new PolicyDeploy(On(DatasetCreate.Kind, costly)));
        Deploy(On(DatasetCreate.Kind, $"dataset.name == 'cheap' ? true : {costly}")); // costs nothing until a dataset has another name
        _office.Accepts("paul", Office.Dataset("cheap"));
        _office.Denies("policy.rules.cost", "paul", Office.Dataset("dear"));
    }

    [Fact]
    public void Time_zones_of_the_machine_mean_nothing_to_a_policy()
    {
        Deploy(On(DatasetCreate.Kind, "time.getHours(dataset.name == 'a1' ? 'Europe/Berlin' : '+01:00') >= 0"));
        _office.Denies("policy.rules.rule", "paul", Office.Dataset("a1"));
        _office.Accepts("paul", Office.Dataset("a2"));
    }

    [Fact]
    public void An_expression_without_a_value_denies()
    {
        Deploy(On(BatchRegister.Kind, "1 / (batch.records - 10) > 0"));
        _office.Accepts("paul", Office.Dataset());
        _office.Denies("policy.rules.rule", "paul", Office.Batch("b1", records: 10));
        _office.Accepts("paul", Office.Batch("b2", records: 11));
    }

    [Fact]
    public void Counters_count_what_was_let_through_for_each_sender_or_for_all()
    {
        Deploy(On(BatchRegister.Kind, "counters.own < 2 && counters.all < 3") with
        {
            Counters = [new PolicyCounter("own", true, "counters.own + 1"), new PolicyCounter("all", false, "counters.all + 1")],
        });
        _office.Accepts("alice", new MemberAdd("petra", [Roles.Provider], Office.Key("petra").PublicKey));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Denies("policy.rules.rule", "paul", Office.Batch("b3")); // two of his own
        _office.Accepts("petra", Office.Batch("b4"));
        _office.Denies("policy.rules.rule", "petra", Office.Batch("b5")); // three in all
    }

    [Fact]
    public void A_counter_that_overflows_denies()
    {
        Deploy(On(DatasetCreate.Kind, "true") with { Counters = [new PolicyCounter("big", false, "counters.big + 9223372036854775807")] });
        _office.Accepts("paul", Office.Dataset());
        _office.Denies("policy.rules.error", "paul", Office.Dataset("second"));
    }

    [Fact]
    public void Rules_on_judging_lower_the_verdict_and_never_raise_it()
    {
        Deploy(new PolicyDocument(
            "source", 1, [BatchJudge.Kind], null,
            [
                new PolicyRule("known", "provider.credibility >= 600000", "the source is not known well enough", RuleEffect.Quarantine),
                new PolicyRule("clean", "'duplicates' in checks && checks.duplicates > 900000", "too many copies", RuleEffect.Refuse),
            ],
            [], null, null, null));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Accepts("paul", Office.Batch("b2"));
        Decision.Accepted judged = _office.Judges("vera", Office.Judge("scans/paul/1", "b1"));
        BatchState first = _office.Get(DatasetKeys.Batch("scans/paul/1"));
        Assert.Equal((Verdict.Quarantined, "known: the source is not known well enough"), (first.Verdict, first.Reasons.Single()));
        Assert.Equal(2, judged.Policies.Count);
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2", leaveOut: "duplicates"));
        Assert.Equal(Verdict.Refused, _office.Get(DatasetKeys.Batch("scans/paul/2")).Verdict);
    }

    [Fact]
    public void A_condition_of_access_can_end_the_grant_under_which_it_failed()
    {
        _office.WithBatches();
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        Deploy(new PolicyDocument(
            "reading", 1, [AccessUse.Kind], "sender.name == 'tina'",
            [new PolicyRule("often", "grant.uses < 2 && batch.verdict == 'accepted'", "read too often", RuleEffect.RevokeGrant)], [], null,
            null, null));
        _office.Accepts("tina", Office.Use("scans/paul/1"));
        _office.Accepts("tina", Office.Use("scans/paul/1"));
        var denied = Assert.IsType<Decision.Denied>(_office.Execute(Office.Sign("tina", Office.Use("scans/paul/1"))));
        Assert.Equal(("policy.reading.often", "access.revoked"), (denied.Rule, denied.Events.Single().Name));
        Assert.NotNull(_office.Get(AccessKeys.Grant("scans", "tina", Purposes.Training)).Revoked);
        _office.Denies("access.grant-revoked", "tina", Office.Use("scans/paul/2"));
    }

    [Fact]
    public void The_policy_of_its_height_decides_and_the_newer_one_from_its_block_on()
    {
        Deploy(On(DatasetCreate.Kind, "dataset.name == 'a1'"));
        long from = (long)_office.Height.Value + 3;
        _office.Accepts(
            "alice", new PolicyDeploy(On(DatasetCreate.Kind, "dataset.name == 'a2'") with { Version = 2 }, new BlockHeight((ulong)from)));
        _office.Accepts("paul", Office.Dataset("a1"));
        _office.Denies("policy.rules.rule", "paul", Office.Dataset("a3"));
        _office.Accepts("paul", Office.Dataset("a2"));
        _office.Accepts("alice", new PolicyDeploy(On(DatasetCreate.Kind, "false"), new BlockHeight(1_000_000)));
        _office.Accepts("alice", new PolicyDeploy(On(DatasetCreate.Kind, "true"))); // takes the place of the one that waits
        _office.Accepts("paul", Office.Dataset("a4"));
    }

    [Fact]
    public void Withdrawn_policies_leave_their_place_to_others()
    {
        for (int i = 1; i <= 40; i++)
        {
            _office.Accepts("alice", new PolicyDeploy(On(RunClose.Kind, "true") with { Name = $"n{i}" }));
            _office.Accepts("alice", new PolicyWithdraw($"n{i}", ""));
        }
        for (int i = 1; i <= 32; i++)
        {
            _office.Accepts("alice", new PolicyDeploy(On(RunClose.Kind, "true") with { Name = $"m{i}" }));
        }
        _office.Denies("policy.deploy.too-many", "alice", new PolicyDeploy(On(RunClose.Kind, "true") with { Name = "m33" }));
    }

    [Fact]
    public void What_was_asked_and_found_can_be_traced()
    {
        Deploy(On(DatasetCreate.Kind, "dataset.classes > 2"));
        var trace = new PolicyTrace();
        var block = new BlockContext(_office.Height, _office.Time, new EntryIndex(_office.Height.Value), _office.Rules);
        Decision decision = ContractSet.Execute(_office, Office.Sign("paul", Office.Dataset()), block, trace);
        Assert.IsType<Decision.Denied>(decision);
        (PolicyFinding finding, IReadOnlyDictionary<string, Cel.CelValue> known) = Assert.Single(trace.Asked);
        Assert.Equal(("rule", false), (finding.Broken.Single().Name, finding.Results.Single().Holds));
        Assert.True(known["dataset"].AsObject().TryGetField("classes", out Cel.CelValue classes));
        Assert.Equal(2, classes.AsInt());
    }

    [Fact]
    public void A_reason_that_is_too_long_is_cut_and_never_within_a_character()
    {
        const string Flower = "\U0001F33B"; // two halves in UTF-16
        Assert.Equal(Much(500), ReasonOf(Much(500)));
        Assert.Equal(Much(499) + "…", ReasonOf(Much(501)));
        Assert.Equal(Much(498) + "…", ReasonOf(Much(498) + Flower + "x"));
        Assert.Equal(Much(497) + Flower + "…", ReasonOf(Much(497) + Flower + "xx"));

        static string Much(int length) => new('x', length);

        static string ReasonOf(string message)
        {
            var office = new Office();
            PolicyDocument policy = On(DatasetCreate.Kind, "false");
            office.Accepts("alice", new PolicyDeploy(policy with { Rules = [policy.Rules[0] with { Message = message }] }));
            return Assert.IsType<Decision.Denied>(office.Execute(Office.Sign("paul", Office.Dataset()))).Reason;
        }
    }

    [Fact]
    public void A_policy_on_registering_asks_about_the_batch_that_is_registered()
    {
        Deploy(On(BatchRegister.Kind, "batch.provider == sender.name && batch.records > 0 && dataset.name == 'scans'"));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
    }

    [Fact]
    public void A_policy_on_steps_of_training_asks_about_the_run_they_belong_to()
    {
        _office.WithRun();
        Deploy(On(RunStep.Kind, "run.trainer == 'tina' && run.epochs == 2 && run.step < 1 && step.number == 1"));
        string[] batches = ["scans/paul/1", "scans/paul/2", "scans/paul/3"];
        _office.Accepts("tina", Office.Step(1, 1, batches));
        _office.Denies("policy.rules.rule", "tina", Office.Step(2, 2, batches));
    }

    internal static PolicyDocument On(string kind, string expression) => new(
        "rules", 1, [kind], null, [new PolicyRule("rule", expression, "the rule does not hold", RuleEffect.Deny)], [], null, null, null);

    private void Deploy(PolicyDocument policy) => _office.Accepts("alice", new PolicyDeploy(policy));
}
