using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Runs;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A training is on record from its opening to its model; what could never be trained leaves no run behind.</summary>
public sealed class TrainModelTests
{
    [Fact]
    public async Task A_run_is_closed_measured_and_compared()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string test = acting.Write("test.csv", Plants.Csv(40, 9));
        EvaluationState evaluation = await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        Assert.Equal(evaluation, await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset)));
        ScheduleState schedule = await acting.ScheduleAsync();
        TrainedModel trained = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = test, CompareSeeds = 2 });
        Assert.Empty(trained.Denials);
        Assert.Equal(("closed", schedule.Id, 2L), (trained.Run.Standing, trained.Run.State.Schedule, trained.Run.State.Step));
        Assert.Equal(2, trained.Run.Comparison!.Seeds);
        Assert.Equal((1, false), (trained.Run.Tries, trained.Run.IsSeedDrawn));
        // The comparison's first seed is the run's own.
        Assert.Equal(trained.Run.Close!.TestAccuracyPpm, trained.Run.Comparison.ChosenPpm[0]);
        RecordedRun listed = Assert.Single(await acting.AskAsync(new ListRuns()));
        Assert.Equal(trained.Run.Close.Model, listed.Close!.Model);
        Assert.Equal(trained.Run.Comparison.AllPpm, listed.Comparison!.AllPpm);
        TrainedModel again = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = test, Seed = 2 });
        TrainedModel unmeasured = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model));
        Assert.Equal((2, 2UL, 1), (again.Run.Tries, again.Run.Open.Configuration.Seed, unmeasured.Run.Tries));
    }

    [Fact]
    public async Task Steps_over_batches_that_are_not_scheduled_are_denied_and_the_run_is_incomplete()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ScheduleState schedule = await acting.ScheduleAsync();
        string left = Assert.Single(
            (await acting.AskAsync(new ListBatches(Plants.Dataset))).Select(batch => batch.Id), id => !schedule.Batches.Contains(id));
        TrainedModel trained = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Unscheduled = [left] });
        Assert.Equal("closed incomplete", trained.Run.Standing);
        Assert.Equal(2, trained.Denials.Count);
        Assert.All(trained.Denials, denial => Assert.Contains($"{left} is not in {schedule.Id}", denial));
    }

    [Fact]
    public async Task What_cannot_be_trained_is_named_and_leaves_no_run_behind()
    {
        using Acting acting = await Plants.AcceptedAsync();
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model), "school has no schedule of plants");
        await acting.ScheduleAsync();
        ulong size = acting.Size();
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model with { Epochs = 0 }), "epochs");
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model with { Model = "tree" }), "model");
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model) { CompareSeeds = 2 }, "--compare: needs --test");
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model) { CompareSeeds = -1 }, "--compare: -1 is no number of seeds");
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = acting.Home.Directory + "x" }, "there is no such file");
        string late = acting.Write("late.csv", Plants.Csv(40, 9));
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = late }, "nobody committed to");
        await acting.ActAsync(new CommitEvaluation(late, Plants.Dataset));
        size++;
        await RefusedAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = late }, "nobody committed to");
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new TrainModel("weeds", Plants.Model)));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new CompareRun("plants/run/1", 2)));
        Assert.Equal(size, acting.Size());
        Assert.Empty(await acting.AskAsync(new ListRuns()));

        async Task RefusedAsync(TrainModel wrong, string complaint) =>
            Assert.Contains(complaint, (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(wrong))).Message);
    }

    [Fact]
    public async Task A_comparison_with_one_seed_leaves_out_what_was_withdrawn()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string test = acting.Write("test.csv", Plants.Csv(40, 9));
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        ScheduleState schedule = await acting.ScheduleAsync();
        TrainedModel trained = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = test });
        string left = (await acting.AskAsync(new ListBatches(Plants.Dataset))).Select(batch => batch.Id).Except(schedule.Batches).Single();
        await acting.ActAsync(new WithdrawBatch(left, "asked for it") { Ground = Plants.Ground });
        Comparison comparison = await acting.ActAsync(new CompareRun(trained.Run.State.Id, 1));
        Assert.Equal(1, comparison.Seeds);
        Assert.Equal(comparison.ChosenPpm.Count, comparison.AllPpm.Count);
    }

    [Fact]
    public async Task A_run_without_a_held_out_file_cannot_be_compared()
    {
        using Acting acting = await Plants.AcceptedAsync();
        await acting.ScheduleAsync();
        TrainedModel trained = await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model));
        FailureException failed = await Assert.ThrowsAsync<FailureException>(
            () => acting.ActAsync(new CompareRun(trained.Run.State.Id, 2)));
        Assert.Equal("plants/run/1 has no evaluation set to compare on", failed.Message);
        Assert.Null(Assert.Single(await acting.AskAsync(new ListRuns())).Comparison);
    }
}
