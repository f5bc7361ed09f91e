using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
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
    /// Real data has records twice by chance, coarse data many. As often as the last records trained on had been seen before is chance;
    /// this share of the held-out records more, and three standard deviations, is not: then what was committed to as held out was not.
    /// </summary>
    private const double BeyondChance = 0.05;

    /// <summary>Near copies, within a thousandth of each column's spread, are not made by chance where they are so many.</summary>
    private const double NearBeyondChance = 0.5;

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
        var overlap = new Overlap(schema, heldOut, trained.Sum(batch => batch.Records));
        foreach (BatchState batch in trained)
        {
            overlap.Look(await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false));
        }
        if (overlap.Exact.Count + overlap.Near.Count > 0)
        {
            Report(run, overlap.Exact.Count, overlap.Near.Except(overlap.Exact).Count(), heldOut.Count, overlap.Chance);
        }
    }

    private void Report(RunState run, int exact, int near, int records, double chance)
    {
        double bound = chance + BeyondChance + (3 * Math.Sqrt(chance * (1 - chance) / records));
        bool broken = catalog.Ledger.Last.Rules >= RuleVersions.BoundRuns
            && ((double)exact / records >= bound || (double)(exact + near) / records >= chance + NearBeyondChance);
        findings.Add(About(
            run, "evaluation.overlap", broken ? AuditVerdict.RulesBroken : AuditVerdict.Good,
            $"of the {records} records it was measured on it was trained on {exact}, and on near copies of {near}"));
    }

    private static Finding About(RunState run, string code, AuditVerdict severity, string message) =>
        new(code, severity, $"{run.Id}: {message}") { Dataset = run.Dataset, Run = run.Id, Member = run.Trainer };

    /// <summary>
    /// Held-out records, looked for in one batch after another: they alone stay in memory, and two bytes of every other.
    /// </summary>
    private sealed class Overlap
    {
        private readonly FeatureSelection _features;
        private readonly RecordBatch _heldOut;
        private readonly ILookup<Digest, int> _places;
        private readonly float[] _tolerances = [];
        private readonly DuplicateFilter _seen;
        private readonly long _lastFrom; // the last quarter of what is trained on
        private long _looked;
        private long _last;
        private long _lastSeen;

        /// <param name="records">How many are trained on.</param>
        public Overlap(Schema schema, RecordBatch heldOut, long records)
        {
            (_features, _heldOut) = (FeatureSelection.All(schema), heldOut);
            (_seen, _lastFrom) = (new DuplicateFilter(Math.Max(1, records)), records - (records / 4));
            _places = heldOut.HashesWithoutLabel().Select((hash, place) => (hash, place)).ToLookup(pair => pair.hash, pair => pair.place);
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

        /// <summary>Share of the last quarter that is trained on that had been trained on before: what chance makes of such data.</summary>
        public double Chance => _last == 0 ? 0 : (double)_lastSeen / _last;

        public void Look(RecordBatch batch)
        {
            foreach (Digest hash in batch.HashesWithoutLabel())
            {
                Exact.UnionWith(_places[hash]);
                bool before = _seen.Add(hash);
                if (_looked++ >= _lastFrom)
                {
                    _last++;
                    _lastSeen += before ? 1 : 0;
                }
            }
            if (_features.Columns.Count == 0)
            {
                return;
            }
            Matrix rows = FeatureEncoder.Stack([FeatureEncoder.Plain(_heldOut, _features), FeatureEncoder.Plain(batch, _features)]);
            Near.UnionWith(NearDuplicateRows.Find(rows, _tolerances)
                .Where(pair => pair.Record >= _heldOut.Count && pair.Of < _heldOut.Count)
                .Select(pair => pair.Of));
        }
    }
}
