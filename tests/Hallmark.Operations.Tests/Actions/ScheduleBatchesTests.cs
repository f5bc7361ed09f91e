using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A trainer's wish becomes a schedule that anyone can choose again, or a complaint that names its field.</summary>
public sealed class ScheduleBatchesTests
{
    [Fact]
    public async Task A_schedule_keeps_to_its_budget_and_choosing_again_gives_the_same()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduledBatches scheduled = await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish) { Seed = 3 });
        Assert.Equal(2, scheduled.Schedule.State.Batches.Count);
        Assert.Equal((3UL, SeedOrigins.Chosen, 40L, false),
            (scheduled.Schedule.State.Seed, scheduled.Schedule.State.SeedOrigin, scheduled.Found.Cost, scheduled.Stopped));
        CheckedSchedule again = await acting.AskAsync(new CheckSchedule(scheduled.Schedule.State.Id));
        Assert.Null(again.Fault);
        Assert.Equal(scheduled.Schedule.State.Batches, again.Schedule.Commit.Batches);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.AskAsync(new CheckSchedule("plants/schedule/9")));
    }

    [Fact]
    public async Task Why_no_choice_can_keep_what_is_asked_for_is_said_of_each_cause()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string[] all = ["plants/garden/1", "plants/garden/2", "plants/garden/3"];
        await FailsAsync(Plants.Wish with { Include = all }, "the batches that must be chosen cost 60, the budget is 40");
        await FailsAsync(Plants.Wish with { Budget = 19 }, "the smallest accepted batch costs 20 records, the budget is 19");
        await FailsAsync(
            Plants.Wish with { ClassRecordsMin = 31 }, "31 records of each class are asked for, of class 0 all candidates hold 30");
        await FailsAsync(Plants.Wish with { Exclude = all }, "no batch of plants is accepted and can be chosen");

        async Task FailsAsync(ScheduleWish wish, string reason) => Assert.StartsWith(
            reason,
            (await Assert.ThrowsAsync<FailureException>(() => acting.ActAsync(new ScheduleBatches(Plants.Dataset, wish) { Seed = 3 })))
                .Message);
    }

    [Fact]
    public async Task A_seed_that_nobody_named_is_recorded_as_grindable()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduledBatches scheduled = await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish));
        Assert.Equal(SeedOrigins.Grindable, scheduled.Schedule.State.SeedOrigin);
    }

    [Fact]
    public async Task A_time_to_search_is_turned_into_a_count_of_rounds()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduledBatches scheduled = await acting.ActAsync(new ScheduleBatches(Plants.Dataset, new ScheduleWish(40)
        {
            Seconds = 5
        })
        {
            Seed = 3,
        });
        Assert.NotEqual("auto", scheduled.Schedule.Terms.Method);
        Assert.InRange(scheduled.Schedule.Terms.Rounds, 1, ScheduleTerms.MaxRounds);
        Assert.Null((await acting.AskAsync(new CheckSchedule(scheduled.Schedule.State.Id))).Fault);
    }

    [Fact]
    public async Task Workers_share_all_batches_of_a_schedule()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduledBatches scheduled = await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish) { Seed = 3 });
        WorkerShares shares = new WorkerList(["fast", "slow"], [20, 10]).Share(scheduled.Found);
        Assert.Equal(scheduled.Schedule.State.Batches.Order(), shares.Workers.SelectMany(share => share.Batches).Order());
        Assert.Equal((2.0, true), (shares.Allocation.Makespan, shares.Allocation.Proven)); // one each, or both to the fast one
    }

    [Fact]
    public async Task What_cannot_be_is_named_by_its_field_and_nothing_is_on_record()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ulong size = acting.Size();
        await RefusedAsync(Plants.Wish with { Budget = 0 }, "budget: 0 is too little");
        await RefusedAsync(Plants.Wish with { Method = "best" }, "method: 'best' is none of");
        await RefusedAsync(Plants.Wish with { Seconds = 0 }, "seconds: 0 is not a time to search");
        await RefusedAsync(Plants.Wish with { DiversityPercent = 101 }, "diversity: 101 is not between 0 and 100 per cent");
        await RefusedAsync(
            Plants.Wish with { DiversityPercent = 60, RedundancyPercent = 41 }, "redundancy: 41 is not between 0 and 40 per cent");
        await RefusedAsync(Plants.Wish with { ProviderCapPercent = 0 }, "provider-cap: 0 is not between 1 and 100 per cent");
        await RefusedAsync(Plants.Wish with { Order = "backwards" }, "order: ");
        await RefusedAsync(Plants.Wish with { Unit = "euros" }, "unit: ");
        await RefusedAsync(Plants.Wish with { Rounds = 0 }, "rounds: ");
        Assert.Equal(size, acting.Size());

        async Task RefusedAsync(ScheduleWish wrong, string complaint) => Assert.StartsWith(
            complaint,
            (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new ScheduleBatches(Plants.Dataset, wrong)))).Message);
    }

    [Fact]
    public async Task Where_nothing_can_be_chosen_it_is_said_why()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(20, 1));
        FailureException failed = await Assert.ThrowsAsync<FailureException>(
            () => acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish)));
        Assert.StartsWith("no batch of plants is accepted and can be chosen", failed.Message);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new ScheduleBatches("weeds", Plants.Wish)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new AnswerRequest("plants/request/1")));
    }
}
