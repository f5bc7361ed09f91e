using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Who withdraws a batch and registers the same file again does not get a second draw from the same validator.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task The_same_file_registered_again_is_left_to_another_validator_and_its_history_is_told()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.JudgeAsync();
        await acting.ActAsync(new WithdrawBatch(batches[0], "for another draw") { Ground = Plants.Ground });
        var again = new RegisterFile(acting.Write("plants.csv", Plants.Csv(40, seed: 1)), "plants") { As = "garden", BatchSize = 20 };
        string batch = Assert.Single((await acting.ActAsync(again)).Registered);
        Assert.Empty((await acting.JudgeAsync()).Batches);
        BatchState judged = Assert.Single((await acting.ActAsync(new JudgeBatches("plants") { As = "lab2" })).Batches);
        Assert.Equal((batch, batches[0], Verdict.Accepted), (judged.Id, judged.Resumes, judged.Verdict));
        BatchState before = Assert.Single((await acting.AskAsync(new ExplainBatch(batch))).Before);
        Assert.Equal((batches[0], Verdict.Accepted, "lab"), (before.Id, before.Verdict, before.Validators.Single()));
    }
}
