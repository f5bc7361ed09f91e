using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Tests;

/// <summary>Who may say that it reads what, and whose grants open what.</summary>
public sealed class AccessTests
{
    private readonly Office _office = new();

    [Fact]
    public void A_use_needs_a_grant_of_ones_own_for_the_purpose_that_holds()
    {
        _office.WithBatches();
        _office.Denies("access.no-grant", "tina", Office.Use("scans/paul/1"));
        _office.Accepts("alice", new AccessGrant("tom", "scans", Purposes.Training, null));
        _office.Denies("access.no-grant", "tina", Office.Use("scans/paul/1")); // tom's
        _office.Accepts("paul", new AccessGrant("tina", "scans", "research", null, "scans/paul/2"));
        _office.Denies("access.no-grant", "tina", Office.Use("scans/paul/2")); // for research
        _office.Denies("access.no-grant", "tina", new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose("research"))); // another's
        _office.Accepts("tina", new AccessUse("scans", ["scans/paul/2"], ReadFor.Purpose("research")));
        _office.Denies("access.dataset", "paul", new AccessGrant("tina", "scans", "research", null, "other/paul/1") with
        {
            Dataset = "scans",
            Batch = Other(),
        });
        Decision.Accepted ended = _office.Accepts("paul", new AccessRevoke("tina", "scans", "research", "done", "scans/paul/2"));
        Assert.Equal("scans/paul/2", ended.Events.Single(item => item.Name == "access.revoked").Find("on"));
        _office.Denies("access.grant-revoked", "tina", new AccessUse("scans", ["scans/paul/2"], ReadFor.Purpose("research")));
        _office.Denies("access.revoke.again", "paul", new AccessRevoke("tina", "scans", "research", "done", "scans/paul/2"));
        _office.Denies("access.revoke.role", "tina", new AccessRevoke("tom", "scans", Purposes.Training, "jealous"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_grant_that_ended_does_not_stand_in_the_way_of_one_on_the_dataset_that_holds(bool revoked)
    {
        _office.WithBatches();
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        EntryIndex wide = _office.Get(AccessKeys.Grant("scans", "tina", Purposes.Training)).Entry;
        long until = (_office.Time / 1000) + 60;
        _office.Accepts("paul", new AccessGrant("tina", "scans", Purposes.Training, until, "scans/paul/1"));
        EntryIndex own = _office.Get(AccessKeys.BatchGrant("scans/paul/1", "tina", Purposes.Training)).Entry;
        Assert.Equal([own], GrantsOf(_office.Accepts("tina", Office.Use("scans/paul/1"))));
        if (revoked)
        {
            _office.Accepts("paul", new AccessRevoke("tina", "scans", Purposes.Training, "done", "scans/paul/1"));
        }
        else
        {
            _office.Time = until * 1000;
        }
        Assert.Equal([wide], GrantsOf(_office.Accepts("tina", Office.Use("scans/paul/1"))));
        _office.Accepts("alice", new AccessRevoke("tina", "scans", Purposes.Training, "done"));
        _office.Denies("access.grant-revoked", "tina", Office.Use("scans/paul/1"));
    }

    [Fact]
    public void Roles_open_what_they_are_for_and_nothing_else()
    {
        _office.WithBatches();
        _office.Accepts("alice", new MemberAdd("audrey", [Roles.Auditor], Office.Key("audrey").PublicKey));
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Accepts("audrey", new AccessUse("scans", ["scans/paul/1"], ReadFor.Auditing));
        _office.Accepts("paul", new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose("anything")));
        _office.Denies("access.no-grant", "vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose(Purposes.Training)));
        _office.Denies("access.act", "audrey", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Denies("access.act", "tina", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Denies("access.act", "vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Auditing));
    }

    [Fact]
    public void The_word_of_an_act_stands_for_no_grant()
    {
        _office.WithBatches();
        _office.Accepts("alice", new MemberAdd("tilda", [Roles.Trainer, Roles.Validator], Office.Key("tilda").PublicKey));
        foreach (ReadFor act in ReadFor.Acts)
        {
            _office.Denies("access.purpose", "tilda", new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose(act.Word)));
            _office.Denies("access.purpose", "alice", new AccessGrant("tilda", "scans", act.Word, null));
        }
        _office.Accepts("tilda", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging));
        _office.Accepts("tilda", Office.Schedule("scans/paul/1"));
        _office.Denies("access.purpose", "tilda", Office.Open(purpose: ReadFor.Judging.Word));
        _office.Denies("access.no-grant", "tilda", Office.Open());
    }

    [Fact]
    public void Under_the_rules_of_before_the_word_alone_made_the_difference()
    {
        var office = new Office(Office.Founding, RuleVersions.Acts - 1);
        office.WithBatches();
        office.Accepts("vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Purpose(ReadFor.Judging.Word)));
        office.Accepts("alice", new AccessGrant("tina", "scans", ReadFor.Auditing.Word, null));
        Decision refused = office.Execute(Office.Sign("vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging)));
        Assert.Contains("is not known to rules", Assert.IsType<Decision.Refused>(refused).Reason);
    }

    [Fact]
    public void A_sealed_batch_is_granted_by_its_provider_or_an_admin_and_judged_while_undecided()
    {
        _office.Accepts("alice", new MemberAdd("petra", [Roles.Provider], Office.Key("petra").PublicKey));
        _office.Accepts("petra", Office.Dataset());
        _office.Denies("batch.custodian", "paul", Sealed("s1"));
        using var key = AgreementKey.Create();
        _office.Accepts("paul", new MemberAgreement("paul", key.PublicKey));
        _office.Accepts("paul", Sealed("s1"));
        _office.Accepts("petra", new AccessGrant("tina", "scans", Purposes.Training, null)); // she opened the dataset
        _office.Denies("access.grant-reach", "tina", Office.Use("scans/paul/1"));
        _office.Accepts("petra", new AccessGrant("tom", "scans", Purposes.Training, null, "scans/paul/1"));
        _office.Denies("access.grant-reach", "tom", Office.Use("scans/paul/1"));
        _office.Accepts("paul", new AccessGrant("tina", "scans", Purposes.Training, null, "scans/paul/1"));
        _office.Accepts("tina", Office.Use("scans/paul/1"));
        _office.Judges("vera", Office.Judge("scans/paul/1", "s1"));
        _office.Denies("access.act", "victor", new AccessUse("scans", ["scans/paul/1"], ReadFor.Judging)); // decided
        _office.Denies("access.act", "victor", new AccessUse("scans", ["scans/paul/1"], ReadFor.Voting)); // nobody doubts it
        _office.Denies("access.act", "vera", new AccessUse("scans", ["scans/paul/1"], ReadFor.Rechecking)); // its own judgement
        _office.Accepts("victor", new AccessUse("scans", ["scans/paul/1"], ReadFor.Rechecking));
    }

    [Fact]
    public void A_key_agreement_key_is_never_a_signing_key_and_nobody_elses()
    {
        using var key = AgreementKey.Create();
        _office.Denies("member.key-taken", "paul", new MemberAgreement("paul", new AgreementPublicKey(Office.Key("paul").PublicKey)));
        _office.Denies("member.agreement.own", "vera", new MemberAgreement("paul", key.PublicKey));
        _office.Accepts("paul", new MemberAgreement("paul", key.PublicKey));
        _office.Denies("member.key-taken", "vera", new MemberAgreement("vera", key.PublicKey));
        _office.Denies("member.key-taken", "alice", new MemberAdd("nina", [], key.PublicKey.Curve));
    }

    [Fact]
    public void A_withdrawn_batch_is_used_no_more_and_can_be_registered_anew()
    {
        _office.WithRun();
        _office.Denies("batch.withdraw.own", "alice", new BatchWithdraw("scans/paul/1", Root("b1"), ""));
        _office.Denies("batch.withdraw.root", "paul", new BatchWithdraw("scans/paul/1", Root("b2"), ""));
        _office.Accepts("paul", _office.Erasing(new BatchWithdraw("scans/paul/1", Root("b1"), "asked for")));
        _office.Denies("batch.withdraw.again", "paul", new BatchWithdraw("scans/paul/1", Root("b1"), ""));
        _office.Denies("access.withdrawn", "tina", Office.Use("scans/paul/1"));
        _office.Denies("run.batch-not-accepted", "tina", Office.Step(1, 1, "scans/paul/1"));
        _office.Denies("schedule.not-accepted", "tina", Office.Schedule("scans/paul/1"));
        _office.Accepts("paul", Office.Batch("b1"));
        Assert.Equal(Verdict.Pending, _office.Get(DatasetKeys.Batch("scans/paul/4")).Verdict);
    }

    private static Digest Root(string content) => Office.Batch(content).Manifest.Root;

    private string Other()
    {
        _office.Accepts("paul", Office.Dataset("other"));
        _office.Accepts("paul", Office.Batch("o1", "other"));
        return "other/paul/1";
    }

    /// <summary>Sizes as sealed objects of ten records have them.</summary>
    private static IReadOnlyList<EntryIndex> GrantsOf(Decision.Accepted accepted) =>
        AccessUsed.Read(new Outcome { Events = accepted.Events, Policies = [], Writes = default }).Grants;

    internal static BatchRegister Sealed(string content)
    {
        var reference = new ObjectReference(Digest.Of("sealed"u8), SealedObject.SizeOf(640));
        return new BatchRegister(Office.Batch(content).Manifest with
        {
            Tier = BatchTier.Sealed,
            ClassCounts = [],
            SourceName = "",
            FirstLine = 0,
            LastLine = 0,
            Content = reference,
            Tree = reference,
        });
    }
}
