using Hallmark.Quality.Checks;

namespace Hallmark.Quality.Tests.Checks;

/// <summary>The one list of checks: what measurements, policies and explanations go by.</summary>
public sealed class CheckListTests
{
    [Fact]
    public void Names_and_their_order_are_frozen() => Assert.Equal(
        [
            "schema", "ranges", "duplicates", "conflicts", "labels", "near-duplicates", "outliers", "noise", "triggers", "drift",
            "provenance", "targets",
        ],
        CheckList.All.Select(check => check.Name));

    [Fact]
    public void Every_check_belongs_to_a_version_of_the_measuring_code_that_this_program_runs() => Assert.All(
        CheckList.All,
        check => Assert.True(check.Since is >= MeasuringCode.Oldest and <= MeasuringCode.Newest or MeasuringCode.Files, check.Name));

    [Fact]
    public void A_version_of_the_measuring_code_has_only_the_checks_of_its_time()
    {
        Assert.Equal(CheckList.All.Where(check => check.Since <= MeasuringCode.Oldest), CheckList.Of(MeasuringCode.Oldest));
        Assert.Empty(CheckList.Of(MeasuringCode.Oldest - 1));
        Assert.Equal(MeasuringCode.Oldest, MeasuringCode.Find("hallmark-checks/4"));
        Assert.Equal(MeasuringCode.Newest, MeasuringCode.Find("hallmark-checks/7"));
        Assert.All(
            ["hallmark-checks/3", "hallmark-checks/04", "hallmark-checks/4 ", "", "4"],
            name => Assert.Null(MeasuringCode.Find(name)));
    }

    [Fact]
    public void Every_measurement_holds_every_check_once_that_such_records_can_have()
    {
        Measurements measured = Pools.Measure(Pools.Blobs(1, 30, _ => false));
        IEnumerable<string> all = CheckList.All.Select(check => check.Name);
        Assert.Equal(all.Except(["targets"]), measured.Fractions().Select(fraction => fraction.Check));
        measured = Pools.Measure(TargetPools.Sound(1, 30));
        Assert.Equal(all, measured.Fractions().Select(fraction => fraction.Check));
        Assert.All(CheckList.All, check => Assert.Same(check, CheckList.Find(check.Name)));
        Assert.Null(CheckList.Find("credibility"));
    }

    [Fact]
    public void Findings_are_cut_between_characters_and_never_within_one()
    {
        var findings = new CheckFindings(CheckList.All[0], 2) { Of = 3 };
        string edge = new string('x', Measurements.SuggestionLengthLimit - 2) + "\U0001F600 and more";
        findings.Add(0, edge);
        findings.Add(1, "short");
        findings.Add(2, "beyond the limit");
        Assert.Equal(edge[..(Measurements.SuggestionLengthLimit - 2)] + "…", findings.Findings[0].Suggestion);
        Assert.Equal((2, 3L, new CheckFraction("schema", 0, 3)), (findings.Findings.Count, findings.Count, findings.Fraction));
    }

    [Fact]
    public void A_check_without_what_it_needs_looks_at_nothing()
    {
        var records = new CheckedRecords { Count = 2, Seed = 0, Identities = [default, default] };
        Assert.Equal(["duplicates"], CheckList.All.Where(check => records.Have(check.Needs)).Select(check => check.Name));
        var run = CheckRun.Measure(records, null, TestContext.Current.CancellationToken);
        Assert.Equal(["duplicates"], run.Outcomes.Select(one => one.Check.Name));
        Assert.Equal(
            ["copies: 1 record repeats an earlier one, 0 of them with another label"], run.Outcomes.SelectMany(one => one.Outcome.Summary));
    }
}
