using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Ledger.Blocks;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Measurements are of one pool: that of the newest batch. What comes in meanwhile makes them be taken again.</summary>
public sealed class JudgeBatchesTests
{
    [Fact]
    public async Task Judged_batches_are_not_judged_again_and_measuring_them_again_gives_the_same()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ulong size = acting.Size();
        JudgedBatches again = await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        Assert.Equal("lab", again.Validator);
        Assert.Empty(again.Batches);
        Assert.Equal(size, acting.Size());
        RecheckedBatch rechecked = await acting.ActAsync(new RecheckBatch("plants/garden/2") { As = "lab" });
        Assert.Equal((RecheckStatus.Agrees, "lab"), (rechecked.Result.Status, rechecked.Validator));
    }

    [Fact]
    public async Task What_a_validator_provided_itself_is_left_to_others_without_a_denial()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.ActAsync(new AddMember("both", [Roles.Provider, Roles.Validator]) { As = "alice" });
        await acting.RegisterAsync("both", Plants.Csv(20, 1));
        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Plants.Dataset) { As = "both" });
        Assert.Equal((0, 1), (judged.Batches.Count, judged.Left.Batches));
        Assert.Equal(["lab"], judged.Left.Validators);
        Assert.Empty(Denials(acting));
    }

    [Theory]
    [InlineData("checking duplicates", 0)] // while it measures: nothing wrong is handed in
    [InlineData("handing in what was measured", 3)] // at the last moment: all three are denied
    public async Task Where_a_batch_comes_in_meanwhile_all_are_measured_against_it_too(string stage, int denied)
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(60, 1));
        JudgedBatches judged = await JudgeWhileAsync(acting, stage, comings: 1);
        Assert.Equal(["plants/garden/1", "plants/garden/2", "plants/garden/3"], judged.Batches.Select(batch => batch.Id));
        Assert.All(judged.Batches, batch => Assert.Equal(Verdict.Accepted, batch.Verdict));
        Assert.Equal(denied, Denials(acting).Count(denial => denial == "judge.pool"));
        Assert.Equal(denied, Denials(acting).Count);
        Assert.Equal(Verdict.Pending, (await acting.AskAsync(new ListBatches(Plants.Dataset)))[^1].Verdict); // nobody asked for it
        BatchExplanation explained = await acting.AskAsync(new ExplainBatch("plants/garden/1"));
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(BatchJudging.PoolSize(reader.Catalog, Plants.Dataset), explained.Judged.TreeSize);
    }

    [Fact]
    public async Task Where_batches_keep_coming_in_it_says_so_and_judges_nothing()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(60, 1));
        FailureException failed = await Assert.ThrowsAsync<FailureException>(
            () => JudgeWhileAsync(acting, "checking duplicates", comings: int.MaxValue));
        Assert.Contains("batches of plants came in each of the 5 times that it was measured", failed.Message);
        Assert.All(await acting.AskAsync(new ListBatches(Plants.Dataset)), batch => Assert.Equal(Verdict.Pending, batch.Verdict));
        Assert.Empty(Denials(acting));
        Assert.Equal(8, (await acting.ActAsync(new JudgeBatches(Plants.Dataset))).Batches.Count);
    }

    [Fact]
    public async Task Rechecks_after_several_rounds_of_judging_free_withdrawals()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("lab2", "validator");
        for (int round = 1; round <= 3; round++)
        {
            await acting.RegisterAsync("garden", Plants.Csv(20, seed: round));
            await acting.ActAsync(new JudgeBatches(Plants.Dataset) { As = "lab" });
            Assert.True((await acting.ActAsync(new RecheckDataset(Plants.Dataset) { As = "lab2" })).IsOnRecord);
            await acting.ActAsync(new WithdrawBatch($"plants/garden/{round}", "no more") { As = "garden" });
        }
    }

    [Fact]
    public async Task Who_is_no_validator_or_judges_what_is_not_there_is_told_so()
    {
        using Acting acting = await Plants.BeginAsync();
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new JudgeBatches("weeds")));
        await acting.RegisterAsync("garden", Plants.Csv(20, 1));
        StatementDeniedException denied = await Assert.ThrowsAsync<StatementDeniedException>(
            () => acting.ActAsync(new JudgeBatches(Plants.Dataset) { As = "school" }));
        Assert.Equal("access.act", denied.Rule);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new RecheckBatch("plants/garden/1")));
    }

    /// <summary>Judges, and has farm register a batch whenever it passes on to this stage, at most so often.</summary>
    private static async Task<JudgedBatches> JudgeWhileAsync(Acting acting, string stage, int comings)
    {
        await using Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, TimeProvider.System);
        int come = 0;
        string last = "";
        var progress = new Heard(at =>
        {
            if (at.Stage == stage && last != stage && come < comings)
            {
                come++;
                Plants.File(acting, "farm", Plants.Csv(20, 100 + come)).ExecuteAsync(workspace, default).GetAwaiter().GetResult();
            }
            last = at.Stage;
        });
        return await new JudgeBatches(Plants.Dataset) { Progress = progress }
            .ExecuteAsync(workspace, TestContext.Current.CancellationToken);
    }

    private static List<string> Denials(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return [.. reader.Catalog.Ledger.Entries()
            .Where(entry => entry.Statement.Kind == Denial.Kind).Select(entry => entry.Outcome.Rule!)];
    }
}
