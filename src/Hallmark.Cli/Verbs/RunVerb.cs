using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Cli.Pipelines;
using Hallmark.Contracts.Datasets;
using Hallmark.Reports;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark run</c>: the main job from one file.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("PIPELINE") { Description = "YAML file." };
        var report = new Option<string?>("--report") { Description = "Where to write the report; by default report.html in the home.", HelpName = "FILE" };
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("run", "Register, judge, choose, train, compare, audit and report: everything a pipeline file says.") { file, report, headOut };
        command.SetBody(async invocation =>
        {
            Pipeline pipeline = Pipeline.ReadFile(invocation.Get(file));
            string reportPath = invocation.Get(report) ?? Path.Combine(invocation.Home.Directory, ReportVerb.FileName);
            string headPath = invocation.Get(headOut) ?? Path.ChangeExtension(reportPath, ".head");
            PipelineResult result = await new PipelineRun(invocation, pipeline).ExecuteAsync(reportPath, headPath).ConfigureAwait(false);
            if (result.AlreadyDone)
            {
                invocation.Output.Say("everything was on record already");
            }
            invocation.Output.Result(ToJson(result), console => Print(result, console));
            HeadOutput.Tell(invocation, result.Head, headPath);
            return AuditAnswer.ExitOf(result.Audit.Verdict);
        });
        return command;
    }

    private static JsonObject ToJson(PipelineResult result) => new()
    {
        ["ledger"] = new JsonObject { ["id"] = result.Head.Ledger.ToString(), ["height"] = result.Head.Height.Value, ["entries"] = result.Head.Size.Value },
        ["batches"] = System.Text.Json.JsonSerializer.SerializeToNode(result.Batches.Select(BatchAnswer.Of), ApiJson.Options),
        ["run"] = new JsonObject
        {
            ["id"] = result.Run.Id,
            ["schedule"] = result.Run.Schedule,
            ["modelDigest"] = result.Close.Model.Digest.ToString(),
            ["testAccuracy"] = result.Close.TestAccuracyPpm / 1e6,
            ["testAccuracyAll"] = result.Comparison.AllPpm[0] / 1e6,
            ["comparison"] = result.Comparison.ToJson(),
        },
        ["audit"] = System.Text.Json.JsonSerializer.SerializeToNode(AuditAnswer.Of(result.Audit), ApiJson.Options),
        ["report"] = result.Report,
        ["head"] = HeadOutput.ToJson(result.Head),
    };

    private static void Print(PipelineResult result, IAnsiConsole console)
    {
        Table table = Output.NewTable("provider", "batches", "accepted", "quarantined", "refused", "mean score");
        foreach (IGrouping<string, BatchState> provider in result.Batches.GroupBy(batch => batch.Provider).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string Count(Verdict verdict) => provider.Count(batch => batch.Verdict == verdict).ToString();
            Output.AddRow(
                table, provider.Key, provider.Count().ToString(), Count(Verdict.Accepted), Count(Verdict.Quarantined), Count(Verdict.Refused),
                $"{provider.Average(batch => (batch.ScorePpm ?? 0) / 1e6):F3}");
        }
        console.Write(table);
        TextWriter writer = console.Profile.Out.Writer;
        foreach (ReportAccuracies series in result.Comparison.ForReport())
        {
            writer.WriteLine($"test accuracy, {series.Name}: {series.MeanPercent:F2} % ± {series.DeviationPercent:F2} over {series.Ppm.Count} seeds (the run's seed: {series.Ppm[0] / 1e4:F2} %)");
        }
        AuditVerb.Print(result.Audit, console);
        writer.WriteLine($"report: {result.Report}");
    }
}
