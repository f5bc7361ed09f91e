using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Operations.Tests;

/// <summary>What a person leaves open gets the usual terms, and bounds are said where they are passed.</summary>
public sealed class ScheduleWishTests
{
    [Fact]
    public void What_is_left_open_weighs_half_diversity_half_integrity_and_no_redundancy()
    {
        ScheduleTerms terms = Terms(new ScheduleWish(40));
        Assert.Equal((500_000, 500_000, 0), (terms.DiversityPpm, terms.IntegrityPpm, terms.RedundancyPpm));
        Assert.False(new ScheduleWish(40).Weighed);
        Assert.True(new ScheduleWish(40) { RedundancyPercent = 0 }.Weighed);
    }

    [Fact]
    public void Weights_take_every_per_cent_from_none_to_what_diversity_leaves()
    {
        Assert.Equal(0, Terms(new ScheduleWish(40) { DiversityPercent = 0, RedundancyPercent = 0 }).DiversityPpm);
        Assert.Equal(400_000, Terms(new ScheduleWish(40) { DiversityPercent = 60, RedundancyPercent = 40 }).RedundancyPpm);
        Assert.Equal(0, Terms(new ScheduleWish(40) { DiversityPercent = 100 }).IntegrityPpm);
        Refused(new ScheduleWish(40) { RedundancyPercent = -1 }, "redundancy: -1 is not between 0 and 50 per cent");
        Refused(new ScheduleWish(40) { DiversityPercent = -1 }, "diversity: -1 is not between 0 and 100 per cent");
    }

    [Fact]
    public void The_search_is_limited_by_the_time_asked_for_or_by_the_usual_one_where_the_method_is_yet_to_be_found()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), new ScheduleWish(40).Limit);
        Assert.Equal(TimeSpan.FromSeconds(0.5), new ScheduleWish(40) { Seconds = 0.5, Method = "greedy" }.Limit);
        Assert.Null(new ScheduleWish(40) { Rounds = 5 }.Limit);
        Assert.Null(new ScheduleWish(40) { Method = "greedy" }.Limit);
        Assert.Equal(ScheduleTerms.MaxRounds, Terms(new ScheduleWish(40)).Rounds);
        Assert.Equal(ScheduleWish.UsualRounds, Terms(new ScheduleWish(40) { Method = "greedy" }).Rounds);
        Assert.Equal(5, Terms(new ScheduleWish(40) { Rounds = 5 }).Rounds);
        Terms(new ScheduleWish(40) { Seconds = 1e6 });
        Refused(new ScheduleWish(40) { Seconds = 1e6 + 1 }, "seconds: 1000001 is not a time to search");
        Refused(new ScheduleWish(40) { Seconds = double.NaN }, "seconds: NaN is not a time to search");
    }

    private static ScheduleTerms Terms(ScheduleWish wish) => wish.ToTerms();

    private static void Refused(ScheduleWish wrong, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<UsageException>(wrong.ToTerms).Message);
}
