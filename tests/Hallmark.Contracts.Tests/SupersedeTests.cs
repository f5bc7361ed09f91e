using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>A corrected batch takes the place of those before; their proofs stay.</summary>
public sealed class SupersedeTests
{
    private readonly Office _office = new();

    public SupersedeTests()
    {
        _office.Accepts("paul", Office.Dataset());
        _office.Accepts("paul", Office.Batch("b1"));
        _office.Accepts("paul", Office.Batch("b2"));
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1"));
    }

    [Fact]
    public void What_was_superseded_is_neither_chosen_nor_judged_nor_compared_with()
    {
        TreeSize before = Size();
        _office.Accepts("paul", Corrected("b3", "scans/paul/1", "scans/paul/2"));
        BatchState accepted = Batch("scans/paul/1");
        Assert.Equal(("accepted", "scans/paul/3"), (accepted.Standing, accepted.Superseded!.By));
        Assert.True(accepted.IsUsable); // until the corrected one is
        Assert.True(accepted.IsComparedAt(before));
        Assert.False(accepted.IsComparedAt(Size()));
        _office.Denies("judge.superseded", "vera", Office.Judge("scans/paul/2", "b2"));
        _office.Judges("vera", Office.Judge("scans/paul/3", "b3"));
        Assert.True(Batch("scans/paul/3").IsUsable);
        Assert.Equal(("superseded", false), (Batch("scans/paul/1").Standing, Batch("scans/paul/1").IsUsable));
    }

    [Fact]
    public void What_was_accepted_stays_in_use_where_its_correction_is_refused()
    {
        _office.Accepts("paul", Corrected("b3", "scans/paul/1"));
        _office.Judges("vera", Office.Judge("scans/paul/3", "b3", good: 50));
        Assert.True(Batch("scans/paul/1").IsUsable);
        _office.Accepts("paul", Corrected("b4", "scans/paul/3"));
        _office.Judges("vera", Office.Judge("scans/paul/4", "b4"));
        Assert.False(Batch("scans/paul/1").IsUsable); // what corrects the correction takes the place of both
    }

    [Fact]
    public void Correcting_draws_no_second_verdict_from_the_same_validator_whatever_the_first_was()
    {
        BatchRegister little = Corrected("b3", "scans/paul/1");
        _office.Accepts("paul", little with { Manifest = little.Manifest with { Sketch = Office.Batch("b1").Manifest.Sketch } });
        Assert.Equal("scans/paul/1", Batch("scans/paul/3").Resumes);
        _office.Accepts("vera", new AccessUse("scans", ["scans/paul/3"], ReadFor.Judging));
        _office.Denies(RuleNames.JudgedBefore, "vera", Office.Judge("scans/paul/3", "b3"));
        _office.Judges("victor", Office.Judge("scans/paul/3", "b3"));
        Assert.False(Batch("scans/paul/1").IsUsable);
    }

    [Fact]
    public void Only_ones_own_that_stand_are_superseded_and_each_once()
    {
        _office.Accepts("alice", new MemberAdd("pia", [Roles.Provider], Office.Key("pia").PublicKey));
        _office.Denies("batch.supersede.own", "pia", Corrected("b3", "scans/paul/1"));
        _office.Accepts("paul", Office.Dataset("other"));
        BatchRegister elsewhere = Office.Batch("b3", "other") with { Supersedes = ["scans/paul/1"] };
        _office.Denies("batch.supersede.own", "paul", elsewhere);
        _office.Accepts("paul", Corrected("b3", "scans/paul/1"));
        _office.Denies("batch.supersede.again", "paul", Corrected("b4", "scans/paul/1"));
        _office.Accepts("paul", _office.Erasing(new BatchWithdraw("scans/paul/2", Batch("scans/paul/2").Root, "")));
        _office.Denies("batch.supersede.withdrawn", "paul", Corrected("b4", "scans/paul/2"));
    }

    [Fact]
    public void Who_goes_back_to_what_was_superseded_registers_it_anew()
    {
        _office.Accepts("paul", Corrected("b3", "scans/paul/1"));
        _office.Accepts("paul", Corrected("b1", "scans/paul/3"));
        Assert.True(Batch("scans/paul/4").IsUndecided);
        Assert.Equal("scans/paul/4", Batch("scans/paul/3").Superseded!.By);
    }

    [Fact]
    public void A_correction_of_little_goes_on_from_what_was_not_accepted()
    {
        _office.Judges("vera", Office.Judge("scans/paul/2", "b2", good: 50));
        BatchRegister little = Corrected("b3", "scans/paul/2");
        _office.Accepts("paul", little with { Manifest = little.Manifest with { Sketch = Office.Batch("b2").Manifest.Sketch } });
        Assert.Equal("scans/paul/2", Batch("scans/paul/3").Resumes);
    }

    [Fact]
    public void Names_given_twice_and_older_rules_are_refused()
    {
        Assert.Contains("twice", Reason(Corrected("b3", "scans/paul/1", "scans/paul/1"), RuleVersions.Newest), StringComparison.Ordinal);
        Assert.Contains("supersedes", Reason(Corrected("b3", "scans/paul/1"), RuleVersions.Supersession - 1), StringComparison.Ordinal);
    }

    private string Reason(BatchRegister register, int rules)
    {
        _office.Rules = rules;
        return Assert.IsType<Decision.Refused>(_office.Execute(_office.SignNow("paul", Office.AtNow(register, _office, rules)))).Reason;
    }

    private static BatchRegister Corrected(string content, params string[] before) => Office.Batch(content) with { Supersedes = before };

    private BatchState Batch(string id) => _office.Get(DatasetKeys.Batch(id));

    private TreeSize Size() => new((ulong)_office.Get(DatasetKeys.PoolSize("scans")).Value);
}
