using Hallmark.Contracts.Access;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>What terms of a schedule may be, and what a choice under them must keep.</summary>
public sealed class ScheduleTermsTests
{
    private const string One = "scans/paul/1";
    private const string Two = "scans/paul/2";
    private readonly Office _office = new Office().WithBatches();

    [Fact]
    public void What_is_excluded_is_not_chosen_and_what_is_included_is()
    {
        _office.Denies("schedule.excluded", "tina", Office.ScheduleUnder(Office.Terms with { Exclude = [Two] }, One, Two));
        _office.Denies("schedule.left-out", "tina", Office.ScheduleUnder(Office.Terms with { Include = [One, Two] }, One));
        _office.Accepts("tina", Office.ScheduleUnder(Office.Terms with { Exclude = [Two], Include = [One] }, One));
    }

    [Fact]
    public void A_budget_in_credits_is_spent_at_the_committed_costs_and_no_batch_without_a_cost_is_chosen()
    {
        ScheduleTerms terms = Office.Terms with
        {
            Unit = ScheduleTerms.Credits,
            Budget = 15,
            Costs = [new BatchCost(One, 7), new BatchCost(Two, 8)],
        };
        _office.Denies("schedule.cost", "tina", Office.ScheduleUnder(terms, One, "scans/paul/3"));
        _office.Denies("schedule.budget", "tina", Office.ScheduleUnder(terms with { Budget = 14 }, One, Two));
        Decision.Accepted accepted = _office.Accepts("tina", Office.ScheduleUnder(terms, One, Two));
        Assert.Equal("15", accepted.Events.Single().Find("credits"));
    }

    [Fact]
    public void One_providers_batches_keep_to_its_share_of_the_budget()
    {
        _office.Denies("schedule.provider-cap", "tina", Office.ScheduleUnder(Office.Terms with { ProviderCapPpm = 199_999 }, One, Two));
        _office.Accepts("tina", Office.ScheduleUnder(Office.Terms with { ProviderCapPpm = 200_000 }, One, Two));
    }

    [Fact]
    public void Candidates_of_a_time_that_has_not_been_are_denied()
    {
        _office.Denies("schedule.size", "tina", Office.ScheduleUnder(Office.Terms with { TreeSize = new TreeSize(1_000) }, One));
        _office.Denies(
            "schedule.size", "tina", Office.ScheduleUnder(Office.Terms with { TreeSize = new TreeSize((ulong)long.MaxValue) }, One));
    }

    [Fact]
    public void A_batch_that_was_taken_back_after_it_was_accepted_is_denied()
    {
        _office.Accepts("paul", _office.Erasing(new BatchWithdraw(One, Digest.Of("b1"u8), "asked for")));
        _office.Denies("schedule.not-accepted", "tina", Office.Schedule(One));
    }

    [Fact]
    public void The_weights_are_those_of_the_policy_in_force()
    {
        _office.Accepts("alice", new PolicyDeploy(Weighing(new ScheduleRule(200_000, 700_000, 100_000, 50_000))));
        ScheduleTerms terms = Office.Terms with
        {
            DiversityPpm = 200_000,
            IntegrityPpm = 700_000,
            RedundancyPpm = 100_000,
            CredibilityPpm = 50_000,
        };
        _office.Denies("schedule.weights", "tina", Office.Schedule(One));
        _office.Denies("schedule.weights", "tina", Office.ScheduleUnder(terms with { CredibilityPpm = 0 }, One));
        Assert.Single(_office.Accepts("tina", Office.ScheduleUnder(terms, One)).Policies);
        _office.Accepts("alice", new PolicyWithdraw(ScheduleRule.PolicyName, "free again"));
        _office.Accepts("tina", Office.Schedule(One));
    }

    [Fact]
    public void A_section_on_schedules_stands_in_the_policy_for_them_alone()
    {
        PolicyDocument good = Weighing(new ScheduleRule(200_000, 700_000, 100_000, 0));
        Assert.Contains("belongs into", Refusal(good with { Name = "other" }), StringComparison.Ordinal);
        Assert.Contains("always governs", Refusal(good with { When = "true" }), StringComparison.Ordinal);
        Assert.Contains("always governs", Refusal(good with { Governs = [ScheduleRequest.Kind] }), StringComparison.Ordinal);
        Assert.Contains("do not sum", Refusal(good with { Schedule = new ScheduleRule(200_000, 700_000, 100_001, 0) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_can_insist_on_seeds_that_others_had_a_hand_in()
    {
        _office.Accepts("alice", new PolicyDeploy(new PolicyDocument(
            "fair", 1, [ScheduleCommit.Kind], null,
                [new PolicyRule("drawn", "schedule.seedOrigin == 'revealed'", "draw the seed together", RuleEffect.Deny)], [], null, null,
                null)));
        _office.Denies("policy.fair.drawn", "tina", Office.Schedule(One));
    }

    [Theory]
    [InlineData("records-costs", "terms.costs")]
    [InlineData("no-costs", "terms.costs")]
    [InlineData("zero-cost", "terms.costs")]
    [InlineData("priced-twice", "terms.priced")]
    [InlineData("unit", "terms.unit")]
    [InlineData("order", "terms.order")]
    [InlineData("weights", "terms.diversity")]
    [InlineData("both", "terms.exclude")]
    [InlineData("twice", "terms.include")]
    [InlineData("endless", "terms.rounds")]
    [InlineData("no-rounds", "terms.rounds")]
    public void Terms_that_contradict_themselves_are_malformed(string what, string field)
    {
        ScheduleTerms terms = what switch
        {
            "records-costs" => Office.Terms with { Costs = [new BatchCost(One, 1)] },
            "no-costs" => Office.Terms with { Unit = ScheduleTerms.Seconds },
            "zero-cost" => Office.Terms with { Unit = ScheduleTerms.Seconds, Costs = [new BatchCost(One, 0)] },
            "priced-twice" => Office.Terms with { Unit = ScheduleTerms.Seconds, Costs = [new BatchCost(One, 1), new BatchCost(One, 2)] },
            "unit" => Office.Terms with { Unit = "apples" },
            "order" => Office.Terms with { Order = "backwards" },
            "weights" => Office.Terms with { RedundancyPpm = 1 },
            "both" => Office.Terms with { Include = [One], Exclude = [One] },
            "no-rounds" => Office.Terms with { Rounds = 0 },
            "endless" => Office.Terms with { Rounds = ScheduleTerms.MaxRounds + 1 },
            _ => Office.Terms with { Include = [One, One] },
        };
        Assert.Equal(field, Assert.Throws<MalformedException>(() => ScheduleTerms.Read(CborMap.Read(terms.ToMap().ToBytes(), "terms")))
            .Field);
    }

    [Fact]
    public void No_statement_can_claim_a_drawn_seed()
    {
        CborMapWriter Commit(string origin, string? request) => new CborMapWriter()
            .Text("dataset", "scans").Text("request", request).Integer("value", 1).Texts("batches", [One]).Integer("format", 1)
            .Map("direct", new DirectSchedule(Office.Terms, 5, origin).ToMap());
        _office.Refuses("seedOrigin", "tina", ScheduleCommit.Kind, Commit(SeedOrigins.Revealed, null), "scans");
        _office.Refuses("direct", "tina", ScheduleCommit.Kind, Commit(SeedOrigins.Chosen, "scans/request/1"), "scans");
        Statement good = Statement.Sign(Office.Key("tina"), ScheduleCommit.Kind, "tina", "scans", Office.Ledger, Office.Founding.Created,
            Commit(SeedOrigins.Grindable, null).ToBytes());
        Assert.IsType<Decision.Accepted>(_office.Execute(good));
    }

    private static PolicyDocument Weighing(ScheduleRule rule) =>
        new(ScheduleRule.PolicyName, 1, [ScheduleCommit.Kind, ScheduleRequest.Kind], null, [], [], null, null, null) { Schedule = rule };

    private static string Refusal(PolicyDocument policy) =>
        Assert.Throws<MalformedException>(() => PolicyDocument.Read(CborMap.Read(policy.ToMap().ToBytes(), "policy"))).Message;
}
