using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Pipelines;

namespace Hallmark.Operations.Tests.Pipelines;

/// <summary>A pipeline does its job once; called again it finds all on record, and another pipeline's home it leaves alone.</summary>
public sealed class RunPipelineTests
{
    [Fact]
    public async Task A_job_that_is_done_finds_nothing_to_do()
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        Pipeline pipeline = Read(folder, GardenPipeline.Text);
        var told = new List<PipelineEvent>();
        PipelineOutcome outcome = await RunAsync(home, pipeline, told);
        Assert.False(outcome.AlreadyDone);
        Assert.Equal((3, "closed", 2), (outcome.Batches.Count, outcome.Run.Standing, outcome.Comparison.Seeds));
        Assert.Equal(
            [
                "CreatingLedger", "MemberAdded", "MemberAdded", "MemberAdded", "FileRegistered", "Granted", "Judging", "Judged",
                "Scheduled", "Training", "Comparing",
            ],
            told.Select(one => one.GetType().Name));
        Head head = outcome.Head;
        told.Clear();
        outcome = await RunAsync(home, pipeline, told);
        Assert.True(outcome.AlreadyDone);
        Assert.Equal(head, outcome.Head);
        Assert.Equal(["Comparing"], told.Select(one => one.GetType().Name)); // what lies in the file from before is nobody's word
    }

    [Fact]
    public async Task The_home_of_another_pipeline_is_left_alone()
    {
        using var folder = new HomeFolder();
        Home home = await folder.CreateAsync();
        byte[] ledger = File.ReadAllBytes(home.LedgerPath);
        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => RunAsync(home, Read(folder, GardenPipeline.Text), []));
        Assert.EndsWith("is the home of another pipeline, or of none; name another with --home", refused.Message);
        Assert.Equal(ledger, File.ReadAllBytes(home.LedgerPath));
    }

    [Fact]
    public async Task A_bad_row_in_the_last_file_leaves_no_ledger_behind()
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        Pipeline pipeline = Read(folder, GardenPipeline.Text);
        File.AppendAllText(pipeline.EvaluationFile, "1,2,tulip\n");
        await Assert.ThrowsAsync<Data.Sources.SourceException>(() => RunAsync(home, pipeline, []));
        Assert.False(home.Exists);
    }

    [Theory]
    [InlineData("budget: 40", "budget: 0", "field 'schedule.budget': is '0'")]
    [InlineData("method: greedy", "method: best", "field 'schedule.method': method: 'best' is none of")]
    [InlineData("learning-rate: 0.05", "learning-rate: fast", "field 'model.learning-rate': learning-rate: 'fast' is not a number")]
    [InlineData("kind: mlp", "kind: tree", "field 'model.kind': 'tree' is not known; there is mlp")]
    [InlineData("trainer: school", "trainer: lab", "field 'schedule.trainer': 'lab' is not among the members with the role trainer")]
    [InlineData("purpose: training", "purpose: training, until: soon", "until: 'soon' is not a moment like")]
    [InlineData("file: test.csv", "file: none.csv", "none.csv: there is no such file")]
    public void What_is_wrong_in_the_file_is_named(string right, string wrong, string complaint)
    {
        using var folder = new HomeFolder();
        Assert.Contains(
            complaint,
            Assert.Throws<UsageException>(() => Read(folder, GardenPipeline.Text.Replace(right, wrong, StringComparison.Ordinal))).Message);
    }

    private static Pipeline Read(HomeFolder folder, string text)
    {
        File.WriteAllText(folder.Path("plants.csv"), Plants.Csv(60, 1));
        File.WriteAllText(folder.Path("test.csv"), Plants.Csv(40, 9));
        File.WriteAllText(folder.Path("pipeline.yaml"), text);
        return PipelineFile.Read(folder.Path("pipeline.yaml"));
    }

    private static Task<PipelineOutcome> RunAsync(Home home, Pipeline pipeline, List<PipelineEvent> told) => new RunPipeline(pipeline)
    {
        Events = new Told(told),
    }.ExecuteAsync(home, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken);

    private sealed class Told(List<PipelineEvent> told) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => told.Add(value);
    }
}
