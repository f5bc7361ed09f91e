using Hallmark.Data.Records;
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
    public async Task How_files_are_written_is_told_once_and_what_became_of_their_columns()
    {
        using var folder = new HomeFolder();
        Pipeline pipeline = Read(folder, GardenPipeline.Text);
        string file = pipeline.Sources[0].File;
        string[] lines = File.ReadAllLines(file);
        lines[2] = "NA" + lines[2][lines[2].IndexOf(',')..];
        File.WriteAllLines(file, lines.Select(line => line.Replace(',', ';')));
        var told = new List<PipelineEvent>();
        await RunAsync(new Home(folder.Path("home")), pipeline, told);
        PipelineEvent.FileRead read = Assert.Single(told.OfType<PipelineEvent.FileRead>());
        Assert.Equal(
            [
                $"{file} has its fields separated by ';'",
                "column 'height' has 'NA' in line 3: it counts as missing, as all words for that do",
            ],
            read.Source.Sentences());
    }

    [Fact]
    public async Task How_tables_are_written_can_be_declared_and_is_a_part_of_what_the_pipeline_is()
    {
        using var folder = new HomeFolder();
        string declared = GardenPipeline.Text.Replace(
            "label: kind}", "label: kind, table: {delimiter: ';', decimal: comma, comment: '#', missing: 'n.a.'}}",
            StringComparison.Ordinal);
        Pipeline pipeline = Read(folder, declared);
        Assert.NotEqual(Read(folder, GardenPipeline.Text).Digest, pipeline.Digest);
        foreach (string file in (string[])[pipeline.Sources[0].File, pipeline.EvaluationFile])
        {
            string[] lines = [.. File.ReadAllLines(file).Select(line => line.Replace(',', ';').Replace('.', ','))];
            lines[3] = "n.a." + lines[3][lines[3].IndexOf(';', StringComparison.Ordinal)..];
            File.WriteAllLines(file, ["# of the garden", .. lines]);
        }
        PipelineOutcome outcome = await RunAsync(new Home(folder.Path("home")), pipeline, []);
        Assert.Equal("closed", outcome.Run.Standing);
        string wrong = declared.Replace("comma", "dash", StringComparison.Ordinal);
        Assert.StartsWith(
            "dataset.table: --decimal: ", Assert.Throws<UsageException>(() => Read(folder, wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_takes_records_of_a_database()
    {
        using var folder = new HomeFolder();
        string asked = GardenPipeline.Text.Replace(
            "{file: plants.csv,", "{database: 'sqlite:plants.db', query: 'SELECT height, leaf, kind FROM plants ORDER BY id',",
            StringComparison.Ordinal);
        Pipeline pipeline = Read(folder, asked);
        Actions.SourcesTests.Database(folder.Path("plants.db"));
        PipelineOutcome outcome = await RunAsync(new Home(folder.Path("home")), pipeline, []);
        Assert.Equal((3, "closed"), (outcome.Batches.Count, outcome.Run.Standing));
        string other = asked.Replace("sqlite:plants.db", "mysql://x", StringComparison.Ordinal);
        Assert.Contains(
            "'mysql://x' is neither sqlite:FILE nor postgresql://…",
            Assert.Throws<UsageException>(() => Read(folder, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_the_pipeline_names_is_that_of_its_dataset()
    {
        using var folder = new HomeFolder();
        string found = Read(folder, GardenPipeline.Text).Digest;
        string given = GardenPipeline.Text.Replace(
            "{name: plants, label: kind}", "{name: plants, schema: schema.yaml}", StringComparison.Ordinal);
        const string Written = """
            task: classification
            classes: [daisy, rose]
            columns:
              - {name: height, type: float64, max: 100}
              - {name: leaf, type: float64, role: ignored}
              - {name: kind, type: text, role: label}
            """;
        File.WriteAllText(folder.Path("schema.yaml"), Written);
        Pipeline pipeline = Read(folder, given);
        Assert.NotEqual(found, pipeline.Digest);
        var home = new Home(folder.Path("home"));
        await RunAsync(home, pipeline, []);
        using (var reader = new HomeReader(home))
        {
            Schema schema = await reader.Catalog.SchemaAsync("plants", TestContext.Current.CancellationToken);
            Assert.Equal(pipeline.Dataset.Schema!.Digest, schema.Digest);
        }

        Refused("ranges: {height: {min: 0}}", "field 'dataset.ranges': are declared by the schema");
        Refused("label: leaf", "field 'dataset.label': is 'leaf', that of the schema is 'kind'");
        File.WriteAllText(folder.Path("schema.yaml"), Written.Replace("ignored", "'?'", StringComparison.Ordinal));
        Refused("label: kind", "line 5, field 'columns[1].role': is still '?'");

        void Refused(string more, string complaint) => Assert.Contains(complaint, Assert.Throws<UsageException>(() => Read(
            folder, given.Replace("schema.yaml}", $"schema.yaml, {more}}}", StringComparison.Ordinal))).Message);
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

    [Fact]
    public async Task A_job_that_was_cut_off_registers_no_file_again()
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        Pipeline pipeline = Read(folder, GardenPipeline.Text);
        var cut = new RunPipeline(pipeline) { Events = new CutAtJudging() };
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => cut.ExecuteAsync(home, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken));
        var told = new List<PipelineEvent>();
        Assert.Equal(3, (await RunAsync(home, pipeline, told)).Batches.Count);
        Assert.DoesNotContain(told, one => one is PipelineEvent.FileRegistered);
    }

    [Fact]
    public void Shares_and_steps_are_read_as_they_are_written()
    {
        using var folder = new HomeFolder();
        string text = GardenPipeline.Text
            .Replace("{validator: lab}", "{validator: lab, accept-score: 87.5 %}", StringComparison.Ordinal)
            .Replace("batch-size: 20", "batch-size: 20, steps: [dried, measured]", StringComparison.Ordinal);
        Pipeline pipeline = Read(folder, text);
        Assert.Equal(875_000, pipeline.Checks.Policy.Scoring!.AcceptScorePpm);
        Assert.Equal(["dried", "measured"], Assert.Single(pipeline.Sources).Steps);
    }

    [Theory]
    [InlineData("hidden: [4]", "hidden: [four]", "field 'model.hidden': 'four' is not a number of units")]
    [InlineData("{validator: lab}", "{validator: lab, accept-score: 87.50001 %}", "is '87.50001 %', not a share like '85 %'")]
    [InlineData("batch-size: 20", "batch-size: 0", "is '0', not a whole number from 1 to")]
    [InlineData("seeds: 2", "seeds: 1001", "is '1001', not a whole number from 1 to 1000")]
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

    private sealed class CutAtJudging : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value)
        {
            if (value is PipelineEvent.Judging)
            {
                throw new OperationCanceledException("cut off");
            }
        }
    }

    private sealed class Told(List<PipelineEvent> told) : IProgress<PipelineEvent>
    {
        public void Report(PipelineEvent value) => told.Add(value);
    }
}
