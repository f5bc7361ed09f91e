using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;

namespace Hallmark.Contracts.Runs;

/// <summary>Which models may be made known.</summary>
internal static class ReleaseRules
{
    /// <summary>Fewest records behind a model that was trained on sealed ones; policies may ask for more.</summary>
    private const long LeastRecords = 100;

    /// <summary>
    /// The trainer of a whole run releases its model once, while it still has the right to every batch: a grant that was revoked and a
    /// batch that was withdrawn keep it in.
    /// </summary>
    public static void Release(Ruling ruling)
    {
        ModelRelease release = Payload.Read<ModelRelease>(ruling.Statement);
        ruling.RequireRole(Roles.Trainer);
        RunState run = ruling.Get(RunKeys.Run(release.Run), $"run {release.Run}");
        Ruling.Require(run.Trainer == ruling.Sender.Name, "model.release.trainer", $"{run.Id} is a run of {run.Trainer}");
        Ruling.Require(run.Closed is not null && run.IsComplete, "model.release.incomplete", $"{run.Id} is not closed with all its steps");
        Ruling.Require(ruling.Find(RunKeys.Release(run.Id)) is null, "model.release.again", $"the model of {run.Id} is released already");
        ScheduleState schedule = ruling.Get(ScheduleKeys.Schedule(run.Schedule), $"schedule {run.Schedule}");
        BatchState[] batches = [.. schedule.Batches.Select(id => ruling.Get(DatasetKeys.Batch(id), $"batch {id}"))];
        foreach (BatchState batch in batches)
        {
            Ruling.Require(batch.IsUsable, "model.release.batch", $"{batch.Id} is {batch.Standing}");
            AccessRules.RequireRight(ruling, batch, ReadFor.Purpose(run.Purpose));
        }
        var facts = new ReleasedModel(release, batches);
        Ruling.Require(
            facts.Tier == BatchTier.Open || facts.Records >= LeastRecords, "model.release.records",
            $"the model was trained on {facts.Records} records, sealed ones among them; at least {LeastRecords} hide a single one");
        ruling.Know(DatasetFacts.Dataset, ruling.Get(DatasetKeys.Dataset(run.Dataset), $"dataset {run.Dataset}"));
        ruling.Know(RunFacts.Run, run);
        ruling.Know(RunFacts.Release, facts);
        PolicyBook.Ask(ruling);
        ruling.Put(RunKeys.Release(run.Id), new CounterState((long)ruling.Block.Entry.Value));
        ruling.Emit("model.released", ("run", run.Id), ("model", release.Model.Digest.ToString()));
    }
}

/// <summary>A model that is to be made known, as policies see it.</summary>
internal sealed record ReleasedModel(ModelRelease Said, IReadOnlyList<BatchState> Batches)
{
    public long Records => Batches.Sum(batch => batch.Records);

    /// <summary>The strictest of its batches.</summary>
    public BatchTier Tier => Batches.Max(batch => batch.Tier);
}
