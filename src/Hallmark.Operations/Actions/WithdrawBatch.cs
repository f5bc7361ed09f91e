using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Actions;

/// <summary>
/// A provider takes a batch back: its content and keys here are destroyed, the proof that it was there stays. First the statement, then the
/// destruction: what was destroyed is always on record, and the same call again finishes a destruction that was cut off.
/// </summary>
/// <param name="Batch">Its id.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record WithdrawBatch(string Batch, string Reason) : MemberAction<BatchWithdrawn>
{
    /// <summary>The legal ground of an erasure, which waits for no recheck; null for none.</summary>
    public LegalGround? Ground { get; init; }

    /// <exception cref="RecheckImpossibleException">Of an erasure: more could not be measured before it than can be said.</exception>
    /// <exception cref="StatementDeniedException">
    /// Not the provider's batch, judgements rest on it that no second validator has measured, or a policy forbids it; nothing was
    /// destroyed.
    /// </exception>
    public override async Task<BatchWithdrawn> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        BatchState batch = catalog.Batch(Batch);
        MemberSession provider = workspace.ActAs(As ?? batch.Provider, Roles.Provider);
        TakenLook? look = null;
        if (batch.Withdrawn is null || batch.Provider != provider.Member)
        {
            look = Ground is not null && catalog.Ledger.Last.Rules >= RuleVersions.LastLooks
                ? await LastLooking.TakeAsync(workspace, batch, cancellation).ConfigureAwait(false)
                : null;
            await provider
                .SubmitAsync(new BatchWithdraw(batch.Id, batch.Root, Reason) { Ground = Ground, Look = look?.Look }, cancellation)
                .ConfigureAwait(false);
            batch = catalog.Batch(batch.Id);
        }
        var destroyed = new List<string>(workspace.Custodians.DestroyKeys(batch)); // the secret first: without it the rest is noise
        destroyed.AddRange(await workspace.Custodians.DestroyPrivateAsync(batch, cancellation).ConfigureAwait(false));
        // before the objects: what says which files they are goes with them
        (IReadOnlyList<string> sources, IReadOnlyList<string> shared) =
            await DestroySourcesAsync(workspace, batch, cancellation).ConfigureAwait(false);
        destroyed.AddRange(sources);
        (IReadOnlyList<string> objects, IReadOnlyList<string> kept) =
            await DestroyObjectsAsync(catalog, workspace.Store, batch, cancellation).ConfigureAwait(false);
        destroyed.AddRange(objects);
        RunState[] runs = [.. RunsOf(catalog, batch.Id)];
        return new BatchWithdrawn(
            batch.Id, batch.Withdrawn!.Value, destroyed, [.. shared, .. kept], [.. runs.Select(run => run.Id)],
            [.. runs.Where(run => run.Closed is not null).Select(run => ModelOf(catalog.Ledger, run))])
        {
            Look = look,
        };
    }

    /// <summary>Runs whose schedule names the batch, in the order in which they were opened.</summary>
    private static IEnumerable<RunState> RunsOf(Catalog catalog, string batch)
    {
        HashSet<string> schedules = [.. catalog.Ledger.State.List(ScheduleKeys.All)
            .Where(schedule => schedule.Batches.Contains(batch)).Select(schedule => schedule.Id)];
        return catalog.Ledger.State.List(RunKeys.All).Where(run => schedules.Contains(run.Schedule)).OrderBy(run => run.Entry);
    }

    private static async Task<(IReadOnlyList<string> Destroyed, IReadOnlyList<string> Kept)> DestroyObjectsAsync(
        Catalog catalog, IContentStore store, BatchState batch, CancellationToken cancellation)
    {
        Dictionary<Digest, string> needed = ObjectsOfOthers(catalog, batch);
        var destroyed = new List<string>();
        var kept = new List<string>();
        foreach (ObjectReference reference in catalog.Manifest(batch).Objects.Concat(DetailsOf(catalog, batch)))
        {
            if (needed.TryGetValue(reference.Digest, out string? other))
            {
                kept.Add($"objects/{reference.Digest}: {other} needs the same bytes");
            }
            else if (await store.DeleteAsync(reference, cancellation).ConfigureAwait(false))
            {
                destroyed.Add($"objects/{reference.Digest}");
            }
        }
        return (destroyed, kept);
    }

    /// <summary>
    /// Destroys the kept files that hold its records. Other batches of its provider in the dataset were read from them, too, and lose them;
    /// those of other datasets keep theirs, and the withdrawal says so.
    /// </summary>
    private static async Task<(IReadOnlyList<string> Destroyed, IReadOnlyList<string> Kept)> DestroySourcesAsync(
        Workspace workspace, BatchState batch, CancellationToken cancellation)
    {
        using DirectoryContentStore store = workspace.OpenSourceStore(batch.Provider);
        var destroyed = new List<string>();
        var kept = new List<string>();
        (IReadOnlyList<SourceFileFacts> files, _) =
            await KeptSources.FindAsync(workspace.Catalog, store, batch, cancellation).ConfigureAwait(false);
        foreach (SourceFileFacts file in files)
        {
            string name = $"sources/{batch.Provider}/{file.Digest}";
            IReadOnlyList<BatchState> others = await KeptSources
                .BatchesOfAsync(workspace.Catalog, batch.Provider, [file], cancellation).ConfigureAwait(false);
            if (others.FirstOrDefault(other => other.Dataset != batch.Dataset) is { } other)
            {
                kept.Add($"{name}: {other.Id} was read from it, too");
            }
            else if (await store.DeleteAsync(file.Kept, cancellation).ConfigureAwait(false))
            {
                destroyed.Add(name);
            }
        }
        return (destroyed, kept);
    }

    /// <summary>
    /// What batches that are not withdrawn, schemas and other statements still need: the same records may be registered in two datasets,
    /// and a manifest can name what it likes.
    /// </summary>
    private static Dictionary<Digest, string> ObjectsOfOthers(Catalog catalog, BatchState batch)
    {
        var needed = new Dictionary<Digest, string>();
        foreach (BatchState other in catalog.Ledger.State.List(DatasetKeys.Batches)
            .Where(other => other.Id != batch.Id && other.Withdrawn is null))
        {
            foreach (ObjectReference reference in catalog.Manifest(other).Objects)
            {
                needed.TryAdd(reference.Digest, other.Id);
            }
        }
        foreach (DatasetState dataset in catalog.Ledger.State.List(DatasetKeys.All))
        {
            foreach (ObjectReference schema in (IEnumerable<ObjectReference>)[dataset.Schema, .. dataset.Earlier.Select(one => one.Schema)])
            {
                needed.TryAdd(schema.Digest, dataset.Name);
            }
        }
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => !IsOfBatch(entry.Statement, batch.Id)))
        {
            foreach (ObjectReference reference in NamedObjects.Of(entry.Statement))
            {
                needed.TryAdd(reference.Digest, $"entry {entry.Index}");
            }
        }
        return needed;

        static bool IsOfBatch(Statement statement, string batch) => statement.Kind == BatchJudge.Kind && statement.Subject == batch;
    }

    /// <summary>What validators found in its single records.</summary>
    private static IEnumerable<ObjectReference> DetailsOf(Catalog catalog, BatchState batch) =>
        catalog.Statements(BatchJudge.Kind, batch.Id).Select(entry => Payload.Read<BatchJudge>(entry.Statement).Details);

    private static Digest ModelOf(LedgerView ledger, RunState run) =>
        Payload.Read<RunClose>(ledger.ReadEntry(run.Closed!.Value).Statement).Model.Digest;
}

/// <summary>What a withdrawal left.</summary>
/// <param name="Batch">Its id.</param>
/// <param name="Entry">The entry that says so.</param>
/// <param name="Destroyed">Objects and files destroyed here.</param>
/// <param name="Kept">Objects that stay, with the reason: another batch needs the same bytes.</param>
/// <param name="Runs">Runs whose schedule names the batch.</param>
/// <param name="Models">Digests of the models that came out of them.</param>
public sealed record BatchWithdrawn(
    string Batch, EntryIndex Entry, IReadOnlyList<string> Destroyed, IReadOnlyList<string> Kept, IReadOnlyList<string> Runs,
    IReadOnlyList<Digest> Models)
{
    /// <summary>What came of measuring a last time what rested on it; null where nothing had to be.</summary>
    public TakenLook? Look { get; init; }
}
