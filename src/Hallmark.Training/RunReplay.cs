using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
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

/// <summary>What a replay gave, up to the first digest that differs: what comes after it follows from another model.</summary>
/// <param name="Digests">Compared so far; the last one is the only one that can differ.</param>
/// <param name="Losses">Steps whose recorded loss differs from the recomputed one.</param>
/// <param name="Inputs">Features that the model reads.</param>
/// <param name="Model">Of the plain model, as a release names it; null where none follows from the steps.</param>
/// <param name="Test">Recomputed where the run is closed, every digest agrees and there is an evaluation set.</param>
public sealed record ReplayResult(
    IReadOnlyList<ReplayedDigest> Digests, IReadOnlyList<int> Losses, int Inputs, HeldOutFigures? Test, Digest? Model)
{
    /// <summary>The first digest that training does not give, or null.</summary>
    public ReplayedDigest? Difference => Digests.FirstOrDefault(digest => !digest.Agrees);
}

/// <summary>
/// Trains again what is on record of a run, open or closed, from what the ledger and the store hold, and compares every digest bit for bit.
/// </summary>
public static class RunReplay
{
    /// <param name="close">Null where the run is open, or lacks steps: then no model follows from those on record.</param>
    /// <exception cref="ContentException">A batch of the run is missing or altered.</exception>
    /// <exception cref="ArgumentException">The built-in engine cannot train this.</exception>
    public static async Task<ReplayResult> ExecuteAsync(
        Catalog catalog, BatchReading reading, RunState run, RunOpen open, IReadOnlyList<RunStep> steps, RunClose? close,
        CancellationToken cancellation = default)
    {
        ScheduleState schedule = catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!;
        Schema schema = await catalog.SchemaAsync(schedule, cancellation).ConfigureAwait(false);
        ValueTask<RecordBatch> ReadAsync(string id) => reading.ReadAsync(catalog.Batch(id), schema, cancellation);

        FeatureSelection features = ScheduleFeatures.Of(catalog, schedule, schema);
        var trainer = ModelTrainer.Start(open.Configuration, features, schedule.Batches.Select(id => ReadAsync(id).Pull()));
        using RunSeal seal = await RunSeal.OfAsync(catalog, run, [.. schedule.Batches.Select(catalog.Batch)], reading)
            .ConfigureAwait(false);
        Digest? released = null;
        var digests = new List<ReplayedDigest>();
        var losses = new List<int>();
        foreach (RunStep step in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = new EpochLoss();
            foreach (string id in step.Batches)
            {
                RecordBatch records = await ReadAsync(id).ConfigureAwait(false);
                loss.Add(trainer.TrainOn(records), records.Labelled);
            }
            if (loss.Ppm != step.LossPpm)
            {
                losses.Add(step.Step);
            }
            byte[] checkpoint = seal.Stored(SealedKind.Checkpoint, trainer.Checkpoint());
            digests.Add(new ReplayedDigest(step.Step, step.Checkpoint.Digest, Digest.Of(checkpoint)));
            if (!digests[^1].Agrees)
            {
                return Result(null);
            }
        }
        if (close is null)
        {
            return Result(null);
        }
        byte[] model = trainer.Model();
        digests.Add(new ReplayedDigest(null, close.Model.Digest, Digest.Of(seal.Stored(SealedKind.Model, model))));
        released = Digest.Of(model);
        if (!digests[^1].Agrees || open.Evaluation is not { } set)
        {
            return Result(null);
        }
        return Result(trainer.Measure(await catalog.HeldOutAsync(set, schema, cancellation).ConfigureAwait(false)));

        ReplayResult Result(HeldOutFigures? test) => new(digests, losses, features.Width, test, released);
    }
}
