using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Terms that name the rule by which columns are features, and schedules that say what it left out.</summary>
public sealed class ScheduleFeatureTests
{
    private const string One = "scans/paul/1";
    private static readonly ScheduleTerms Chosen = Office.Terms with { Features = ScheduleTerms.WithoutRowNumbers };
    private readonly Office _office = new Office().WithBatches();

    [Fact]
    public void What_is_left_out_goes_with_terms_that_know_a_rule_for_it()
    {
        const int rules = RuleVersions.FeatureChoice;
        Assert.IsType<Decision.Accepted>(Decide(rules, Office.ScheduleUnder(Chosen, One)));
        Assert.IsType<Decision.Accepted>(Decide(rules, Office.ScheduleUnder(Chosen, One) with { LeftOut = ["id", "row"] }));
        Assert.IsType<Decision.Accepted>(Decide(rules, Office.Schedule(One)));
        var denied = Assert.IsType<Decision.Denied>(Decide(rules, Office.Schedule(One) with { LeftOut = ["id"] }));
        Assert.Equal("schedule.features", denied.Rule);
    }

    [Fact]
    public void Features_of_all_kinds_and_missing_cells_told_apart_are_known_since_rules_10()
    {
        ScheduleCommit commit = Office.ScheduleUnder(Chosen with { Features = ScheduleTerms.AllKinds }, One);
        ScheduleCommit full = commit with { LeftOut = ["id"], Indicators = ["age"] };
        Assert.IsType<Decision.Accepted>(Decide(RuleVersions.AllFeatures, full));
        Assert.Equal(full.ToMap().ToBytes(), ScheduleCommit.Read(CborMap.Read(full.ToMap().ToBytes(), "schedule")).ToMap().ToBytes());
        var denied = Assert.IsType<Decision.Denied>(
            Decide(RuleVersions.AllFeatures, Office.ScheduleUnder(Chosen, One) with { Indicators = ["age"] }));
        Assert.Equal("schedule.features", denied.Rule);
        const int older = RuleVersions.AllFeatures - 1;
        Assert.Contains("terms.features", Refusal(Decide(older, commit)));
        Assert.Contains("indicators", Refusal(Decide(older, Office.ScheduleUnder(Chosen, One) with { Indicators = ["age"] })));
        Assert.Contains("terms.features", Refusal(Decide(older, new ScheduleRequest("scans", commit.Direct!.Terms, [], 50))));
    }

    [Fact]
    public void Older_rules_know_no_such_fields()
    {
        const int rules = RuleVersions.FeatureChoice - 1;
        Assert.Contains("terms.features", Refusal(Decide(rules, Office.ScheduleUnder(Chosen, One))));
        Assert.Contains("leftOut", Refusal(Decide(rules, Office.Schedule(One) with { LeftOut = ["id"] })));
        Assert.Contains("terms.features", Refusal(Decide(rules, new ScheduleRequest("scans", Chosen, [], 50))));
        Assert.IsType<Decision.Accepted>(Decide(rules, Office.Schedule(One)));
    }

    [Fact]
    public void A_schedule_that_chooses_nothing_has_the_bytes_that_it_always_had()
    {
        CborMap map = CborMap.Read(Office.Schedule(One).ToMap().ToBytes(), "schedule");
        Assert.False(map.Has("leftOut"));
        Assert.False(map.Map("direct").Map("terms").Has("features"));
        ScheduleCommit full = Office.ScheduleUnder(Chosen, One) with { LeftOut = ["id"] };
        ScheduleCommit read = ScheduleCommit.Read(CborMap.Read(full.ToMap().ToBytes(), "schedule"));
        Assert.Equal((ScheduleTerms.WithoutRowNumbers, "id"), (read.Direct!.Terms.Features, read.LeftOut.Single()));
        Assert.Equal(full.ToMap().ToBytes(), read.ToMap().ToBytes());
    }

    [Fact]
    public void A_rule_for_features_that_nobody_knows_is_malformed() =>
        Assert.Contains("features", Assert.Throws<MalformedException>(() =>
            ScheduleTerms.Read(CborMap.Read((Chosen with { Features = 4 }).ToMap().ToBytes(), "terms"))).Message);

    private static string Refusal(Decision decision) => Assert.IsType<Decision.Refused>(decision).Reason;

    private Decision Decide<T>(int rules, T payload)
        where T : IPayload<T> =>
        Office.Contracts.Execute(_office, Office.Sign("tina", payload),
            new BlockContext(_office.Height, _office.Time, new EntryIndex(_office.Height.Value), rules));
}
