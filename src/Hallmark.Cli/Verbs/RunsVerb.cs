using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Runs;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark runs</c>: trainings on record.</summary>
internal static class RunsVerb
{
    public static Command Create()
    {
        var command = new Command("runs", "List the training runs.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<RecordedRun> runs = await invocation.AskAsync(new ListRuns()).ConfigureAwait(false);
            invocation.Output.Result(RunsAnswer.Of(runs), console => Output.WriteTable(console, ToTable(runs)));
            return ExitCode.Good;
        });
        return command;
    }

    public static Table ToTable(IReadOnlyList<RecordedRun> runs)
    {
        string measured = runs.Any(run => run.Close?.TestError is not null) ? "on held-out" : "test accuracy";
        Table table = Output.NewTable(
            "run", "schedule", "trainer", "state", "steps", "seed", "tries", measured, "on all batches", "model");
        foreach (RecordedRun run in runs)
        {
            Output.AddRow(
                table, run.State.Id, run.State.Schedule, run.State.Trainer, run.Standing, run.State.Step.ToString(),
                $"{run.Open.Configuration.Seed}, {Words.OriginOf(run)}", run.Tries.ToString(),
                Test(run), Percent(run.Comparison?.AllPpm[0]), run.Close?.Model.Digest.ToShortString() ?? "");
        }
        return table;
    }

    private static string Test(RecordedRun run) => run.Close?.TestError is { } error
        ? $"R² {error.ExplainedPpm / 1e6:F3}, RMSE {double.Parse(error.Rmse, CultureInfo.InvariantCulture):G4}"
        : Percent(run.Close?.TestAccuracyPpm);

    private static string Percent(long? ppm) => ppm is { } value ? $"{value / 1e4:F2} %" : "";
}
