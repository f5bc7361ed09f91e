using Hallmark.Audit;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Pipelines;
using Hallmark.Operations.Tests.Pipelines;

namespace Hallmark.Reports.Tests;

/// <summary>What the report shows is gathered from the home that is audited for it.</summary>
public sealed class ReportHomeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hallmark-reports-").FullName;

    [Fact]
    public async Task A_report_shows_the_audit_the_batches_and_the_runs_of_a_home()
    {
        var home = new Home(Path.Combine(_folder, "home"));
        PipelineOutcome done = await new RunPipeline(ReadPipeline()).ExecuteAsync(home, _ => { }, TimeProvider.System, default);
        using var reader = new HomeReader(home);
        var now = DateTimeOffset.UnixEpoch;
        ReportModel report = await new ReportHome(new AuditHome { Replay = true }, new StoppedClock(now))
            .AskAsync(reader, TestContext.Current.CancellationToken);
        Assert.Equal(AuditVerdict.Good, report.Audit.Verdict);
        Assert.Equal(("garden", now, done.Head.HeaderHash.ToString()), (report.LedgerName, report.Made, report.HeaderHash));
        ReportRun run = Assert.Single(report.Runs);
        Assert.Equal(done.Run.State.Id, run.Id);
        Assert.Equal(["chosen batches", "all batches"], run.Comparison.Select(series => series.Name));
        Assert.Equal(run.Schedule.Order(), report.Batches.Where(batch => batch.Scheduled).Select(batch => batch.Id));
        Assert.All(report.Batches, batch => Assert.Equal("accepted", batch.Verdict));
        Assert.Contains(report.Checks, check => check.Name == "duplicates" && check.Measures.Count == 3 && check.WeightPpm > 0);
        Assert.Contains(run.ModelDigest, HtmlReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_ledger_there_is_no_report()
    {
        using var reader = new HomeReader(new Home(Path.Combine(_folder, "none")));
        await Assert.ThrowsAsync<UsageException>(() => new ReportHome(new AuditHome(), TimeProvider.System).AskAsync(reader, default));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Pipeline ReadPipeline()
    {
        string path = Path.Combine(_folder, "pipeline.yaml");
        File.WriteAllText(Path.Combine(_folder, "plants.csv"), Rows(0));
        File.WriteAllText(Path.Combine(_folder, "test.csv"), Rows(0.14)); // others than were trained on, half a step from them
        File.WriteAllText(path, GardenPipeline.Text);
        return PipelineFile.Read(path);
    }

    private static string Rows(double shift) => "height,leaf,kind\n" + string.Concat(
        Enumerable.Range(0, 60).Select(
            i => $"{(i % 2 * 20) + (i / 7.0) + shift:F3},{(i % 2 * 4) + (i / 90.0):F3},{(i % 2 == 0 ? "daisy" : "rose")}\n"));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
