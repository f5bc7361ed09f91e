using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Schemas;
using Hallmark.Quality.Labels;
using Hallmark.Sources;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Puts the records of a file on record, in batches: <see cref="Registration"/> reads and stores, this signs and submits, and the registry
/// contract decides. The whole file is read, typed and stored before the first statement is signed, so a bad row leaves the ledger as it
/// was. Batches that the same provider has on record already are passed over: after a crash the same action goes on where it was.
/// </summary>
/// <param name="Path">Anything that records are read from, see <see cref="KnownSources"/>.</param>
/// <param name="Dataset">Opened with the schema found in the file where there is none.</param>
public sealed record RegisterFile(string Path, string Dataset) : MemberAction<RegisteredBatches>
{
    /// <summary>Label column of a new dataset; of arrays the file with the labels, or a column's number. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Column of numbers to be foretold, of a new dataset; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>File with the schema of a new dataset (<see cref="Schemas.SchemaFile"/>); null to find it.</summary>
    public string? SchemaFile { get; init; }

    /// <summary>Whether a new dataset is opened with the schema found, also where it is not clear what a column is for.</summary>
    public bool AsFound { get; init; }

    /// <summary>What is declared of the file.</summary>
    public SourceWords Words { get; init; } = SourceWords.None;

    /// <summary>Records in a batch.</summary>
    public int BatchSize { get; init; } = RegistrationOptions.DefaultRecordsPerBatch;

    /// <summary>Where the data come from.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What was done to the data before.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Whether batches end where records say so, so that a row put in changes one batch and not all behind it.</summary>
    public bool BordersByContent { get; init; }

    /// <summary>Ids of the provider's batches whose place the file takes.</summary>
    public IReadOnlyList<string> Supersedes { get; init; } = [];

    /// <summary>Whether the file takes the place of all that the provider has in the dataset: what is in it unchanged stays.</summary>
    public bool Update { get; init; }

    /// <summary>Whether the files are kept as they are given, to be read again (<see cref="ReadKeptSource"/>); of open batches
    /// only.</summary>
    public bool KeepSource { get; init; }

    /// <summary>Who can read the batches.</summary>
    public BatchTier Tier { get; init; } = BatchTier.Open;

    /// <exception cref="SourceException">The file does not fit.</exception>
    public override async Task<RegisteredBatches> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        RegistrationOptions options = Options();
        string file = InputFile.RequireSource(Path);
        MemberSession provider = workspace.ActAs(As, Roles.Provider);
        SourceFiles? files = KnownSources.FilesOf(file);
        Schema? given = GivenSchema.Read(SchemaFile, Label, Target);
        IRecordSource source = KnownSources.Open(
            file, GivenSchema.WordsOf(SchemaFile, Words).Of(new SourceRoles(Label ?? Target)));
        GivenSchema.RequireLabel(given, source);
        RequireKept(workspace, files);
        DatasetState? dataset = workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(Dataset));
        if (dataset is not null)
        {
            Schema schema = await workspace.Catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false);
            RequireSameSchema(schema, given);
            RequireSameLabel(dataset, source.Roles.Label);
            options = options with { Schema = schema };
        }
        else if ((given ?? (Target is null ? null : GivenSchema.ForTarget(source, null, cancellation).Schema)) is { } declared)
        {
            CreateDataset.RequireKnown(workspace, declared);
            options = options with { Schema = declared };
        }
        options = Validated(options with
        {
            Sketched = workspace.Catalog.Ledger.Last.Rules >= RuleVersions.Sketches,
            Files = workspace.Catalog.Ledger.Last.Rules >= RuleVersions.Places ? files : null,
            Steps = AllSteps(source),
        });
        using PendingCustody? pending = Protect(workspace.Custodians, provider.Member);
        if (pending is not null)
        {
            options = options with { Custody = new CustodyOptions { Tier = Tier, Keeper = pending, DatasetKey = pending.DatasetKey } };
        }
        using DirectoryContentStore? own = Tier == BatchTier.Absent ? workspace.OpenPrivateStore(provider.Member) : null;
        RegistrationResult result = await StoreAsync(workspace, source, options, own, dataset is not null, cancellation)
            .ConfigureAwait(false);
        IReadOnlyList<AskedColumn> asked = dataset is null && given is null ? Asked(source, result, cancellation) : [];
        if (KeepSource)
        {
            using DirectoryContentStore kept = workspace.OpenSourceStore(provider.Member);
            await files!.KeepAsync(kept, cancellation).ConfigureAwait(false);
        }
        if ((dataset is null && !await TryCreateAsync(workspace, provider, result.Schema, cancellation).ConfigureAwait(false))
            || await SubmitAsync(workspace, provider, result, pending, cancellation).ConfigureAwait(false) is not { } accepted)
        {
            return await ExecuteAsync(workspace, cancellation).ConfigureAwait(false); // somebody else was first: what they made holds
        }
        return new RegisteredBatches(
            [.. accepted.Select(item => BatchRegistered.Read(item.Outcome).Batch)],
            result.Manifests.Count - accepted.Count, result.Records, result.Schema.Digest,
            new ReadSource(Path, source.Dialect, result.Notes, source.PositionUnit)
            {
                AlikeClasses = dataset is null ? AlikeClasses.Of(result.Schema.Classes) : [],
                Files = files,
                Asked = asked,
            })
        {
            Repeated = result.Manifests.Count - result.Manifests.DistinctBy(manifest => manifest.Root).Count(),
        };
    }

    /// <summary>What is not clear of a schema that was found, where a dataset is to be opened with it.</summary>
    /// <exception cref="UsageException">It is not opened so.</exception>
    private IReadOnlyList<AskedColumn> Asked(IRecordSource source, RegistrationResult found, CancellationToken cancellation)
    {
        IReadOnlyList<AskedColumn> asked = NewDatasetSchema.Asked(source, found.Schema, cancellation);
        if (!AsFound)
        {
            NewDatasetSchema.RequireClasses(found.Schema, found.Records);
            NewDatasetSchema.RequireClear(Path, found.Schema, found.Notes, asked);
        }
        return asked;
    }

    /// <exception cref="SourceException">
    /// The file does not fit; with a hint where the schema on record can be changed so that it does.
    /// </exception>
    private async Task<RegistrationResult> StoreAsync(
        Workspace workspace, IRecordSource source, RegistrationOptions options, DirectoryContentStore? own, bool isOpen,
        CancellationToken cancellation)
    {
        try
        {
            return await Registration.RunAsync(source, options, own ?? workspace.Store, Told(Path), cancellation).ConfigureAwait(false);
        }
        catch (SourceException e) when (isOpen && workspace.Catalog.Ledger.Last.Rules >= RuleVersions.SchemaVersions)
        {
            e.Hint = SchemaGrowth.HintFor(Dataset, options.Schema!, source, Path, cancellation);
            throw;
        }
    }

    /// <returns>
    /// Null where another process has kept other keys for the same batches meanwhile, or has changed the dataset's schema.
    /// </returns>
    private async Task<IReadOnlyList<Submission.Accepted>?> SubmitAsync(
        Workspace workspace, MemberSession provider, RegistrationResult read, PendingCustody? pending, CancellationToken cancellation)
    {
        using IDisposable alone = await AloneAsync(workspace, cancellation).ConfigureAwait(false);
        RequireOwn(workspace.Catalog, provider.Member);
        if (workspace.Catalog.Dataset(Dataset).Schema.Digest != read.Schema.Digest)
        {
            return null;
        }
        BatchRegister[] fresh = await FreshAsync(workspace, provider.Member, read, cancellation).ConfigureAwait(false);
        try
        {
            if (pending?.TryKeep(fresh.Select(batch => batch.Manifest.Root)) == false)
            {
                pending.Forget(isOnRecord: _ => false);
                return null;
            }
            return await provider.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StatementDeniedException or StatementRefusedException)
        {
            // Only these say that what was handed in is not on record: after any other end its keys stay.
            workspace.CatchUp();
            pending?.Forget(OnRecord(workspace.Catalog, provider.Member).Contains);
            throw;
        }
    }

    /// <summary>
    /// Waits until no other process of this home puts anything of the dataset on record, and sees what they did: two with the same file
    /// would each hand in what the other one registers, and leave denials.
    /// </summary>
    private Task<IDisposable> AloneAsync(Workspace workspace, CancellationToken cancellation) =>
        TaskLock.TakeAsync(workspace, TaskLock.Registering, Dataset, cancellation);

    /// <returns>False where another process opened the dataset meanwhile.</returns>
    private async Task<bool> TryCreateAsync(Workspace workspace, MemberSession provider, Schema schema, CancellationToken cancellation)
    {
        using IDisposable alone = await AloneAsync(workspace, cancellation).ConfigureAwait(false);
        if (workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(Dataset)) is not null)
        {
            return false;
        }
        try
        {
            await new CreateDataset(Dataset, schema) { As = provider.Member }.ExecuteAsync(workspace, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (StatementDeniedException denied) when (denied.Rule == RuleNames.DatasetExists)
        {
            return false;
        }
    }

    private async Task<BatchRegister[]> FreshAsync(
        Workspace workspace, string provider, RegistrationResult result, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        BatchState[] own = [.. catalog.Batches(Dataset).Where(batch => batch.Provider == provider && batch.IsInPlace)];
        HashSet<Digest> known = [.. own.Select(batch => batch.Root)];
        HashSet<Digest> read = [.. result.Manifests.Select(manifest => manifest.Root)];
        IReadOnlyList<BatchManifest> unknown = await KnownBatches.LeftAsync(
            result.Manifests, result.Schema, workspace.Store, IsKnown, cancellation).ConfigureAwait(false);
        // a long stretch of the same records can come out as the same batch twice, and whole copies are what the rules refuse
        BatchRegister[] fresh = [.. unknown.DistinctBy(manifest => manifest.Root).Select(manifest => new BatchRegister(manifest))];
        RequireStanding(catalog, own, read);
        return Superseding(fresh, [.. own.Where(batch => Update ? !read.Contains(batch.Root) : Supersedes.Contains(batch.Id))]);

        bool IsKnown(Digest root)
        {
            bool isKnown = known.Contains(root);
            if (isKnown)
            {
                read.Add(root); // under an earlier schema, too, the file still has it
            }
            return isKnown;
        }
    }

    /// <summary>What is to be superseded stands, or the file itself took its place before.</summary>
    private void RequireStanding(Catalog catalog, BatchState[] own, HashSet<Digest> read)
    {
        foreach (BatchState batch in Supersedes.Except(own.Select(batch => batch.Id)).Select(catalog.Batch))
        {
            if (batch.Superseded is not { } succession)
            {
                throw new UsageException($"--supersedes: {batch.Id} was withdrawn at entry {batch.Withdrawn}");
            }
            if (!read.Contains(catalog.Batch(succession.By).Root))
            {
                throw new UsageException($"--supersedes: {batch.Id} was superseded by {succession.By} already; name that one");
            }
        }
    }

    /// <summary>
    /// The first batch takes the place of those before, so that all that follow are known to come from them; they stay in use until it is
    /// accepted, so nothing is missing where the process dies in between.
    /// </summary>
    private static BatchRegister[] Superseding(BatchRegister[] fresh, BatchState[] before)
    {
        if (before.Length == 0)
        {
            return fresh;
        }
        return fresh.Length > 0 && before.Length <= BatchRegister.SupersedeLimit
            ? [fresh[0] with { Supersedes = [.. before.Select(batch => batch.Id)] }, .. fresh[1..]]
            : throw new UsageException(fresh.Length == 0
                ? $"the file has nothing that is not on record already, so nothing takes the place of {before[0].Id}; "
                    + "'hallmark withdraw' takes back what it has no more"
                : $"{before.Length} batches would be superseded at once, more than {BatchRegister.SupersedeLimit}");
    }

    private HashSet<Digest> OnRecord(Catalog catalog, string provider) =>
        [.. catalog.Batches(Dataset).Where(batch => batch.Provider == provider && batch.Withdrawn is null).Select(batch => batch.Root)];

    private RegistrationOptions Options()
    {
        MemberNames.RequireName(Dataset);
        if (BatchSize is < 1 or > ContentFormat.RecordLimit)
        {
            throw new UsageException($"--batch-size: 1 to {ContentFormat.RecordLimit}");
        }
        return Validated(new RegistrationOptions
        {
            Dataset = Dataset,
            RecordsPerBatch = BatchSize,
            BordersByContent = BordersByContent,
            Origin = Origin,
            Steps = Steps,
        });
    }

    /// <summary>Of batches that not all may read, only what their provider says: a query may tell of the records.</summary>
    private IReadOnlyList<string> AllSteps(IRecordSource source) => Tier == BatchTier.Open ? [.. Steps, .. source.Steps, .. Words.Steps] : Steps;

    private static RegistrationOptions Validated(RegistrationOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
        return options;
    }

    private void RequireOwn(Catalog catalog, string provider)
    {
        HashSet<string> own = [.. catalog.Batches(Dataset).Where(batch => batch.Provider == provider).Select(batch => batch.Id)];
        if (Supersedes.FirstOrDefault(id => !own.Contains(id)) is { } other)
        {
            throw new UsageException($"--supersedes: '{other}' is not a batch of {Dataset} that {provider} provided");
        }
    }

    private PendingCustody? Protect(Custodians custodians, string provider) =>
        Tier == BatchTier.Open
            ? null
            : custodians.BeginSealing(provider, Dataset)
                ?? throw new UsageException($"--tier: the key under which the records of {Dataset} are compared is not here: "
                    + "its owner has it, or it was lost");

    private void RequireKept(Workspace workspace, SourceFiles? files)
    {
        if (KeepSource && (files is null || Tier != BatchTier.Open || workspace.Catalog.Ledger.Last.Rules < RuleVersions.Places))
        {
            throw new UsageException("--keep-source: " + (files is null ? "a query has no file that could be kept"
                : Tier != BatchTier.Open ? "only open batches: each other one has a key of its own, and a file lies in several"
                : $"the ledger lives by rules that bind no files; 'hallmark rules adopt {RuleVersions.Newest}' moves it up"));
        }
    }

    private static void RequireSameLabel(DatasetState dataset, string? label)
    {
        if (label is not null && label != dataset.Label)
        {
            string opened = dataset.Label is null ? "without a label" : $"with label '{dataset.Label}'";
            throw new UsageException($"--label: dataset {dataset.Name} was opened {opened}, not '{label}'");
        }
    }

    private void RequireSameSchema(Schema schema, Schema? given)
    {
        if (Target is not null && schema.Task != LearningTask.Regression)
        {
            throw new UsageException($"--target: the label of {Dataset} is a class, not a number");
        }
        if (given is not null && given.Digest != schema.Digest && ChangeTo(schema, given) is var change && change?.IsEmpty != true)
        {
            string way = change is null ? "" : $"; 'hallmark dataset evolve {Dataset} --schema {SchemaFile}' changes it to that one";
            throw new UsageException($"--schema: dataset {Dataset} has another schema, {SchemaDifference.Of(schema, given)}{way}");
        }
    }

    /// <summary>Null where none leads there; empty where only the order of columns is another, which says nothing.</summary>
    private static SchemaChange? ChangeTo(Schema schema, Schema given)
    {
        try
        {
            var change = SchemaChange.Between(schema, given, []);
            return change.IsEmpty || change.Apply(schema, out _) is not null ? change : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private IProgress<RegistrationProgress>? Told(string file) => Progress?.Stage<RegistrationProgress>(
        $"registering {System.IO.Path.GetFileName(file)}",
        at => $"{at.Records:N0} records, {at.Bytes / 1e6:N0} MB"
            + (at.Stage == RegistrationStage.InferringSchema ? " (finding the schema)" : ""));
}

/// <summary>What is on record once a file was registered.</summary>
/// <param name="Registered">Ids of the new batches, in the file's order.</param>
/// <param name="Known">How many batches of the file this provider had registered before.</param>
/// <param name="Records">Records in all batches of the file.</param>
/// <param name="Schema">Of the schema that they follow.</param>
/// <param name="Source">What was read, and how.</param>
public sealed record RegisteredBatches(IReadOnlyList<string> Registered, int Known, long Records, Digest Schema, ReadSource Source)
{
    /// <summary>Batches of the file that are, record for record, another one of it; they are counted as known.</summary>
    public int Repeated { get; init; }
}
