using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Learning;
using Hallmark.Operations;
using Hallmark.Quality;
using Hallmark.Quality.Checks;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark explain</c>: why a batch stands where it does.</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var batch = new Argument<string>("BATCH");
        var records = new Option<int>("--records") { Description = "Most records shown of each check.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var command = new Command("explain", "Show every measurement of a batch, its weight, its limits, and the worst records.") { batch, records };
        command.SetBody(async invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            BatchState state = catalog.Batch(invocation.Get(batch));
            Explanation explanation = await ExplainAsync(catalog, state, Math.Max(0, invocation.Get(records)), invocation.Cancellation)
                .ConfigureAwait(false);
            invocation.Output.Result(explanation.ToJson(), explanation.Write);
            return ExitCode.Good;
        });
        return command;
    }

    private static async Task<Explanation> ExplainAsync(
        Catalog catalog, BatchState batch, int recordsPerCheck, CancellationToken cancellation)
    {
        BatchJudge judged = Rechecking.Judged(catalog, batch);
        PolicyDocument policy = catalog.Policy(batch.Policy!.Value) ?? throw new FailureException($"the policy {batch.Policy} that decided is not on this ledger");
        bool hasLabel = catalog.Dataset(batch.Dataset).Label is not null;
        (Measurements? details, string? problem) = await BatchFindings.DetailsAsync(catalog, batch, judged, cancellation).ConfigureAwait(false);
        return new Explanation(batch, judged, policy, hasLabel, BatchFindings.CredibilityPpm(catalog, batch), details, problem, recordsPerCheck);
    }

    private sealed record Explanation(
        BatchState Batch, BatchJudge Judged, PolicyDocument Policy, bool HasLabel, long CredibilityPpm, Measurements? Details, string? Problem, int RecordsPerCheck)
    {
        private Scoring Scoring => Policy.Scoring!;

        private IEnumerable<Line> Lines => Scoring.Checks.Where(rule => HasLabel || !rule.NeedsLabel).Select(rule => new Line(rule, Find(rule.Check)))
            .Concat(Judged.Checks.Where(check => Scoring.Checks.All(rule => rule.Check != check.Check)).Select(check => new Line(null, check)));

        private IEnumerable<RecordFinding> Worst => (Details?.Findings ?? []).GroupBy(finding => finding.Check).SelectMany(group => group.Take(RecordsPerCheck));

        public JsonObject ToJson() => new()
        {
            ["batch"] = Batch.Id,
            ["provider"] = Batch.Provider,
            ["standing"] = Batch.Standing,
            ["verdict"] = BatchesVerb.VerdictName(Batch.Verdict),
            ["score"] = Batch.ScorePpm / (double)Share.Million,
            ["acceptScore"] = Scoring.AcceptScorePpm / (double)Share.Million,
            ["refuseScore"] = Scoring.RefuseScorePpm / (double)Share.Million,
            ["method"] = Scoring.Method,
            ["policy"] = new JsonObject { ["name"] = Policy.Name, ["version"] = Policy.Version, ["digest"] = Policy.Digest.ToString() },
            ["validators"] = new JsonArray([.. Batch.Validators.Select(name => (JsonNode)name)]),
            ["entry"] = Batch.JudgedEntry?.Value,
            ["code"] = Judged.Code,
            ["treeSize"] = Judged.TreeSize.Value,
            ["pool"] = Judged.Pool.ToString(),
            ["reasons"] = new JsonArray([.. Batch.Reasons.Select(reason => (JsonNode)reason)]),
            ["checks"] = new JsonArray([.. Lines.Select(line => line.ToJson())]),
            ["records"] = new JsonArray([.. Worst.Select(finding => new JsonObject
            {
                ["record"] = finding.Record,
                ["check"] = finding.Check,
                ["suggestion"] = finding.Suggestion,
            })]),
            ["recordsProblem"] = Problem,
        };

        public void Write(IAnsiConsole console)
        {
            TextWriter writer = console.Profile.Out.Writer;
            string score = Batch.ScorePpm is { } ppm ? $"{ppm / (double)Share.Million:F3}" : "none";
            writer.WriteLine($"{Batch.Id} is {Batch.Standing}: score {score} ({Scoring.Method}; accepted from {Scoring.AcceptScorePpm / (double)Share.Million:F3}, refused below {Scoring.RefuseScorePpm / (double)Share.Million:F3})");
            writer.WriteLine($"measured by {Batch.Validators[^1]} in entry {Batch.JudgedEntry}, decided by policy {Policy.Name} version {Policy.Version} ({Policy.Digest.ToShortString()})");
            writer.WriteLine($"by {Judged.Code}, against the batches with root {Judged.Pool.ToShortString()} at tree size {Judged.TreeSize}; weights count by their share of the sum");
            Table table = Output.NewTable("check", "good", "of", "value", "weight", "quarantined below", "refused below");
            foreach (Line line in Lines)
            {
                Output.AddRow(table, line.Cells());
            }
            console.Write(table);
            foreach (Check check in Lines.Where(line => line.Failed).Select(line => CheckList.Find(line.Check)).OfType<Check>())
            {
                writer.WriteLine($"{check.Name} counts {check.Counts}");
            }
            foreach (string reason in Batch.Reasons)
            {
                writer.WriteLine($"because {reason}");
            }
            foreach (RecordFinding finding in Worst)
            {
                writer.WriteLine($"record {finding.Record} ({finding.Check}): {finding.Suggestion}");
            }
            if (Problem is not null)
            {
                writer.WriteLine(Problem);
            }
        }

        private Contracts.Judging.CheckResult? Find(string check) => check == Scoring.Credibility
            ? new Contracts.Judging.CheckResult(check, CredibilityPpm, Share.Million)
            : Judged.Checks.FirstOrDefault(result => result.Check == check);
    }

    /// <param name="Rule">Null for a check that the policy does not ask for.</param>
    /// <param name="Result">Null for a check that nobody measured.</param>
    private sealed record Line(CheckRule? Rule, Contracts.Judging.CheckResult? Result)
    {
        public string Check => Rule?.Check ?? Result!.Check;

        public bool Failed => Result is { } result && result.Good < result.Of;

        private double? Value => Result is { Of: > 0 } result ? (double)result.Good / result.Of : null;

        public JsonObject ToJson() => new()
        {
            ["check"] = Check,
            ["good"] = Result?.Good,
            ["of"] = Result?.Of,
            ["value"] = Value,
            ["weight"] = Rule?.WeightPpm / (double)Share.Million,
            ["quarantineBelow"] = Rule?.QuarantineBelowPpm / (double)Share.Million,
            ["refuseBelow"] = Rule?.RefuseBelowPpm / (double)Share.Million,
        };

        public string[] Cells() =>
        [
            Check, Result?.Good.ToString() ?? "", Result?.Of.ToString() ?? "", Value is { } value ? $"{value:F3}" : "not measured",
            Percent(Rule?.WeightPpm), Percent(Rule?.QuarantineBelowPpm), Percent(Rule?.RefuseBelowPpm),
        ];

        private static string Percent(int? ppm) => ppm is { } value ? $"{value / 10_000.0:0.##} %" : "";
    }
}
