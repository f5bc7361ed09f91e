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
using Hallmark.Quality.Labels;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Puts the records of a file on record, in batches: <see cref="Registration"/> reads and stores, this signs and submits, and the registry
/// contract decides. The whole file is read, typed and stored before the first statement is signed, so a bad row leaves the ledger as it
/// was. Batches that the same provider has on record already are passed over: after a crash the same action goes on where it was.
/// </summary>
/// <param name="Path">CSV, IDX or NumPy.</param>
/// <param name="Dataset">Opened with the schema found in the file where there is none.</param>
public sealed record RegisterFile(string Path, string Dataset) : MemberAction<RegisteredBatches>
{
    /// <summary>Label column of a new dataset; of arrays the file with the labels, or a column's number. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>What is declared of how the file is written, where it is text.</summary>
    public TableWords Table { get; init; } = new();

    /// <summary>Records in a batch.</summary>
    public int BatchSize { get; init; } = RegistrationOptions.DefaultRecordsPerBatch;

    /// <summary>Where the data come from.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What was done to the data before.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Who can read the batches.</summary>
    public BatchTier Tier { get; init; } = BatchTier.Open;

    /// <exception cref="SourceException">The file does not fit.</exception>
    public override async Task<RegisteredBatches> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        RegistrationOptions options = Options();
        string file = InputFile.RequireExisting(Path);
        MemberSession provider = workspace.ActAs(As, Roles.Provider);
        IRecordSource source = RecordSources.Open(file, new SourceRoles(Label) { Table = Table.ToOptions() });
        DatasetState? dataset = workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(Dataset));
        if (dataset is not null)
        {
            RequireSameLabel(dataset, source.Roles.Label);
            options = options with { Schema = await workspace.Catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false) };
        }
        options = options with { Custody = Protect(workspace.Custodians, provider.Member) };
        using DirectoryContentStore? own = Tier == BatchTier.Absent ? workspace.OpenPrivateStore(provider.Member) : null;
        RegistrationResult result = await Registration
            .RunAsync(source, options, own ?? workspace.Store, Told(file), cancellation).ConfigureAwait(false);
        if (dataset is null && !await TryCreateAsync(workspace, provider, result.Schema, cancellation).ConfigureAwait(false))
        {
            return await ExecuteAsync(workspace, cancellation).ConfigureAwait(false); // somebody else opened it: its schema holds
        }
        using IDisposable alone = await AloneAsync(workspace, cancellation).ConfigureAwait(false);
        BatchRegister[] fresh = Fresh(workspace.Catalog, provider.Member, result.Manifests);
        IReadOnlyList<Submission.Accepted> accepted = await provider.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false);
        return new RegisteredBatches(
            [.. accepted.Select(item => BatchRegistered.Read(item.Outcome).Batch)],
            result.Manifests.Count - fresh.Length, result.Records, new ReadSource(Path, source.Dialect, result.Notes, source.PositionUnit)
            {
                AlikeClasses = dataset is null ? AlikeClasses.Of(result.Schema.Classes) : [],
            });
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

    private BatchRegister[] Fresh(Catalog catalog, string provider, IReadOnlyList<BatchManifest> manifests)
    {
        HashSet<Digest> known = [.. catalog.Batches(Dataset)
            .Where(batch => batch.Provider == provider && batch.Withdrawn is null).Select(batch => batch.Root)];
        return [.. manifests.Where(manifest => !known.Contains(manifest.Root)).Select(manifest => new BatchRegister(manifest))];
    }

    private RegistrationOptions Options()
    {
        MemberNames.RequireName(Dataset);
        if (BatchSize is < 1 or > ContentFormat.RecordLimit)
        {
            throw new UsageException($"--batch-size: 1 to {ContentFormat.RecordLimit}");
        }
        var options = new RegistrationOptions { Dataset = Dataset, RecordsPerBatch = BatchSize, Origin = Origin, Steps = Steps };
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

    private CustodyOptions? Protect(Custodians custodians, string provider)
    {
        if (Tier == BatchTier.Open)
        {
            return null;
        }
        CustodyFolder custody = custodians.Find(provider)

                ?? throw new UsageException($"--tier: {provider} has no key-agreement key here; "
                + $"'hallmark member agreement {provider}' makes one");
        DatasetKey key = custodians.ObtainDatasetKey(provider, Dataset)

                ?? throw new UsageException($"--tier: the key under which the records of {Dataset} are compared is not here: "
                + "its owner has it, or it was lost");
        return new CustodyOptions { Tier = Tier, Keeper = custody, DatasetKey = key };
    }

    private static void RequireSameLabel(DatasetState dataset, string? label)
    {
        if (label is not null && label != dataset.Label)
        {
            string opened = dataset.Label is null ? "without a label" : $"with label '{dataset.Label}'";
            throw new UsageException($"--label: dataset {dataset.Name} was opened {opened}, not '{label}'");
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
/// <param name="Source">How the file was read.</param>
public sealed record RegisteredBatches(IReadOnlyList<string> Registered, int Known, long Records, ReadSource Source);
