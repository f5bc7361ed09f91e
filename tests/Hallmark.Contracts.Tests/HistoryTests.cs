using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Withdrawing records and registering them again draws no other verdict from the same validator.</summary>
public sealed class HistoryTests
{
    private readonly Office _office = new();

    public HistoryTests() => _office.Accepts("paul", Office.Dataset());

    [Fact]
    public void Records_that_were_refused_and_come_again_are_judged_by_somebody_else()
    {
        Register("paul", 1);
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good: 50));
        Assert.Equal(Verdict.Refused, Batch("scans/paul/1").Verdict);
        Withdraw("paul", 1);
        Register("paul", 2);
        Assert.Equal("scans/paul/1", Batch("scans/paul/2").Resumes);
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/2"], ReadFor.Judging));
        _office.Denies(RuleNames.JudgedBefore, "vera", Office.Judge("scans/paul/2", "b1"));
        _office.Judges("victor", Office.Judge("scans/paul/2", "b1"));
        Assert.Equal(Verdict.Accepted, Batch("scans/paul/2").Verdict);
        Assert.Equal(["scans/paul/1"], JudgedBefore.Of(_office, Batch("scans/paul/2")).Select(before => before.Id));
    }

    [Fact]
    public void Nobody_who_ever_judged_them_judges_them_again_however_often_they_come()
    {
        Register("paul", 1);
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good: 50));
        Withdraw("paul", 1);
        Register("paul", 2);
        Withdraw("paul", 2); // not judged: it adds nothing, and hides nothing
        Register("paul", 3);
        Assert.Equal("scans/paul/1", Batch("scans/paul/3").Resumes);
        _office.Judges("victor", Office.Judge("scans/paul/3", "b1", good: 50));
        Withdraw("paul", 3);
        _office.Accepts("alice", new MemberAdd("pia", [Roles.Provider], Office.Key("pia").PublicKey));
        Register("pia", 1); // whoever registers them
        BatchState last = Batch("scans/pia/1");
        Assert.Equal(["scans/paul/3", "scans/paul/1"], JudgedBefore.Of(_office, last).Select(before => before.Id));
        foreach (string validator in new[] { "vera", "victor" })
        {
            Assert.True(JudgedBefore.By(_office, last, validator));
            _office.Accepts(validator, new AccessUse("scans", [last.Id], ReadFor.Judging));
            _office.Denies(RuleNames.JudgedBefore, validator, Office.Judge(last.Id, "b1"));
        }
    }

    [Fact]
    public void Other_records_and_those_of_another_dataset_begin_anew()
    {
        Register("paul", 1);
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good: 50));
        Withdraw("paul", 1);
        _office.Accepts("paul", Office.Batch("b2"));
        Assert.Null(Batch("scans/paul/2").Resumes);
        _office.Accepts("paul", Office.Dataset("other"));
        _office.Accepts("paul", Office.Batch("b1", "other"));
        Assert.Null(Batch("other/paul/1").Resumes);
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2"));
    }

    [Fact]
    public void A_judgement_that_a_challenge_overturned_is_not_forgotten_with_the_batch()
    {
        Register("paul", 1);
        EntryIndex judged = JudgedBy("vera");
        _office.Accepts("alice", new CreditMint("paul", 10));
        _office.Accepts("paul", new BatchChallenge("scans/paul/1", Batch("scans/paul/1").Root, judged, 1, "they are good"));
        _office.Accepts("victor", new AccessUse("scans", ["scans/paul/1"], ReadFor.Voting));
        _office.Accepts("victor", new ChallengeVote(1, false, Digest.Of("measured"u8)));
        Assert.Equal(Verdict.Pending, Batch("scans/paul/1").Verdict);
        Withdraw("paul", 1);
        Register("paul", 2);
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/2"], ReadFor.Judging));
        _office.Denies(RuleNames.JudgedBefore, "vera", Office.Judge("scans/paul/2", "b1"));
        Assert.Equal(1, _office.Get(JudgingKeys.Reliability("vera")).Overturned);
    }

    [Fact]
    public void Under_older_rules_they_were_judged_as_if_they_were_new()
    {
        _office.Rules = RuleVersions.History - 1;
        Register("paul", 1);
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1", good: 50));
        _office.Accepts("paul", new BatchWithdraw("scans/paul/1", Batch("scans/paul/1").Root, ""));
        Register("paul", 2);
        Assert.Null(Batch("scans/paul/2").Resumes);
        _office.Judges("vera", Office.Judge("scans/paul/2", "b1"));
    }

    [Theory]
    [InlineData(0, 100, "the same in another order")]
    [InlineData(1, 101, "one less and one more")]
    [InlineData(0, 130, "three in four are old")]
    [InlineData(0, 25, "a quarter of them")]
    [InlineData(20, 100, "all but the first")]
    public void Records_are_known_again_in_another_order_and_in_other_batches(int from, int to, string which)
    {
        Refused(0, 100);
        RegisterRecords("second", from, to);
        Assert.Equal((which, "scans/paul/1"), (which, Batch("scans/paul/2").Resumes));
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/2"], ReadFor.Judging));
        _office.Denies(RuleNames.JudgedBefore, "vera", Office.Judge("scans/paul/2", "second"));
        _office.Judges("victor", Office.Judge("scans/paul/2", "second"));
    }

    [Theory]
    [InlineData(50, 150, "half of them are new")]
    [InlineData(0, 1000, "one in ten is old")]
    [InlineData(200, 300, "all are new")]
    public void A_batch_with_enough_of_its_own_begins_anew(int from, int to, string which)
    {
        Refused(0, 100);
        RegisterRecords("second", from, to);
        Assert.Equal((which, null), (which, Batch("scans/paul/2").Resumes));
        _office.Judges("vera", Office.Judge("scans/paul/2", "second"));
    }

    [Fact]
    public void Two_batches_put_together_are_known_again()
    {
        Refused(0, 30);
        RegisterRecords("second", 30, 60);
        _office.Judges("vera", Office.Judge("scans/paul/2", "second", good: 50));
        RegisterRecords("third", 0, 60);
        Assert.NotNull(Batch("scans/paul/3").Resumes);
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/3"], ReadFor.Judging));
        _office.Denies(RuleNames.JudgedBefore, "vera", Office.Judge("scans/paul/3", "third"));
    }

    [Fact]
    public void A_large_batch_is_known_again_in_its_parts()
    {
        Refused(0, 4_000);
        for (int part = 0; part < 8; part++)
        {
            RegisterRecords($"part {part}", part * 500, (part + 1) * 500);
            Assert.Equal("scans/paul/1", Batch($"scans/paul/{part + 2}").Resumes);
        }
    }

    [Fact]
    public void Accepted_records_are_remembered_once_they_are_withdrawn()
    {
        RegisterRecords("first", 0, 100);
        _office.Judges("vera", Office.Judge("scans/paul/1", "first"));
        Assert.Equal(Verdict.Accepted, Batch("scans/paul/1").Verdict);
        RegisterRecords("copies, which the check of copies is for", 0, 99);
        Assert.Null(Batch("scans/paul/2").Resumes);
        Withdraw("paul", 1);
        RegisterRecords("third", 0, 101);
        Assert.Equal("scans/paul/1", Batch("scans/paul/3").Resumes);
    }

    [Theory]
    [InlineData(0, 100)] // just the same records
    [InlineData(0, 160)] // with others among them
    public void A_copy_that_was_refused_is_no_history_of_the_records_that_were_accepted_before(int from, int to)
    {
        RegisterRecords("first", 0, 100);
        _office.Judges("vera", Office.Judge("scans/paul/1", "first"));
        _office.Accepts("alice", new MemberAdd("pia", [Roles.Provider], Office.Key("pia").PublicKey));
        RegisterRecords("copy", from, to, "pia");
        _office.Judges("vera", Office.Judge("scans/pia/1", "copy", good: 50));
        Assert.Equal(Verdict.Refused, Batch("scans/pia/1").Verdict);

        RegisterRecords("one more", 0, 101);
        Assert.Null(Batch("scans/paul/2").Resumes);
        if (to > 101) // what the copy had of its own is known again
        {
            RegisterRecords("own", 101, to, "pia");
            Assert.Equal("scans/pia/1", Batch("scans/pia/2").Resumes);
        }
    }

    [Fact]
    public void A_manifest_without_a_sketch_is_denied_and_rules_8_know_none()
    {
        BatchRegister register = Office.Batch("b1");
        _office.Denies("batch.sketch", "paul", new BatchRegister(register.Manifest with { Sketch = null }));
        Decision decision = new Office { Rules = RuleVersions.Sketches - 1 }.Execute(Office.Sign("paul", register));
        Assert.Contains("manifest.sketch", Assert.IsType<Decision.Refused>(decision).Reason, StringComparison.Ordinal);
    }

    private void Refused(int from, int to)
    {
        RegisterRecords("first", from, to);
        _office.Judges("vera", Office.Judge("scans/paul/1", "first", good: 50));
        Assert.Equal(Verdict.Refused, Batch("scans/paul/1").Verdict);
    }

    private void RegisterRecords(string root, int from, int to, string provider = "paul") => _office.Accepts(provider, new BatchRegister(
        Office.Batch(root, records: to - from).Manifest with
        {
            Sketch = Office.SketchOf(Enumerable.Range(from, to - from).Select(record => $"record {record}")),
        }));

    private BatchState Batch(string id) => _office.Get(DatasetKeys.Batch(id));

    private void Register(string provider, int number)
    {
        _office.Accepts(provider, Office.Batch("b1"));
        Assert.Equal(Verdict.Pending, Batch($"scans/{provider}/{number}").Verdict);
    }

    private void Withdraw(string provider, int number)
    {
        string id = $"scans/{provider}/{number}";
        _office.Accepts(provider, _office.Erasing(new BatchWithdraw(id, Batch(id).Root, "again")));
    }

    private EntryIndex JudgedBy(string validator)
    {
        _office.Judges(validator, Office.Judge("scans/paul/1", "b1", good: 50));
        return Batch("scans/paul/1").JudgedEntry!.Value;
    }
}
