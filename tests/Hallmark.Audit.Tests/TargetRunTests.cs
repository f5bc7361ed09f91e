using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests;

/// <summary>Numbers to be foretold, the whole way: registered, judged, scheduled, trained on, and trained again by the audit.</summary>
public sealed class TargetRunTests
{
    [Fact]
    public async Task A_run_on_targets_is_measured_on_held_out_records_and_comes_out_again()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RentAsync("garden", Rents.Csv(240, 1));
        await acting.RentAsync("farm", Rents.Csv(60, 2, wrong: 3));
        await acting.ActAsync(new JudgeBatches(Rents.Dataset));
        await acting.ActAsync(new GrantAccess("school", Rents.Dataset, "training", null));
        string test = acting.Write("test.csv", Rents.Csv(100, 9));
        await acting.ActAsync(new CommitEvaluation(test, Rents.Dataset));
        var scheduled = await acting.ActAsync(
            new ScheduleBatches(Rents.Dataset, Plants.Wish with { Budget = 180 }) { Seed = 3 });
        Assert.All(scheduled.Schedule.State.Batches, batch => Assert.StartsWith("rents/garden/", batch));

        var model = new TrainModel(Rents.Dataset, Plants.Model with { Hidden = [], Epochs = 20, LearningRatePpm = 20_000 }) { Test = test };
        TrainedModel trained = await acting.ActAsync(model);
        Assert.Empty(trained.Denials);
        Assert.Null(trained.Run.Close!.TestAccuracyPpm);
        Assert.InRange(trained.Run.Close.TestError!.ExplainedPpm, 980_000, 1_000_000);
        Assert.InRange(double.Parse(trained.Run.Close.TestError.Rmse, null), 1, 40);
        UsageException compared = await Assert.ThrowsAsync<UsageException>(
            () => acting.ActAsync(new CompareRun(trained.Run.State.Id, 2)));
        Assert.Contains("the label is a number", compared.Message);

        AuditReport report = await acting.AskAsync(new AuditHome { Replay = true });
        report.IsGood();
        Assert.Equal(1, report.Coverage.RunsReplayed);
    }
}
