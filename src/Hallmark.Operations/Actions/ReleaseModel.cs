using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Training;

namespace Hallmark.Operations.Actions;

/// <summary>
/// A trainer makes a run's model known: the release is on record before the plain model is given out. Again, it only gives it out.
/// </summary>
/// <param name="Run">The run's id; it is closed.</param>
public sealed record ReleaseModel(string Run) : MemberAction<ReleasedModelFile>
{
    /// <summary>What the model tells of the records; null where nobody asks.</summary>
    public string? Reveals { get; init; }

    /// <exception cref="FailureException">The run is open, or its model is not here.</exception>
    /// <exception cref="StatementDeniedException">The rules or a policy keep it in.</exception>
    public override async Task<ReleasedModelFile> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        RunState run = catalog.Ledger.State.Find(RunKeys.Run(Run))
            ?? throw new KeyNotFoundException($"there is no run '{Run}' on this ledger");
        MemberSession trainer = workspace.ActAs(As ?? run.Trainer, Roles.Trainer);
        byte[] model = await OpenAsync(workspace, trainer, run, cancellation).ConfigureAwait(false);
        ObjectReference reference = ObjectReference.Of(model);
        if (EntryOf(catalog, run.Id) is null)
        {
            await trainer.SubmitAsync(new ModelRelease(run.Id, reference, Reveals), cancellation).ConfigureAwait(false);
        }
        return new ReleasedModelFile(run.Id, EntryOf(catalog, run.Id)!.Value, reference.Digest, model);
    }

    private static EntryIndex? EntryOf(Catalog catalog, string run) =>
        catalog.Ledger.State.Find(RunKeys.Release(run)) is { } released ? new EntryIndex((ulong)released.Value) : null;

    private static async Task<byte[]> OpenAsync(
        Workspace workspace, MemberSession trainer, RunState run, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        EntryIndex closed = run.Closed ?? throw new FailureException($"{run.Id} is open: it has no model yet");
        ObjectReference stored = Payload.Read<RunClose>(catalog.Ledger.ReadEntry(closed).Statement).Model;
        byte[] bytes = RunFiles.For(workspace.Home.Runs, run.Id).TryRead(RunFiles.Model, stored)
            ?? throw new FailureException($"the model of {run.Id} is not here, or is not the one on record");
        BatchState[] batches =
            [.. catalog.Ledger.State.Find(ScheduleKeys.Schedule(run.Schedule))!.Batches.Select(catalog.Batch)];
        if (!RunSeal.Seals(catalog, run, batches))
        {
            return bytes;
        }
        var reading = await BatchReading.OpenAsync(
            trainer, catalog, run.Dataset, batches, ReadFor.Purpose(run.Purpose), workspace.Custodians.OpenAsync, again: false,
            cancellation).ConfigureAwait(false);
        using RunSeal seal = await RunSeal.OfAsync(catalog, run, batches, reading).ConfigureAwait(false);
        return seal.Plain(SealedKind.Model, bytes);
    }
}

/// <param name="Entry">Where the release is on record.</param>
/// <param name="Digest">Of the plain model.</param>
/// <param name="Model">Its bytes.</param>
public sealed record ReleasedModelFile(string Run, EntryIndex Entry, Digest Digest, byte[] Model);
