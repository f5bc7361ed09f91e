using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Training;

namespace Hallmark.Audit.Stages;

/// <summary>Closed runs trained again: every checkpoint digest, every loss and the final model recomputed bit for bit.</summary>
internal static class ReplayStage
{
    public static async Task RunAsync(
        Catalog catalog, BatchReading reading, string? onlyRun, Findings findings, IProgress<string>? progress,
        CancellationToken cancellation)
    {
        int replayed = 0;
        foreach (RunState run in catalog.Ledger.State.List(RunKeys.All).Where(run => onlyRun is null || run.Id == onlyRun))
        {
            if (run.Closed is null || !run.IsComplete)
            {
                // Reported by the stage before: there is no complete record to compare with.
                continue;
            }
            progress?.Report($"replay of {run.Id}");
            try
            {
                await ReplayAsync(catalog, reading, run, findings, cancellation).ConfigureAwait(false);
                replayed++;
            }
            catch (WithdrawnException e)
            {
                findings.Add(new Finding("replay.withdrawn", AuditVerdict.Incomplete, $"{run.Id} cannot be trained again: {e.Message}")
                {
                    Dataset = run.Dataset,
                    Run = run.Id,
                    Batch = e.Batch.Id,
                });
            }
            catch (Exception e) when (e is ContentException or SealedException or ArgumentException)
            {
                findings.Add(new Finding("replay.impossible", AuditVerdict.Incomplete, $"{run.Id} cannot be trained again: {e.Message}")
                {
                    Dataset = run.Dataset,
                    Run = run.Id,
                });
            }
        }
        findings.Coverage = findings.Coverage with { RunsReplayed = replayed };
    }

    private static async Task ReplayAsync(
        Catalog catalog, BatchReading reading, RunState run, Findings findings, CancellationToken cancellation)
    {
        RunOpen open = Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement);
        RunClose close = Payload.Read<RunClose>(catalog.Ledger.ReadEntry(run.Closed!.Value).Statement);
        RunStep[] steps = [.. RecordedSteps.Of(catalog, run.Id).Select(pair => pair.Step)];
        ReplayResult result = await RunReplay.ExecuteAsync(catalog, reading, run, open, steps, close, null, cancellation)
            .ConfigureAwait(false);
        if (result.Digests.FirstOrDefault(digest => !digest.Agrees) is { } first)
        {
            string[] checkpoints =
                [.. result.Digests.Where(digest => !digest.Agrees).Select(digest => $"{run.Id}/{digest.Step?.ToString() ?? "model"}")];
            findings.Add(
                About(
                    run, "replay.checkpoint",
                    $"training again gives {first.Recomputed.ToShortString()}… for {checkpoints[0]}, on record is "
                        + $"{first.Recorded.ToShortString()}…") with
                {
                    Checkpoints = checkpoints,
                });
        }
        if (result.Losses.Count > 0)
        {
            findings.Add(About(run, "replay.loss", $"the recorded loss of step {result.Losses[0]} is not the one that training gives"));
        }
        if (result.TestAccuracyPpm != close.TestAccuracyPpm)
        {
            findings.Add(
                About(
                    run, "replay.accuracy",
                    $"the recorded test accuracy is {close.TestAccuracyPpm} millionths, the model has {result.TestAccuracyPpm}"));
        }
    }

    private static Finding About(RunState run, string code, string message) =>
        new(code, AuditVerdict.RulesBroken, $"{run.Id}: {message}") { Dataset = run.Dataset, Run = run.Id, Member = run.Trainer };
}
