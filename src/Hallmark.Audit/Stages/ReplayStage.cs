using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Training;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Every step on record trained again, of open runs, too: every checkpoint digest, every loss and the final model recomputed bit for bit.
/// What could not be is counted, and named: it is never passed over.
/// </summary>
/// <param name="budget">Longest time for all runs together; a run that is not done by then is not recomputed. Null for no end.</param>
internal sealed class ReplayStage(
    Catalog catalog, BatchReading reading, Withdrawals withdrawals, Findings findings, IProgress<string>? progress, TimeSpan? budget)
{
    public async Task RunAsync(string? onlyRun, CancellationToken cancellation)
    {
        using var spent = new CancellationTokenSource(budget ?? Timeout.InfiniteTimeSpan);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, spent.Token);
        foreach (RunState run in catalog.Ledger.State.List(RunKeys.All)
            .Where(run => onlyRun is null || run.Id == onlyRun).OrderBy(run => run.Entry))
        {
            await ExamineAsync(run, cancellation, end.Token).ConfigureAwait(false);
        }
    }

    private async Task ExamineAsync(RunState run, CancellationToken cancellation, CancellationToken end)
    {
        progress?.Report($"replay of {run.Id}");
        Finding Impossible(string code, string why) => About(run, code, AuditVerdict.Incomplete, $"cannot be trained again: {why}");
        try
        {
            SignedRun recorded = SignedRun.Of(catalog, run);
            findings.Coverage = findings.Coverage with { Digests = findings.Coverage.Digests + recorded.Digests };
            if (run.Engine is not null)
            {
                return; // attested: said by the stage before
            }
            ReplayResult result = await RunReplay
                .ExecuteAsync(catalog, reading, run, recorded.Open, recorded.Steps, recorded.Comparable, end).ConfigureAwait(false);
            Report(run, recorded, result);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            findings.Add(Impossible("replay.budget", $"the time for it ran out, {budget!.Value.TotalSeconds:0} seconds for all runs"));
        }
        catch (WithdrawnException e)
        {
            findings.Add(withdrawals.Undone(Impossible("replay.withdrawn", e.Message), e.Batch));
        }
        catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
        {
            // What an altered ledger or a hostile run makes training stumble over cannot be listed; the other runs are looked at.
            findings.Add(Impossible("replay.impossible", e.Message));
        }
    }

    private void Report(RunState run, SignedRun recorded, ReplayResult result)
    {
        findings.Coverage = findings.Coverage with
        {
            RunsReplayed = findings.Coverage.RunsReplayed + (result.Difference is null ? 1 : 0),
            DigestsRecomputed = findings.Coverage.DigestsRecomputed + result.Digests.Count,
        };
        if (result.Difference is { } first)
        {
            string checkpoint = $"{run.Id}/{first.Step?.ToString() ?? "model"}";
            findings.Add(
                Broken(
                    run, "replay.checkpoint",
                    $"training again gives {first.Recomputed.ToShortString()}… for {checkpoint}, on record is "
                        + $"{first.Recorded.ToShortString()}…; what comes after it was not trained again") with
                {
                    Checkpoints = [checkpoint],
                });
        }
        if (result.Losses.Count > 0)
        {
            findings.Add(Broken(run, "replay.loss", $"the recorded loss of step {result.Losses[0]} is not the one that training gives"));
        }
        if (result.Model is { } model && catalog.Statements(ModelRelease.Kind, run.Id).FirstOrDefault() is { } release)
        {
            CompareRelease(run, release, model);
        }
        if (recorded.Open.Inputs is { } inputs && inputs != result.Inputs)
        {
            findings.Add(Broken(run, "replay.inputs", $"it was said to read {inputs} features, and reads {result.Inputs}"));
        }
        if (recorded.Comparable is { } close && result.Difference is null)
        {
            CompareFigures(run, close, result.Test);
        }
    }

    private void CompareFigures(RunState run, RunClose close, HeldOutFigures? test)
    {
        if (test?.AccuracyPpm != close.TestAccuracyPpm)
        {
            findings.Add(
                Broken(
                    run, "replay.accuracy",
                    $"the recorded test accuracy is {close.TestAccuracyPpm} millionths, the model has {test?.AccuracyPpm}"));
        }
        if (test?.Error != close.TestError)
        {
            findings.Add(Broken(
                run, "replay.error",
                $"the recorded error on held-out records is {Words(close.TestError)}, the model has {Words(test?.Error)}"));
        }
    }

    private void CompareRelease(RunState run, LedgerEntry release, Digest model)
    {
        if (Payload.Read<ModelRelease>(release.Statement).Model.Digest == model)
        {
            findings.Coverage = findings.Coverage with { ReleasesRecomputed = findings.Coverage.ReleasesRecomputed + 1 };
            return;
        }
        findings.Add(Broken(run, "release.model", "the model that was released is not the one that training gives") with
        {
            Entry = release.Index.Value,
            Height = release.Height.Value,
        });
    }

    private static string Words(TargetError? error) =>
        error is null ? "none" : $"{error.Rmse} ({error.ExplainedPpm} millionths explained)";

    private static Finding Broken(RunState run, string code, string message) => About(run, code, AuditVerdict.RulesBroken, message);

    private static Finding About(RunState run, string code, AuditVerdict severity, string message) =>
        new(code, severity, $"{run.Id}: {message}") { Dataset = run.Dataset, Run = run.Id, Member = run.Trainer };

    /// <summary>What a trainer put on record of its run.</summary>
    /// <param name="Close">Null while it is open.</param>
    /// <param name="Comparable">The closing, where a model follows from the steps on record.</param>
    private sealed record SignedRun(RunOpen Open, IReadOnlyList<RunStep> Steps, RunClose? Close, RunClose? Comparable)
    {
        /// <summary>Digests that the trainer signed: of each step, and of the model.</summary>
        public int Digests => Steps.Count + (Close is null ? 0 : 1);

        public static SignedRun Of(Catalog catalog, RunState run)
        {
            RunClose? close = run.Closed is { } closed ? Read<RunClose>(closed) : null;
            return new SignedRun(
                Read<RunOpen>(run.Entry), [.. RecordedSteps.Of(catalog, run.Id).Select(pair => pair.Step)], close,
                run.IsComplete ? close : null);

            T Read<T>(EntryIndex entry)
                where T : IPayload<T> => Payload.Read<T>(catalog.Ledger.ReadEntry(entry).Statement);
        }
    }
}
