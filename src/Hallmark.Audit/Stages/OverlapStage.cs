using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Audit.Stages;

/// <summary>
/// What runs were measured on, held against what they were trained on: a model knows a record that it has seen. Records without their label
/// are compared exactly; rows of numbers also nearly, within a thousandth of each column's spread.
/// </summary>
internal sealed class OverlapStage(Catalog catalog, BatchReading reading, Findings findings)
{
    /// <summary>
    /// Records that real data has twice by chance are a note; from this share on, in per cent, what was committed to as held out was not.
    /// </summary>
    private const int HeldOutPercent = 5;

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
        Schema schema = await catalog.SchemaAsync(run.Dataset, cancellation).ConfigureAwait(false);
        RecordBatch heldOut = await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false);
        var overlap = new Overlap(schema, heldOut);
        foreach (string id in catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!.Batches)
        {
            overlap.Look(await reading.ReadAsync(catalog.Batch(id), schema, cancellation).ConfigureAwait(false));
        }
        if (overlap.Exact.Count + overlap.Near.Count > 0)
        {
            Report(run, overlap.Exact.Count, overlap.Near.Except(overlap.Exact).Count(), heldOut.Count);
        }
    }

    private void Report(RunState run, int exact, int near, int records)
    {
        bool broken = catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns && 100L * exact >= (long)HeldOutPercent * records;
        findings.Add(About(
            run, "evaluation.overlap", broken ? AuditVerdict.RulesBroken : AuditVerdict.Good,
            $"of the {records} records it was measured on it was trained on {exact}, and on near copies of {near}"));
    }

    private static Finding About(RunState run, string code, AuditVerdict severity, string message) =>
        new(code, severity, $"{run.Id}: {message}") { Dataset = run.Dataset, Run = run.Id, Member = run.Trainer };

    /// <summary>Held-out records, looked for in one batch after another: none but the held-out ones are kept in memory.</summary>
    private sealed class Overlap
    {
        private readonly FeatureSelection _features;
        private readonly RecordBatch _heldOut;
        private readonly ILookup<Digest, int> _places;
        private readonly float[] _tolerances = [];

        public Overlap(Schema schema, RecordBatch heldOut)
        {
            (_features, _heldOut) = (FeatureSelection.All(schema), heldOut);
            _places = HashesOf(heldOut).Select((hash, place) => (hash, place)).ToLookup(pair => pair.hash, pair => pair.place);
            if (_features.Columns.Count > 0)
            {
                // a whole number that never repeats may be a key or a measurement: here it has to agree
                _tolerances = [.. NearDuplicateRows.Tolerances(FeatureEncoder.Plain(heldOut, _features))
                    .Select(tolerance => tolerance == float.MaxValue ? 0 : tolerance)];
            }
        }

        /// <summary>Places of the held-out records that were seen just so.</summary>
        public HashSet<int> Exact { get; } = [];

        /// <summary>Places of those of which a near copy was seen.</summary>
        public HashSet<int> Near { get; } = [];

        public void Look(RecordBatch batch)
        {
            Exact.UnionWith(HashesOf(batch).SelectMany(hash => _places[hash]));
            if (_features.Columns.Count == 0)
            {
                return;
            }
            Matrix rows = FeatureEncoder.Stack([FeatureEncoder.Plain(_heldOut, _features), FeatureEncoder.Plain(batch, _features)]);
            Near.UnionWith(NearDuplicateRows.Find(rows, _tolerances)
                .Where(pair => pair.Record >= _heldOut.Count && pair.Of < _heldOut.Count)
                .Select(pair => pair.Of));
        }

        private static Digest[] HashesOf(RecordBatch batch) =>
            batch.Labels.Count > 0 ? batch.HashesWithoutLabel() : batch.Leaves();
    }
}
