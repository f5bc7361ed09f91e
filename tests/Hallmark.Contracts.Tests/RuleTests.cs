using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Tests;

/// <summary>Each rule by name: what it denies, beside the good way that is accepted.</summary>
public sealed class RuleTests
{
    private readonly Office _office = new();

    [Fact]
    public void Objects_that_statements_name_have_no_more_bytes_than_their_kind_can_have()
    {
        ObjectReference Large(long limit) => Office.Object with { Size = limit + 1 };
        DatasetCreate dataset = Office.Dataset("large") with { Schema = Large(ObjectLimits.Schema) };
        _office.Denies("dataset.schema", "paul", dataset);
        _office.WithBatches();
        _office.Accepts("paul", Office.Batch("b4"));
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/4"], ReadFor.Judging));
        _office.Denies("judge.details", "vera", Office.Judge("scans/paul/4", "b4") with { Details = Large(ObjectLimits.Details) });
        EvaluationSet heldOut = Office.HeldOut with { Root = Digest.Of("large"u8), Content = Large(ObjectLimits.HeldOut) };
        _office.Denies("evaluation.content", "vera", new EvaluationCommit("scans", heldOut));
        _office.Rules = RuleVersions.BoundObjects - 1;
        _office.Accepts("paul", dataset);
    }

    [Fact]
    public void Data_that_drifted_from_what_was_accepted_raises_an_alarm()
    {
        _office.WithBatches();
        _office.Accepts("paul", Office.Batch("b4"));
        BatchJudge measured = Office.Judge("scans/paul/4", "b4");
        BatchJudge Drifted(long good) => measured with { Checks = [.. measured.Checks, new CheckResult("drift", good, 5)] };
        LedgerEvent alarm = _office.Judges("vera", Drifted(3)).Events.Single(item => item.Name == "dataset.drifted");
        Assert.Equal(("scans/paul/4", "2", "5"), (alarm.Find("batch"), alarm.Find("drifted"), alarm.Find("of")));

        _office.Accepts("paul", Office.Batch("b5"));
        measured = Office.Judge("scans/paul/5", "b5");
        Assert.DoesNotContain(_office.Judges("vera", Drifted(5)).Events, item => item.Name == "dataset.drifted");
    }

    [Fact]
    public void Genesis_makes_the_admin_and_the_default_policy_and_comes_first_only()
    {
        Assert.Equal(["admin"], _office.Get(MemberKeys.Member("alice")).Roles);
        Assert.Equal(PolicyDocument.Standard.Digest, _office.Get(PolicyKeys.Policy(PolicyDocument.AdmissionName)).At(default)!.Digest);
        Assert.Null(_office.Find(MemberKeys.Member(Denial.Issuer)));
        Statement again = Statement.Sign(
            Office.Key("ledger"), Genesis.Kind, Denial.Issuer, "office", Office.Ledger, 0, Office.Founding.ToBytes());
        Assert.IsType<Decision.Refused>(_office.Execute(again));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("Alice")]
    [InlineData("ledger")]
    public void Genesis_with_an_admin_that_is_no_name_is_refused(string admin)
    {
        Genesis genesis = Office.Founding with { Admin = admin };
        Statement statement = Statement.Sign(
            Office.Key("ledger"), Genesis.Kind, Denial.Issuer, "office", genesis.LedgerId, 0, genesis.ToBytes());
        Assert.IsType<Decision.Refused>(Office.Contracts.Execute(new LedgerState(), statement, default));
    }

    [Fact]
    public void Only_an_admin_adds_members_under_free_names_with_fresh_keys()
    {
        CoseKey fresh = Office.Key("fresh").PublicKey;
        _office.Denies("member.add.role", "paul", new MemberAdd("nina", [Roles.Reader], fresh));
        _office.Denies("member.name-taken", "alice", new MemberAdd("paul", [Roles.Reader], fresh));
        _office.Denies("member.name-taken", "alice", new MemberAdd(Denial.Issuer, [Roles.Reader], fresh));
        _office.Denies("member.key-taken", "alice", new MemberAdd("nina", [Roles.Reader], Office.Key("paul").PublicKey));
        _office.Denies("member.key-taken", "alice", new MemberAdd("nina", [Roles.Reader], Office.Key("ledger").PublicKey));
        _office.Denies("member.unknown", "nina", Office.Dataset());
        _office.Accepts("alice", new MemberAdd("nina", [Roles.Provider], fresh));
        Assert.Equal("nina", Office.Contracts.FindKey(_office, fresh.Thumbprint)!.Value.Member);
        _office.Accepts("nina", Office.Dataset(), Office.Key("fresh"));
    }

    [Fact]
    public void A_member_rotates_its_own_key_with_the_new_keys_proof()
    {
        KeySigner old = Office.Key("paul");
        KeySigner next = Office.Key("paul-2");
        byte[] proof = next.Sign(MemberRotate.ToBeProved(Office.Ledger, old.PublicKey.Thumbprint, "paul"));
        _office.Denies("member.rotate.own", "vera", new MemberRotate("paul", next.PublicKey, proof));
        _office.Denies("member.rotate.proof", "paul", new MemberRotate("paul", next.PublicKey, new byte[64]));
        _office.Denies("member.rotate.proof", "paul", new MemberRotate("paul", next.PublicKey, []));
        _office.Denies(
            "member.rotate.proof", "paul",
            new MemberRotate("paul", next.PublicKey, old.Sign(MemberRotate.ToBeProved(Office.Ledger, old.PublicKey.Thumbprint, "paul"))));
        _office.Denies("member.rotate.proof", "vera", new MemberRotate("vera", next.PublicKey, proof));
        _office.Denies("member.key-taken", "paul", new MemberRotate("paul", Office.Key("vera").PublicKey, proof));
        _office.Accepts("paul", new MemberRotate("paul", next.PublicKey, proof));
        _office.Denies("member.old-key", "paul", Office.Dataset());
        _office.Denies("member.key-taken", "alice", new MemberAdd("nina", [], old.PublicKey));
        _office.Accepts("paul", Office.Dataset(), next);
        Assert.Equal("paul", Office.Contracts.FindKey(_office, old.PublicKey.Thumbprint)!.Value.Member);
    }

    [Fact]
    public void An_admin_revokes_others_once_and_the_revoked_do_nothing_more()
    {
        _office.Denies("member.revoke.role", "paul", new MemberRevoke("vera", "left"));
        _office.Denies("member.revoke.unknown", "alice", new MemberRevoke("nobody", "left"));
        _office.Denies("member.last-admin", "alice", new MemberRevoke("alice", "left"));
        _office.Accepts("alice", new MemberRevoke("paul", "left"));
        _office.Denies("member.revoke.again", "alice", new MemberRevoke("paul", "left"));
        _office.Denies("member.revoked", "paul", Office.Dataset());
        _office.Denies("member.name-taken", "alice", new MemberAdd("paul", [], Office.Key("fresh").PublicKey));
    }

    [Fact]
    public void A_provider_registers_batches_that_follow_the_schema_once()
    {
        _office.Denies("dataset.create.role", "vera", Office.Dataset());
        _office.Denies("batch.register.unknown", "paul", Office.Batch("b1"));
        _office.Accepts("paul", Office.Dataset());
        _office.Denies("dataset.exists", "alice", Office.Dataset());
        _office.Denies("batch.register.role", "alice", Office.Batch("b1"));
        _office.Denies("batch.schema", "paul", new BatchRegister(Office.Batch("b1").Manifest with { SchemaDigest = Digest.Of("other"u8) }));
        _office.Denies("batch.classes", "paul", new BatchRegister(Office.Batch("b1").Manifest with { ClassCounts = [1, 2, 7] }));
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Denies("batch.copy", "paul", Office.Batch("b1"));
        _office.Accepts("alice", new MemberAdd("petra", [Roles.Provider], Office.Key("petra").PublicKey));
        _office.Denies("batch.copy", "petra", Office.Batch("b1"));
        _office.Accepts("petra", Office.Batch("b2"));
        _office.Accepts("paul", Office.Batch("b3"));
        Assert.Equal(Verdict.Pending, _office.Get(DatasetKeys.Batch("scans/petra/1")).Verdict);
        Assert.Equal(10, _office.Get(DatasetKeys.Batch("scans/paul/2")).Records);
    }

    [Fact]
    public void A_validator_judges_others_batches_until_they_are_decided()
    {
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Accepts("alice", new MemberAdd("both", [Roles.Provider, Roles.Validator], Office.Key("both").PublicKey));
        _office.Accepts("both", Office.Batch("own"));
        _office.Denies("batch.judge.role", "paul", Office.Judge("scans/paul/1", "b1"));
        _office.Denies("batch.judge.unknown", "vera", Office.Judge("scans/paul/9", "b1"));
        _office.Denies("judge.root", "vera", Office.Judge("scans/paul/1", "b2"));
        _office.Denies("judge.own-batch", "both", Office.Judge("scans/both/1", "own"));
        Decision.Accepted quarantined = _office.Judges("vera", Office.Judge("scans/paul/1", "b1", leaveOut: "labels"));
        Assert.Equal([PolicyDocument.Standard.Digest], quarantined.Policies);
        Assert.Equal(Verdict.Quarantined, _office.Get(DatasetKeys.Batch("scans/paul/1")).Verdict);
        _office.Denies("judge.again", "vera", Office.Judge("scans/paul/1", "b1"));
        _office.Denies("access.no-use", "victor", Office.Judge("scans/paul/1", "b1"));
        _office.Accepts("victor", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Denies("judge.pool", "victor", Office.Judge("scans/paul/1", "b1") with { TreeSize = new TreeSize(1) });
        _office.Denies("judge.pool", "victor", Office.Judge("scans/paul/1", "b1") with { TreeSize = new TreeSize(1_000) });
        _office.Denies("judge.parameters", "victor", Office.Judge("scans/paul/1", "b1") with { Neighbours = 1 });
        _office.Judges("victor", Office.Judge("scans/paul/1", "b1"));
        Assert.Equal(Verdict.Accepted, _office.Get(DatasetKeys.Batch("scans/paul/1")).Verdict);
        _office.Denies("judge.decided", "vera", Office.Judge("scans/paul/1", "b1", good: 0));
        _office.Judges("vera", Office.Judge("scans/both/1", "own", good: 0));
        _office.Denies("judge.decided", "vera", Office.Judge("scans/both/1", "own"));
    }

    [Fact]
    public void A_policy_is_deployed_by_an_admin_and_decides_from_then_on()
    {
        var lenient = PolicyDocument.ForAdmission(new Scoring([new CheckRule("schema", 1, 0, 0, false)], 0, 0, 10));
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Denies("policy.deploy.role", "vera", new PolicyDeploy(lenient));
        _office.Accepts("alice", new PolicyDeploy(lenient));
        Assert.Equal([lenient.Digest], _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good: 0)).Policies);
        Assert.Equal(Verdict.Accepted, _office.Get(DatasetKeys.Batch("scans/paul/1")).Verdict);
    }

    [Fact]
    public void An_admin_or_the_owner_grants_use_to_members_in_good_standing()
    {
        _office.Accepts("paul", Office.Dataset());
        var grant = new AccessGrant("tina", "scans", Purposes.Training, null);
        _office.Denies("access.grant.role", "tina", grant);
        _office.Denies("access.grant.unknown", "alice", grant with { Dataset = "none" });
        _office.Denies("access.grant.unknown", "alice", grant with { Member = "nobody" });
        _office.Accepts("paul", grant);
        _office.Accepts("alice", grant);
        _office.Accepts("alice", new MemberRevoke("tina", "left"));
        _office.Denies("access.grant.revoked", "alice", grant);
    }

    [Fact]
    public void A_trainer_schedules_accepted_batches_of_one_dataset_within_the_budget()
    {
        _office.WithBatches();
        _office.Accepts("paul", Office.Batch("b4"));
        _office.Accepts("paul", Office.Dataset("other"));
        _office.Accepts("paul", Office.Batch("b1", "other"));
        _office.Denies("schedule.commit.role", "vera", Office.Schedule("scans/paul/1"));
        _office.Denies("schedule.commit.unknown", "tina", Office.Schedule("scans/paul/1") with { Dataset = "none" });
        _office.Denies("schedule.commit.unknown", "tina", Office.Schedule("scans/paul/9"));
        _office.Denies("schedule.empty", "tina", Office.Schedule());
        _office.Denies("schedule.repeated", "tina", Office.Schedule("scans/paul/1", "scans/paul/1"));
        _office.Denies("schedule.dataset", "tina", Office.Schedule("other/paul/1"));
        _office.Denies("schedule.not-accepted", "tina", Office.Schedule("scans/paul/4"));
        _office.Denies("schedule.budget", "tina", Office.ScheduleUnder(Office.Terms with { Budget = 19 }, "scans/paul/1", "scans/paul/2"));
        _office.Accepts("tina", Office.ScheduleUnder(Office.Terms with { Budget = 20 }, "scans/paul/1", "scans/paul/2"));
    }

    [Fact]
    public void A_run_opens_on_ones_own_schedule_under_a_grant_that_has_not_expired()
    {
        _office.WithBatches();
        _office.Accepts("tina", Office.Schedule("scans/paul/1"));
        long now = _office.Time / 1000;
        _office.Denies("run.open.role", "vera", Office.Open());
        _office.Denies("run.open.unknown", "tina", Office.Open("scans/schedule/2"));
        _office.Denies("run.schedule", "tom", Office.Open());
        _office.Denies("access.no-grant", "tina", Office.Open());
        _office.Accepts("alice", new AccessGrant("tom", "scans", Purposes.Training, null));
        _office.Accepts("alice", new AccessGrant("tina", "scans", "research", null));
        _office.Denies("access.no-grant", "tina", Office.Open());
        _office.Denies("access.grant.past", "alice", new AccessGrant("tina", "scans", Purposes.Training, now));
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, now + 1));
        _office.Denies("access.no-use", "tina", Office.Open());
        _office.Accepts("tina", Office.Use("scans/paul/1"));
        _office.Time += 999;
        _office.Accepts("tina", Office.Open());
        _office.Time += 1;
        _office.Denies("access.grant-expired", "tina", Office.Open());
    }

    [Fact]
    public void A_batch_that_stands_in_quarantine_cannot_be_trained_on()
    {
        _office.WithRun();
        StateKey<BatchState> key = DatasetKeys.Batch("scans/paul/1");
        _office.Put(key, _office.Get(key) with { Verdict = Verdict.Quarantined });
        _office.Denies("run.batch-not-accepted", "tina", Office.Step(1, 1, "scans/paul/1"));
        _office.Denies("run.batch-not-accepted", "tina", Office.Open());
    }

    [Fact]
    public void Steps_follow_the_schedule_in_order_and_number_by_its_trainer_while_the_run_is_open()
    {
        _office.WithRun();
        _office.Accepts("paul", Office.Batch("b4"));
        _office.Denies("run.step.unknown", "tina", Office.Step(1, 1, "scans/paul/1") with { Run = "scans/run/9" });
        _office.Denies("run.trainer", "tom", Office.Step(1, 1, "scans/paul/1"));
        _office.Denies("run.step.unscheduled", "tina", Office.Step(1, 1, "scans/paul/4"));
        _office.Denies("run.step.number", "tina", Office.Step(2, 1, "scans/paul/1"));
        _office.Denies("run.step.epoch", "tina", Office.Step(1, 2, "scans/paul/1"));
        _office.Denies("run.step.order", "tina", Office.Step(1, 1, "scans/paul/2"));
        _office.Denies("run.step.order", "tina", Office.Step(1, 1));
        _office.Denies("run.step.order", "tina", Office.Step(1, 1, "scans/paul/1", "scans/paul/3"));
        _office.Accepts("tina", Office.Step(1, 1, "scans/paul/1", "scans/paul/2"));
        _office.Denies("run.step.number", "tina", Office.Step(1, 1, "scans/paul/3"));
        _office.Denies("run.step.order", "tina", Office.Step(2, 1, "scans/paul/3", "scans/paul/1"));
        _office.Accepts("tina", Office.Step(2, 1, "scans/paul/3"));
        _office.Denies("run.step.epoch", "tina", Office.Step(3, 1, "scans/paul/1"));
        _office.Accepts("tina", Office.Step(3, 2, "scans/paul/1", "scans/paul/2", "scans/paul/3"));
        _office.Denies("run.step.epoch", "tina", Office.Step(4, 3, "scans/paul/1"));
        _office.Denies("run.trainer", "tom", Office.Close());
        Assert.Equal("yes", _office.Accepts("tina", Office.Close()).Events[0].Find("complete"));
        _office.Denies("run.closed", "tina", Office.Step(4, 2, "scans/paul/1"));
        _office.Denies("run.closed", "tina", Office.Close());
    }

    [Fact]
    public void Whoever_is_no_trainer_any_more_trains_no_further_but_can_close()
    {
        _office.WithRun();
        _office.Accepts("alice", new MemberRoles("tina", [Roles.Reader]));
        _office.Denies("run.step.role", "tina", Office.Step(1, 1, "scans/paul/1"));
        _office.Accepts("tina", Office.Close());
    }

    [Fact]
    public void An_unfinished_run_can_be_closed_and_says_so() =>
        Assert.Equal("no", _office.WithRun().Accepts("tina", Office.Close()).Events[0].Find("complete"));

    [Fact]
    public void Malformed_payloads_are_refused_and_not_denied()
    {
        CborMapWriter Map() => new CborMapWriter().Integer("format", 1);
        _office.Refuses("member.add.key", "alice", MemberAdd.Kind, Map().Text("member", "nina").Texts("roles", []), "nina");
        _office.Refuses("not a name", "alice", MemberRevoke.Kind, Map().Text("member", "NINA").Text("reason", ""), "NINA");
        _office.Refuses(
            "not a known field", "alice", MemberRevoke.Kind, Map().Text("member", "paul").Text("reason", "").Text("more", ""), "paul");
        _office.Refuses("statement sub", "alice", MemberRevoke.Kind, Map().Text("member", "paul").Text("reason", ""), "vera");
        _office.Refuses(
            "format", "alice", MemberRevoke.Kind, new CborMapWriter().Integer("format", 2).Text("member", "paul").Text("reason", ""),
            "paul");
        _office.Refuses(
            "roles", "alice", MemberAdd.Kind,
            Map().Text("member", "nina").Texts("roles", ["king"]).Bytes("key", Office.Key("fresh").PublicKey.Encoded), "nina");
        _office.Refuses("kind riddle", "alice", "riddle", Map(), "x");
        BatchJudge judge = Office.Judge("scans/paul/1", "b1");
        Refuses("twice", "vera", judge with { Checks = [new CheckResult("labels", 1, 1), new CheckResult("labels", 0, 1)] });
        Refuses("good", "vera", judge with { Checks = [new CheckResult("labels", 2, 1)] });
        Refuses("of", "vera", judge with { Checks = [new CheckResult("labels", 2, (1L << 40) + 1)] });
        Refuses("weight", "alice", Deploy(Scoring.Standard with { Checks = [new CheckRule("schema", 0, 0, 0, false)] }));
        Refuses("weight", "alice", Deploy(Scoring.Standard with { Checks = [] }));
        Refuses("twice", "alice", Deploy(Scoring.Standard with { Checks = [.. Scoring.Standard.Checks, Scoring.Standard.Checks[0]] }));
        Refuses("step", "tina", Office.Step(0, 1, "scans/paul/1"));
        Refuses("testAccuracy", "tina", Office.Close() with { TestAccuracyPpm = 1_000_001 });
        Refuses("records", "paul", new BatchRegister(Office.Batch("b1").Manifest with { Records = 0 }));
    }

    private static PolicyDeploy Deploy(Scoring scoring) => new(PolicyDocument.ForAdmission(scoring));

    private void Refuses<T>(string reason, string sender, T payload)
        where T : IPayload<T> => _office.Refuses(reason, sender, T.Kind, payload.ToMap().Integer("format", 1), payload.Subject);
}
