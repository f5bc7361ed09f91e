using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Features;

namespace Hallmark.Training;

/// <summary>One recomputed digest beside the one on record.</summary>
/// <param name="Step">The step, or null for the final model.</param>
public sealed record ReplayedDigest(int? Step, Digest Recorded, Digest Recomputed)
{
    public bool Agrees => Recorded == Recomputed;
}

/// <summary>What a replay gave.</summary>
/// <param name="Losses">Steps whose recorded loss differs from the recomputed one.</param>
/// <param name="TestAccuracyPpm">Recomputed, null without an evaluation set.</param>
public sealed record ReplayResult(IReadOnlyList<ReplayedDigest> Digests, IReadOnlyList<int> Losses, long? TestAccuracyPpm);

/// <summary>Trains a closed run again from what the ledger and the store hold, and compares every checkpoint bit for bit.</summary>
public static class RunReplay
{
    /// <exception cref="ContentException">A batch of the run is missing or altered.</exception>
    public static async Task<ReplayResult> ExecuteAsync(
        Catalog catalog, BatchReading reading, RunState run, RunOpen open, IReadOnlyList<RunStep> steps, RunClose? close,
        IProgress<(int Step, int Steps)>? progress = null, CancellationToken cancellation = default)
    {
        Schema schema = await catalog.SchemaAsync(run.Dataset, cancellation).ConfigureAwait(false);
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
        ValueTask<RecordBatch> ReadAsync(string id) => reading.ReadAsync(catalog.Batch(id), schema, cancellation);

        FeatureSelection features = ScheduleFeatures.Of(catalog, schedule, schema);
        var trainer = ModelTrainer.Start(open.Configuration, features, schedule.Batches.Select(id => ReadAsync(id).Pull()));
        var digests = new List<ReplayedDigest>();
        var losses = new List<int>();
        foreach (RunStep step in steps)
        {
            var loss = new EpochLoss();
            foreach (string id in step.Batches)
            {
                RecordBatch records = await ReadAsync(id).ConfigureAwait(false);
                loss.Add(trainer.TrainOn(records), records.Count);
            }
            digests.Add(new ReplayedDigest(step.Step, step.Checkpoint.Digest, Digest.Of(trainer.Checkpoint())));
            if (loss.Ppm != step.LossPpm)
            {
                losses.Add(step.Step);
            }
            progress?.Report((step.Step, steps.Count));
        }
        if (close is not null)
        {
            digests.Add(new ReplayedDigest(null, close.Model.Digest, Digest.Of(trainer.Model())));
        }
        long? accuracy = open.Evaluation is { } set
            ? trainer.AccuracyPpm(
                BatchReader.Decode(await catalog.Store.ReadAsync(set.Content, cancellation).ConfigureAwait(false), schema))
            : null;
        return new ReplayResult(digests, losses, accuracy);
    }
}
