using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

public sealed class FuzzyScoringTests
{
    private static readonly FuzzyScoring Rules = new(
        [new("labels", 600_000, 900_000), new("duplicates", 500_000, 900_000)],
        [
            new([new("labels", FuzzyLevel.Good), new("duplicates", FuzzyLevel.Good)], 1_000_000),
            new([new("labels", FuzzyLevel.Fair)], 600_000),
            new([new("labels", FuzzyLevel.Poor)], 0),
        ]);

    [Theory]
    [InlineData(1_000_000, 1_000_000, 1_000_000)]
    [InlineData(900_000, 900_000, 1_000_000)]
    [InlineData(750_000, 1_000_000, 600_000)] // wholly fair
    [InlineData(600_000, 1_000_000, 0)]
    [InlineData(825_000, 1_000_000, 800_000)] // half fair, half good
    [InlineData(675_000, 1_000_000, 300_000)] // half fair, half poor
    [InlineData(825_000, 850_000, 800_000)] // good in both to a half and three quarters: the least counts
    [InlineData(825_000, 750_000, 733_333)] // to a half and a quarter: (0.25 · 1 + 0.5 · 0.6) / 0.75
    public void The_score_is_the_mean_of_the_rules_by_how_much_they_hold(long labels, long duplicates, long score) =>
        Assert.Equal(score, Rules.Score(new Dictionary<string, long> { ["labels"] = labels, ["duplicates"] = duplicates }));

    [Fact]
    public void Levels_always_sum_to_one()
    {
        for (long value = 0; value <= 1_000_000; value += 12_345)
        {
            Assert.Equal(1_000_000, Enum.GetValues<FuzzyLevel>().Sum(level => Rules.Sets[0].Membership(level, value)));
        }
    }

    [Fact]
    public void Where_no_rule_holds_the_batch_is_quarantined()
    {
        var scoring = new Scoring([new("labels", 0, 0, 0, false), new("duplicates", 0, 0, 0, false)], 0, 0, 10)
        {
            Fuzzy = Rules with { Rules = [Rules.Rules[0]] },
        };
        Judgement judgement = scoring.Decide(
            [new("labels", 1, 10), new("duplicates", 10, 10)], LearningTask.Classification, credibilityPpm: 0);
        Assert.Equal(Verdict.Quarantined, judgement.Verdict);
        Assert.Equal(["score: no fuzzy rule holds"], judgement.Reasons);
    }

    [Fact]
    public void Rules_that_cannot_be_are_refused()
    {
        Assert.Contains("no better than poor", Fault(Rules with { Sets = [new("labels", 900_000, 900_000), Rules.Sets[1]] }));
        Assert.Contains("does not say where labels", Fault(Rules with { Sets = [Rules.Sets[1]] }));
        Assert.Contains("without a condition", Fault(Rules with { Rules = [new([], 5)] }));
        Assert.Contains("has no rules", Fault(Rules with { Rules = [] }));
        Assert.Contains("twice", Fault(Rules with { Sets = [Rules.Sets[0], .. Rules.Sets] }));
    }

    [Fact]
    public void One_rule_with_one_condition_is_enough()
    {
        FuzzyScoring least = Rules with { Rules = [Rules.Rules[1]] };
        Assert.Single(FuzzyScoring.Read(CborMap.Read(least.ToMap().ToBytes(), "fuzzy")).Rules);
    }

    [Fact]
    public void A_policy_with_comparisons_carries_exactly_their_weights()
    {
        var honest = new Scoring([new("a", 750_000, 0, 0, false), new("b", 250_000, 0, 0, false)], 0, 0, 10)
        {
            Compare = [new("a", "b", 3)],
        };
        Assert.Equal("pairwise", Scoring.Read(CborMap.Read(honest.ToMap().ToBytes(), "scoring")).Method);
        Scoring forged = honest with { Checks = [honest.Checks[0] with { WeightPpm = 1 }, honest.Checks[1]] };
        Assert.Contains(
            "other weights",
            Assert.Throws<MalformedException>(() => Scoring.Read(CborMap.Read(forged.ToMap().ToBytes(), "scoring"))).Message);
    }

    private static string Fault(FuzzyScoring fuzzy) =>
        Assert.Throws<MalformedException>(() => FuzzyScoring.Read(CborMap.Read(fuzzy.ToMap().ToBytes(), "fuzzy"))).Message;
}
