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
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Registering;
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
        SourceFiles? files = FileDigests.Of(workspace.Home, file);
        Schema? given = GivenSchema.Read(SchemaFile, Label, Target);
        IRecordSource source = KnownSources.Open(
            file, GivenSchema.WordsOf(SchemaFile, Words).Of(new SourceRoles(Label ?? Target)));
        GivenSchema.RequireLabel(given, source);
        RequireKept(workspace, files);
        DatasetState? dataset = workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(Dataset));
        options = Validated(options with
        {
            Schema = await new RegisteringSchema(Dataset, SchemaFile, Target)
                .FindAsync(workspace, dataset, source, given, cancellation).ConfigureAwait(false),
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
        var submission = new BatchSubmission(workspace, provider, Dataset, new FreshBatches(Dataset, Supersedes, Update));
        if ((dataset is null && !await submission.TryCreateAsync(result.Schema, cancellation).ConfigureAwait(false))
            || await submission.SubmitAsync(result, pending, cancellation).ConfigureAwait(false) is not { } accepted)
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
