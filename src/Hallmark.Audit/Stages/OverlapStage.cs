using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Audit.Stages;

/// <summary>
/// What runs were measured on, held against what they were trained on: a model knows a record that it has seen. Records without their label
/// are compared exactly; rows of numbers also nearly, within a thousandth of each column's spread.
/// </summary>
internal sealed class OverlapStage(Catalog catalog, BatchReading reading, Findings findings)
{
    public async Task RunAsync(string? onlyRun, CancellationToken cancellation)
    {
        foreach (RunState run in catalog.Ledger.State.List(RunKeys.All)
            .Where(run => onlyRun is null || run.Id == onlyRun).OrderBy(run => run.Entry))
        {
            try
            {
                await ExamineAsync(run, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SealedException or WithdrawnException)
            {
                findings.Add(About(
                    run, "evaluation.not-compared", AuditVerdict.Good,
                    $"what it was measured on cannot be held against what it was trained on: {e.Message}"));
            }
            catch (Exception e) when (ContentStage.IsUnreadable(e))
            {
                // Named already, by the stage that hashes all content.
            }
        }
    }

    private async Task ExamineAsync(RunState run, CancellationToken cancellation)
    {
        RunOpen open = Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement);
        if (open.Evaluation is not { } set)
        {
            return;
        }
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
        Schema schema = await catalog.SchemaAsync(schedule, cancellation).ConfigureAwait(false);
        RecordBatch heldOut = await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false);
        BatchState[] trained = [.. schedule.Batches.Select(catalog.Batch)];
        var overlap = new HeldOutComparison(schema, heldOut, trained.Sum(batch => batch.Records));
        foreach (BatchState batch in trained)
        {
            overlap.Look(await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false));
        }
        if (overlap.Exact.Count + overlap.Near.Count > 0)
        {
            Report(run, overlap);
        }
    }

    private void Report(RunState run, HeldOutComparison overlap)
    {
        bool broken = catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns && overlap.IsBeyondChance;
        findings.Add(About(
            run, "evaluation.overlap", broken ? AuditVerdict.RulesBroken : AuditVerdict.Good,
            $"of the {overlap.Records} records it was measured on it was trained on {overlap.Exact.Count}, "
                + $"and on near copies of {overlap.Near.Count}"));
    }

    private static Finding About(RunState run, string code, AuditVerdict severity, string message) =>
        new(code, severity, $"{run.Id}: {message}") { Dataset = run.Dataset, Run = run.Id, Member = run.Trainer };
}
