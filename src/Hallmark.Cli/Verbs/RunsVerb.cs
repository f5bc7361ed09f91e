using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Operations.Homes;
using Hallmark.Training;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark runs</c>: trainings on record.</summary>
internal static class RunsVerb
{
    public static Command Create()
    {
        var command = new Command("runs", "List the training runs.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            RunState[] runs = [.. catalog.Ledger.State.List(RunKeys.All).OrderBy(run => run.Entry)];
            invocation.Output.Result(
                new JsonObject { ["runs"] = new JsonArray([.. runs.Select(run => ToJson(catalog, invocation.Home, run))]) },
                console => console.Write(ToTable(catalog, invocation.Home, runs)));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    public static JsonObject ToJson(Catalog catalog, Home home, RunState run)
    {
        RunClose? close = CloseOf(catalog, run);
        Comparison? comparison = Comparison.Find(RunFiles.For(home.RunsDirectory, run.Id));
        return new JsonObject
        {
            ["id"] = run.Id,
            ["schedule"] = run.Schedule,
            ["trainer"] = run.Trainer,
            ["state"] = run.Closed is null ? "open" : run.IsComplete ? "closed" : "closed incomplete",
            ["steps"] = run.Step,
            ["modelDigest"] = close?.Model.Digest.ToString(),
            ["testAccuracy"] = close?.TestAccuracyPpm / 1e6,
            ["testAccuracyAll"] = comparison?.AllPpm[0] / 1e6,
            ["comparison"] = comparison?.ToJson(),
        };
    }

    public static Table ToTable(Catalog catalog, Home home, IReadOnlyList<RunState> runs)
    {
        Table table = Output.NewTable("run", "schedule", "trainer", "state", "steps", "test accuracy", "on all batches", "model");
        foreach (RunState run in runs)
        {
            RunClose? close = CloseOf(catalog, run);
            Comparison? comparison = Comparison.Find(RunFiles.For(home.RunsDirectory, run.Id));
            Output.AddRow(
                table, run.Id, run.Schedule, run.Trainer, run.Closed is null ? "open" : run.IsComplete ? "closed" : "closed incomplete", run.Step.ToString(),
                Percent(close?.TestAccuracyPpm), Percent(comparison?.AllPpm[0]), close?.Model.Digest.ToShortString() ?? "");
        }
        return table;
    }

    public static RunClose? CloseOf(Catalog catalog, RunState run) =>
        run.Closed is { } entry ? Payload.Read<RunClose>(catalog.Ledger.ReadEntry(entry).Statement) : null;

    public static string Percent(long? ppm) => ppm is { } value ? $"{value / 1e4:F2} %" : "";
}
