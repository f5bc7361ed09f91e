using System.Collections.Concurrent;
using Hallmark.Client.Indexing;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Client;

/// <summary>
/// What is registered, as of the last published block, and who said what about it. A projection of the ledger: the state, and an index that
/// is fed
/// block by block; nothing is found by scanning.
/// </summary>
/// <param name="view">The ledger as it is known now.</param>
/// <param name="index">Stays the caller's.</param>
public sealed class Catalog(Func<LedgerView> view, IContentReader store, LedgerIndex index)
{
    /// <summary>Over a ledger that is only read, with an index in memory.</summary>
    public Catalog(LedgerView ledger, IContentReader store)
        : this(() => ledger, store, new LedgerIndex())
    {
    }

    private readonly ConcurrentDictionary<(string Dataset, Digest InForce), IReadOnlyList<Schema>> _evolved = [];

    public LedgerView Ledger => view();

    public IContentReader Store { get; } = store;

    /// <exception cref="KeyNotFoundException">There is no such dataset.</exception>
    public DatasetState Dataset(string name) =>
        Ledger.State.Find(DatasetKeys.Dataset(name)) ?? throw new KeyNotFoundException($"there is no dataset '{name}' on this ledger");

    /// <exception cref="KeyNotFoundException">There is no such batch.</exception>
    public BatchState Batch(string id) =>
        Ledger.State.Find(DatasetKeys.Batch(id)) ?? throw new KeyNotFoundException($"there is no batch '{id}' on this ledger");

    /// <summary>The dataset's batches in the order in which they were registered.</summary>
    public IReadOnlyList<BatchState> Batches(string dataset) =>
        [.. Ledger.State.List(DatasetKeys.BatchesOf(Dataset(dataset).Name)).OrderBy(batch => batch.Entry)];

    /// <summary>The schema in force of a dataset, with those before.</summary>
    /// <exception cref="ContentException">The schema's bytes are missing or altered.</exception>
    public ValueTask<Schema> SchemaAsync(string dataset, CancellationToken cancellation = default) =>
        SchemaAsync(dataset, Ledger.Size, cancellation);

    /// <summary>
    /// The schema that was in force when the tree had this size, with those before. What was judged, chosen or trained on then is looked at
    /// under it for ever.
    /// </summary>
    /// <exception cref="ContentException">The schema's bytes are missing or altered.</exception>
    public async ValueTask<Schema> SchemaAsync(string dataset, TreeSize size, CancellationToken cancellation = default)
    {
        DatasetState state = Dataset(dataset);
        if (state.Earlier.Count > 0)
        {
            return Evolved(state)[state.VersionAt(size) - 1];
        }
        ObjectReference schema = state.Schema.Within(ObjectLimits.Schema, $"the schema of {dataset}");
        return SchemaFormat.Read(await Store.ReadAsync(schema, cancellation).ConfigureAwait(false));
    }

    /// <summary>The schema of a schedule: that by which its batches were chosen, and that runs on it learn from.</summary>
    /// <exception cref="ContentException">The schema's bytes are missing or altered.</exception>
    public ValueTask<Schema> SchemaAsync(ScheduleState schedule, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return SchemaAsync(schedule.Dataset, TermsOf(schedule, Commit(schedule)).TreeSize, cancellation);
    }

    /// <summary>
    /// By which the records of an open batch are told apart, whichever of the dataset's schemas they came under
    /// (<see cref="RecordBatch.Identities"/>). They are nobody's secret.
    /// </summary>
    /// <exception cref="ContentException">An object of the batch is missing or altered.</exception>
    /// <exception cref="MalformedException">It is what was registered, but not what the manifest says.</exception>
    /// <exception cref="ArgumentException">The batch is not open.</exception>
    public async ValueTask<Digest[]> IdentitiesAsync(BatchState batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        DatasetState dataset = Dataset(batch.Dataset);
        return dataset.Earlier.Count > 0
            ? await BatchReader.IdentitiesAsync(Manifest(batch), Evolved(dataset)[^1], Store, cancellation).ConfigureAwait(false)
            : await BatchReader.LeavesAsync(Manifest(batch), Store, cancellation).ConfigureAwait(false);
    }

    /// <summary>The records of an evaluation set with cells of a schema of its dataset: the one that it has, or a later one.</summary>
    /// <exception cref="ContentException">They are missing or altered.</exception>
    /// <exception cref="MalformedException">They cannot be read, are more than there may be, or of a later schema.</exception>
    public async ValueTask<RecordBatch> HeldOutAsync(EvaluationSet set, Schema schema, CancellationToken cancellation = default) =>
        BatchReader.Decode(
            await Store.ReadAsync(set.Content.Within(ObjectLimits.HeldOut, set.Source), cancellation).ConfigureAwait(false), schema);

    /// <summary>The policy by which the next block's batches are scored.</summary>
    public PolicyDocument AdmissionPolicy() => PolicyBook.AdmissionAt(Ledger.State, NextHeight);

    /// <summary>The member as it stands in the next block, or null.</summary>
    public MemberState? Member(string name) => Ledger.State.Find(MemberKeys.Member(name))?.At(NextHeight);

    /// <summary>All members as they stand in the next block, by name.</summary>
    public IReadOnlyList<MemberState> Members() => [.. Ledger.State.List(MemberKeys.All).Select(member => member.At(NextHeight))];

    /// <summary>The block that the next statement will stand in.</summary>
    public BlockHeight NextHeight => Ledger.Head.Height.Next;

    /// <summary>
    /// Whether the right under which a use was recorded would hold in the next block: see <see cref="AccessRights.StillHolds"/>.
    /// </summary>
    public bool StillHolds(BatchState batch, UseState use) =>
        AccessRights.StillHolds(Ledger.State, batch, use, NextHeight, Ledger.Last.Time, Ledger.Last.Rules);

    /// <summary>A policy that was ever deployed or proposed here, by its digest; null where there was none.</summary>
    public PolicyDocument? Policy(Digest digest) => PolicyDocument.Standard.Digest == digest
        ? PolicyDocument.Standard
        : Find(Term.About(PolicyDeploy.Kind, digest.ToString()))
            .Where(entry => entry.Statement.Kind == PolicyDeploy.Kind)
            .Select(entry => Payload.Read<PolicyDeploy>(entry.Statement).Policy)
            .FirstOrDefault(policy => policy.Digest == digest);

    /// <summary>The accepted statements of a kind about a subject, in order: the steps of a run, the judgements of a batch.</summary>
    public IEnumerable<LedgerEntry> Statements(string kind, string subject) =>
        Find(Term.About(kind, subject)).Where(entry => entry.Statement.Kind == kind && entry.Statement.Subject == subject);

    /// <summary>Everything that a member said, in order; what was denied is there as the denial.</summary>
    public IEnumerable<LedgerEntry> StatementsOf(string member) =>
        Find(Term.OfMember(member)).Where(entry => entry.Said.Issuer == member);

    /// <summary>Where a statement is on record, be it as a denial; null where it is not.</summary>
    public LedgerEntry? FindStatement(Digest id) =>
        Find(Term.OfStatement(id)).FirstOrDefault(entry => entry.Said.Id == id);

    /// <summary>Every reading that was asked for, in order, denied ones too where they say of what.</summary>
    /// <param name="batch">Only of this batch; null for all.</param>
    public IEnumerable<LedgerEntry> Uses(string? batch = null) =>
        Find(batch is null ? Term.OfKind(AccessUse.Kind) : Term.About(AccessUse.Kind, batch))
            .Where(entry => IsUse(entry.Said, batch));

    /// <summary>What the trainer signed about a schedule.</summary>
    public ScheduleCommit Commit(ScheduleState schedule) =>
        Payload.Read<ScheduleCommit>(Ledger.ReadEntry(schedule.Entry).Statement);

    /// <exception cref="KeyNotFoundException">There is no such request.</exception>
    public RequestState Request(string id) =>
        Ledger.State.Find(ScheduleKeys.Request(id))
            ?? throw new KeyNotFoundException($"there is no request '{id}' on this ledger");

    /// <summary>The terms that hold for a schedule: its own, or those of the request that it answers.</summary>
    public ScheduleTerms TermsOf(ScheduleState schedule, ScheduleCommit commit) =>
        schedule.Request is { } request ? Request(request).Terms : commit.Direct!.Terms;

    /// <summary>What the provider signed about a batch.</summary>
    public BatchManifest Manifest(BatchState batch) =>
        Payload.Read<BatchRegister>(Ledger.ReadEntry(batch.Entry).Statement).Manifest;

    /// <summary>
    /// All schemas of a dataset whose schema was changed, from the statements that changed it: the store is not needed for it.
    /// </summary>
    private IReadOnlyList<Schema> Evolved(DatasetState dataset) => _evolved.GetOrAdd((dataset.Name, dataset.Schema.Digest), _ =>
    {
        var schemas = new List<Schema>();
        foreach (EarlierSchema earlier in dataset.Earlier)
        {
            DatasetEvolve evolve = Payload.Read<DatasetEvolve>(Ledger.ReadEntry(earlier.Until).Statement);
            if (schemas.Count == 0)
            {
                schemas.Add(SchemaFormat.Read(evolve.Before));
            }
            schemas.Add(evolve.Follow(schemas[^1]));
        }
        return schemas;
    });

    private static bool IsUse(Statement said, string? batch) =>
        said.Kind == AccessUse.Kind && Payload.Find<AccessUse>(said) is { } use && (batch is null || use.Batches.Contains(batch));

    private IEnumerable<LedgerEntry> Find(Term term)
    {
        LedgerView ledger = Ledger;
        return ledger.ReadEntries(index.Find(ledger, term));
    }
}
