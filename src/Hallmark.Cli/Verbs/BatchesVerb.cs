using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark batches</c>: where the batches of a dataset stand.</summary>
internal static class BatchesVerb
{
    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var command = new Command("batches", "List a dataset's batches with verdicts and scores.") { dataset };
        command.SetBody(async invocation =>
        {
            IReadOnlyList<BatchState> batches = await invocation.AskAsync(new ListBatches(invocation.Get(dataset))).ConfigureAwait(false);
            invocation.Output.Result(BatchesAnswer.Of(batches), console => console.Write(ToTable(batches)));
            return ExitCode.Good;
        });
        return command;
    }

    public static string VerdictName(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    public static Table ToTable(IReadOnlyList<BatchState> batches)
    {
        Table table = Output.NewTable("batch", "records", "verdict", "score", "reasons");
        foreach (BatchState batch in batches)
        {
            Output.AddRow(
                table, batch.Id, batch.Records.ToString(), batch.Standing, batch.ScorePpm is { } score ? $"{score / 1e6:F3}" : "",
                string.Join("; ", Becoming(batch).Concat(batch.Reasons)));
        }
        return table;
    }

    /// <summary>Who signed it, where that was not its provider, and what came before and after.</summary>
    private static IEnumerable<string> Becoming(BatchState batch) =>
        new[]
        {
            batch.Gateway is { } gateway ? $"registered by gateway {gateway}" : null,
            batch.Resumes is { } before ? $"registered before as {before}" : null,
            batch.Superseded is { } succession ? $"superseded by {succession.By}" : null,
        }.OfType<string>();
}
