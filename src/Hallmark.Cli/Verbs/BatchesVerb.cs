using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark batches</c>: where the batches of a dataset stand.</summary>
internal static class BatchesVerb
{
    private const int ColumnMargin = 3;
    private const int Edges = 4;
    private const int LeastReasons = 20;
    private static readonly string[] Columns = ["batch", "records", "verdict", "score", "reasons"];

    public static Command Create()
    {
        var dataset = new Argument<string>("DATASET");
        var command = new Command("batches", "List a dataset's batches with verdicts and scores.") { dataset };
        command.SetBody(async invocation =>
        {
            IReadOnlyList<BatchState> batches = await invocation.AskAsync(new ListBatches(invocation.Get(dataset))).ConfigureAwait(false);
            invocation.Output.Result(BatchesAnswer.Of(batches), console => Write(console, batches));
            return ExitCode.Good;
        });
        return command;
    }

    public static string VerdictName(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>The batches as a table no wider than people read; nothing where there is none.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<BatchState> batches)
    {
        if (batches.Count == 0)
        {
            return;
        }
        string[][] cells = [.. batches.Select(Cells)];
        int beside = Edges + Enumerable.Range(0, Columns.Length - 1)
            .Sum(column => Math.Max(Columns[column].Length, cells.Max(row => row[column].Length)) + ColumnMargin);
        int widest = Math.Max(LeastReasons, Math.Min(console.Profile.Width, Output.WidestTable) - beside);
        Table table = Output.NewTable(Columns);
        foreach (string[] row in cells)
        {
            Output.AddRow(table, [.. row[..^1], Cut(row[^1], widest)]);
        }
        Output.WriteTable(console, table);
        if (Array.Find(cells, row => row[^1].Length > widest) is { } cut)
        {
            Output.WriteLine(console, $"where reasons end in …, 'hallmark explain {cut[0]}' shows all of them");
        }
    }

    private static string[] Cells(BatchState batch) =>
    [
        batch.Id, batch.Records.ToString(), batch.Standing, batch.ScorePpm is { } score ? $"{score / 1e6:F3}" : "",
        string.Join("; ", Becoming(batch).Concat(batch.Reasons)),
    ];

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Concat(text.AsSpan(0, most - 1).TrimEnd(), "…");

    /// <summary>Who signed it, where that was not its provider, and what came before and after.</summary>
    private static IEnumerable<string> Becoming(BatchState batch) =>
        new[]
        {
            batch.Gateway is { } gateway ? $"registered by gateway {gateway}" : null,
            batch.Resumes is { } before ? $"registered before as {before}" : null,
            batch.Superseded is { } succession ? $"superseded by {succession.By}" : null,
        }.OfType<string>();
}
