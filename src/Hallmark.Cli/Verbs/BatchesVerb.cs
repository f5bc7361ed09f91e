using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark batches</c>: where the batches of a dataset stand.</summary>
internal static class BatchesVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var command = new Command("batches", "List a dataset's batches with verdicts and scores.") { dataset };
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            IReadOnlyList<BatchState> batches = catalog.Batches(invocation.Get(dataset));
            invocation.Output.Result(new JsonObject { ["batches"] = ToJson(batches) }, console => console.Write(ToTable(batches)));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    public static JsonArray ToJson(IReadOnlyList<BatchState> batches) => new([.. batches.Select(batch => new JsonObject
    {
        ["id"] = batch.Id,
        ["provider"] = batch.Provider,
        ["records"] = batch.Records,
        ["root"] = batch.Root.ToString(),
        ["tier"] = batch.Tier.ToString().ToLowerInvariant(),
        ["verdict"] = VerdictName(batch.Verdict),
        ["withdrawn"] = batch.Withdrawn?.Value,
        ["score"] = batch.ScorePpm / 1e6,
        ["reasons"] = new JsonArray([.. batch.Reasons.Select(reason => (JsonNode)reason)]),
        ["entry"] = batch.Entry.Value,
    })]);

    public static string VerdictName(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    public static Table ToTable(IReadOnlyList<BatchState> batches)
    {
        Table table = Output.NewTable("batch", "records", "verdict", "score", "reasons");
        foreach (BatchState batch in batches)
        {
            Output.AddRow(
                table, batch.Id, batch.Records.ToString(), batch.Standing, batch.ScorePpm is { } score ? $"{score / 1e6:F3}" : "", string.Join("; ", batch.Reasons));
        }
        return table;
    }
}
