using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Learning;
using Hallmark.Operations.Queries;
using Hallmark.Quality.Checks;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark explain</c>: why a batch stands where it does.</summary>
internal static class ExplainVerb
{
    private const double Million = Share.Million;

    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        var records = new Option<int>("--records")
        {
            Description = "Most records shown of each check.",
            HelpName = "N",
            DefaultValueFactory = _ => 5,
        };
        var command = new Command("explain", "Show every measurement of a batch, its weight, its limits, and the worst records.")
        {
            batch, records,
        };
        command.SetBody(async invocation =>
        {
            BatchExplanation explanation = await invocation.AskAsync(new ExplainBatch(invocation.Get(batch))).ConfigureAwait(false);
            int worst = Math.Max(0, invocation.Get(records));
            invocation.Output.Result(ExplainAnswer.Of(explanation, worst), console => Write(console, explanation, worst));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, BatchExplanation explanation, int worst)
    {
        TextWriter writer = Output.Lines(console);
        WriteVerdict(writer, explanation);
        Table table = Output.NewTable("check", "good", "of", "value", "share of score", "quarantined below", "refused below");
        foreach (ExplainedCheck check in explanation.Checks)
        {
            Output.AddRow(table, Cells(explanation, check));
        }
        Output.WriteTable(console, table);
        foreach (Check check in explanation.Checks.Where(check => check.Failed).Select(check => CheckList.Find(check.Name)).OfType<Check>())
        {
            writer.WriteLine($"{check.Name} counts {check.Counts}");
        }
        foreach (CheckResult result in explanation.Checks.Select(check => check.Result).OfType<CheckResult>()
            .Where(result => result.FewestGood < result.MostGood))
        {
            writer.WriteLine($"{result.Check} by single seeds: {result.FewestGood} to {result.MostGood} good");
        }
        foreach (string reason in explanation.Batch.Reasons)
        {
            writer.WriteLine($"because {reason}");
        }
        foreach (BatchState before in explanation.Before)
        {
            writer.WriteLine(
                $"its records, or most of them, were {BatchesVerb.VerdictName(before.Verdict)} before as {before.Id}, judged by "
                + $"{string.Join(", ", before.Validators)}{(before.Withdrawn is { } entry ? $", and withdrawn at entry {entry}" : "")}");
        }
        foreach (IGrouping<long, RecordFinding> record in explanation.Worst(worst).GroupBy(finding => finding.Record))
        {
            IEnumerable<string> found = record.Select(finding => $"{finding.Suggestion} ({finding.Check})");
            string place = explanation.PlaceOf(record.Key) is { } at ? $" ({at.Unit} {at.Place} of {at.File})" : "";
            writer.WriteLine($"record {record.Key}{place}: {string.Join("; ", found)}");
        }
        if (explanation.Problem is not null)
        {
            writer.WriteLine(explanation.Problem);
        }
    }

    private static void WriteVerdict(TextWriter writer, BatchExplanation explanation)
    {
        BatchState batch = explanation.Batch;
        PolicyDocument policy = explanation.Policy;
        Scoring scoring = explanation.Scoring;
        string score = batch.ScorePpm is { } ppm ? $"{ppm / Million:F3}" : "none";
        writer.WriteLine(
            $"{batch.Id} is {batch.Standing}: score {score} ({scoring.Method}; accepted from {scoring.AcceptScorePpm / Million:F3}, "
            + $"refused below {scoring.RefuseScorePpm / Million:F3})");
        if (batch.Gateway is { } gateway)
        {
            writer.WriteLine($"registered by gateway {batch.Provider}/{gateway}");
        }
        writer.WriteLine(
            $"measured by {batch.Validators[^1]} in entry {batch.JudgedEntry}, "
            + $"decided by policy {policy.Name} version {policy.Version} ({policy.Digest.ToShortString()})");
        writer.WriteLine(
            $"by {explanation.Judged.Code}, against the batches with root {explanation.Judged.Pool.ToShortString()} "
            + $"at tree size {explanation.Judged.TreeSize}");
    }

    private static string[] Cells(BatchExplanation explanation, ExplainedCheck check) =>
    [
        check.Name, check.Result?.Good.ToString() ?? "", check.Result?.Of.ToString() ?? "",
        check.Value is { } value ? $"{value:F3}" : "not measured",
        explanation.ShareOf(check) is { } share ? $"{100 * share:0.##} %" : "",
        Percent(check.Rule?.QuarantineBelowPpm), Percent(check.Rule?.RefuseBelowPpm),
    ];

    private static string Percent(int? ppm) => ppm is { } value ? $"{value / 10_000.0:0.##} %" : "";
}
