using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Schemas;
using Hallmark.Sources;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Gives a dataset its next schema: wider types, new columns and classes, other names. Batches on record stay as they are, and are looked
/// at under the schema of whatever is done with them. Contrast <see cref="CreateDataset"/>.
/// </summary>
public sealed record EvolveDataset(string Dataset) : MemberAction<EvolvedDataset>
{
    /// <summary>Bytes of a statement beside the schema that it changes.</summary>
    private const int Beside = 512;

    /// <summary>File with the schema wanted; null for none.</summary>
    public string? SchemaFile { get; init; }

    /// <summary>Data that the next schema shall take; null for none.</summary>
    public string? From { get; init; }

    /// <summary>What is declared of the data.</summary>
    public SourceWords Words { get; init; } = SourceWords.None;

    /// <summary>Columns to be called otherwise, each as <c>old=new</c>.</summary>
    public IReadOnlyList<string> Renames { get; init; } = [];

    /// <summary>Whether it is only shown what would follow; nothing is put on record.</summary>
    public bool IsTrial { get; init; }

    /// <exception cref="UsageException">No such schema can follow; the message says why.</exception>
    /// <exception cref="SourceException">The data cannot be read.</exception>
    public override async Task<EvolvedDataset> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        if ((SchemaFile is null) == (From is null) && (SchemaFile is not null || Renames.Count == 0))
        {
            throw new UsageException("--schema or --from: one of them says what the schema shall become, or --rename alone");
        }
        using IDisposable alone = await TaskLock.TakeAsync(workspace, TaskLock.Registering, Dataset, cancellation).ConfigureAwait(false);
        Catalog catalog = workspace.Catalog;
        DatasetState dataset = catalog.Dataset(Dataset);
        RequireRules(catalog.Ledger.Last.Rules);
        Schema before = await catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false);
        SchemaChange change = Change(before, cancellation);
        Schema next = change.Apply(before, out string problem)
            ?? throw new UsageException(change.IsEmpty ? $"{Dataset} has that schema already: nothing changes" : problem);
        CreateDataset.RequireKnown(workspace, next);
        IReadOnlyList<string> unseen = await LostDigits.RequireNoneAsync(workspace, Dataset, next, change, cancellation)
            .ConfigureAwait(false);
        byte[] bytes = SchemaFormat.Write(before);
        var evolve = new DatasetEvolve(Dataset, bytes, change);
        if (evolve.ToMap().ToBytes().Length > Statement.MaxBytes - Beside)
        {
            throw new UsageException(
                $"the schema of {Dataset} has {bytes.Length} bytes, and with its change more than a statement takes "
                + $"({Statement.MaxBytes}); a new dataset takes it");
        }
        if (!IsTrial)
        {
            await workspace.Store.PutAsync(SchemaFormat.Write(next), cancellation).ConfigureAwait(false);
            await workspace.ActAs(As ?? dataset.Owner, Roles.Provider).SubmitAsync(evolve, cancellation).ConfigureAwait(false);
        }
        return new EvolvedDataset(catalog.Dataset(Dataset), next, unseen);
    }

    private static void RequireRules(int rules)
    {
        if (rules < RuleVersions.SchemaVersions)
        {
            throw new UsageException(
                $"rules {rules} know no changes of schemas; 'hallmark rules adopt {RuleVersions.SchemaVersions}' moves the ledger up");
        }
    }

    private SchemaChange Change(Schema before, CancellationToken cancellation)
    {
        (string, string)[] renamed = [.. Renames.Select(text => Rename(before, text))];
        try
        {
            if (From is null)
            {
                Schema after = SchemaFile is null ? Renamed(before, renamed) : Schemas.SchemaFile.Read(SchemaFile);
                return SchemaChange.Between(before, after, renamed);
            }
            return SchemaGrowth.ToTake(before, Open(before, renamed), renamed, cancellation);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private IRecordSource Open(Schema before, (string Name, string NewName)[] renamed)
    {
        string? label = before.HasClasses ? before.Label : null;
        label = renamed.Where(pair => pair.Name == label).Select(pair => pair.NewName).FirstOrDefault(label);
        return KnownSources.Open(InputFile.RequireSource(From!), Words.Of(new SourceRoles(label)));
    }

    private static Schema Renamed(Schema before, (string Name, string NewName)[] renamed) =>
        new SchemaChange { Renamed = [.. renamed.OrderBy(pair => before.Columns.ToList().FindIndex(column => column.Name == pair.Name))] }
            .Apply(before, out string problem) ?? throw new UsageException($"--rename: {problem}");

    /// <summary>Names may have the sign in them: what stands before it is a column.</summary>
    private static (string Name, string NewName) Rename(Schema before, string text)
    {
        for (int at = text.IndexOf('='); at >= 0; at = text.IndexOf('=', at + 1))
        {
            if (before.Columns.Any(column => column.Name == text[..at]))
            {
                return (text[..at], text[(at + 1)..]);
            }
        }
        throw new UsageException($"--rename: '{text}' is not OLD=NEW with the name of a column before the sign");
    }
}

/// <summary>A dataset whose schema was changed.</summary>
/// <param name="State">As it stands on record.</param>
/// <param name="Schema">The one that follows, with those before.</param>
/// <param name="Unseen">
/// Ids of batches that nobody here can read, where whole numbers become decimals: those beyond 2^53 in them are rounded from now on.
/// </param>
public sealed record EvolvedDataset(DatasetState State, Schema Schema, IReadOnlyList<string> Unseen);
