using System.CommandLine;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Contracts.Datasets;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Pipelines;
using Hallmark.Reports;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark run</c>: the main job from one file.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("PIPELINE") { Description = "YAML file." };
        var report = new OutputFileOption("--report", "Where to write the report; by default report.html in the home.");
        OutputFileOption headOut = CommonOptions.HeadOut();
        var command = new Command("run", "Register, judge, choose, train, compare, audit and report: everything a pipeline file says.")
        {
            file, report, headOut,
        };
        command.SetBody(async invocation =>
        {
            Pipeline pipeline = PipelineFile.Read(invocation.Get(file));
            string named = invocation.Get(report) ?? Path.Combine(invocation.Home.Directory, ReportVerb.FileName);
            string headPath = invocation.Get(headOut) ?? Path.ChangeExtension(named, ".head");
            string reportPath = Path.GetFullPath(named);
            Head? kept = HeadFile.FindKept(invocation.Home, headPath);
            PipelineOutcome outcome = await RunAsync(invocation, pipeline).ConfigureAwait(false);
            HeadFile.Advance(invocation.Home, headPath, outcome.Head);
            AuditReport audit = await ReportVerb.WriteAsync(invocation, new AuditHome { Replay = true, Head = kept }, reportPath)
                .ConfigureAwait(false);
            if (outcome.AlreadyDone)
            {
                invocation.Output.Say("everything was on record already");
            }
            invocation.Output.Result(PipelineAnswer.Of(outcome, audit, reportPath), console => Print(console, outcome, audit, reportPath));
            HeadOutput.Tell(invocation, outcome.Head, headPath);
            return AuditAnswer.ExitOf(audit.Verdict);
        });
        return command;
    }

    private static async Task<PipelineOutcome> RunAsync(Invocation invocation, Pipeline pipeline)
    {
        using var progress = new StageLines(invocation.Output, named: false);
        var run = new RunPipeline(pipeline) { Progress = progress, Events = new PipelineLines(invocation.Output) };
        return await run.ExecuteAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Cancellation)
            .ConfigureAwait(false);
    }

    private static void Print(IAnsiConsole console, PipelineOutcome outcome, AuditReport audit, string report)
    {
        Table table = Output.NewTable("provider", "batches", "accepted", "quarantined", "refused", "mean score");
        foreach (IGrouping<string, BatchState> provider in outcome.Batches
            .GroupBy(batch => batch.Provider).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string Count(Verdict verdict) => provider.Count(batch => batch.Verdict == verdict).ToString();
            Output.AddRow(
                table, provider.Key, provider.Count().ToString(), Count(Verdict.Accepted), Count(Verdict.Quarantined),
                Count(Verdict.Refused), $"{provider.Average(batch => (batch.ScorePpm ?? 0) / 1e6):F3}");
        }
        Output.WriteTable(console, table);
        foreach (ReportAccuracies series in ReportAccuracies.Of(outcome.Comparison))
        {
            Output.WriteLine(
                console,
                $"test accuracy, {series.Name}: {series.MeanPercent:F2} % ± {series.DeviationPercent:F2} over "
                + $"{Words.Count(series.Ppm.Count, "seed")} "
                + $"(the run's seed: {series.Ppm[0] / 1e4:F2} %)");
        }
        AuditVerb.Print(audit, console);
        Output.WriteLine(console, $"report: {report}");
    }
}
