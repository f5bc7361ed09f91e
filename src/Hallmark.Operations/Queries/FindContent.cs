using System.Text;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Queries;

/// <summary>
/// Which batches hold a file, a digest or a record. A file is known by its bytes, whatever it is called now; a digest may be a file's, a
/// batch's root, an object's or a record's leaf hash; a record is one line of a table with the columns of a dataset, in its order. Of
/// sealed batches only what their custodian is here for is looked into, and no records.
/// </summary>
/// <param name="What">Path of a file, 64 hexadecimal digits, or the values of a record between commas.</param>
/// <param name="Dataset">Only batches of this dataset; needed for a record.</param>
public sealed record FindContent(string What, string? Dataset) : Query<FoundContent>
{
    /// <exception cref="UsageException">Neither a file nor a digest, and no dataset that would tell how values are typed.</exception>
    /// <exception cref="SourceException">The file cannot be read, or values do not fit the dataset's schema.</exception>
    /// <exception cref="KeyNotFoundException">There is no such dataset.</exception>
    public override async Task<FoundContent> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        Catalog catalog = home.Catalog;
        (string kind, IReadOnlySet<Digest> wanted) = await WantedAsync(catalog, cancellation).ConfigureAwait(false);
        IEnumerable<string> datasets = Dataset is not null
            ? [catalog.Dataset(Dataset).Name]
            : catalog.Ledger.State.List(DatasetKeys.All).Select(dataset => dataset.Name);
        var found = new List<FoundPlace>();
        foreach (BatchState batch in datasets.SelectMany(catalog.Batches))
        {
            if (kind != "record")
            {
                found.AddRange(Named(catalog, batch).Where(named => wanted.Contains(named.Digest))
                    .Select(named => new FoundPlace(batch.Id, named.As, null, null, null)));
            }
            RecordPlaces? places = batch.Withdrawn is null
                ? await BatchPlaces.FindAsync(catalog, home.Secrets, batch, cancellation).ConfigureAwait(false)
                : null;
            if (kind != "record" && places is not null)
            {
                found.AddRange(places.Files.Where(file => wanted.Contains(file.Digest))
                    .Select(file => new FoundPlace(batch.Id, "source", null, file.Name, null)));
            }
            found.AddRange(await RecordsAsync(catalog, batch, kind, wanted, places, cancellation).ConfigureAwait(false));
        }
        return new FoundContent(kind, [.. wanted], found);
    }

    /// <returns>Records are known by their identities, whichever of the dataset's schemas they came under.</returns>
    private async Task<(string Kind, IReadOnlySet<Digest> Wanted)> WantedAsync(Catalog catalog, CancellationToken cancellation)
    {
        if (Digest.TryParse(What, out Digest digest))
        {
            return ("digest", new HashSet<Digest> { digest });
        }
        if (File.Exists(What) || Directory.Exists(What))
        {
            return ("file", SourceFiles.Of(What).Facts.Select(file => file.Digest).ToHashSet());
        }
        if (Dataset is null)
        {
            throw new UsageException(
                $"'{What}' is no file and no digest of 64 hexadecimal digits; for the values of a record name the --dataset");
        }
        Schema schema = await catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false);
        return ("record", new HashSet<Digest> { Identity(schema) });
    }

    /// <summary>The values as a line of a table.</summary>
    private Digest Identity(Schema schema)
    {
        string header = string.Join(
            ',', schema.Columns.Select(column => $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        byte[] table = Encoding.UTF8.GetBytes($"{header}\n{What}\n");
        var plain = new CsvOptions(',') { Decimal = '.', Header = true, Quote = '"', Comment = '\0', Encoding = "utf-8" };
        var source = new CsvSource(() => new MemoryStream(table), "the record", new SourceRoles { Table = plain });
        RecordBuffer[] records;
        try
        {
            records = [.. source.Read(schema, 2)];
        }
        catch (SourceException e) when (e.Field is null)
        {
            throw new UsageException(
                $"'{What}' {e.Reason.Replace("the header", $"a record of {Dataset}", StringComparison.Ordinal)}: its values are, between "
                    + $"commas, {ColumnsOf(schema)}");
        }
        return records is [{ Count: 1 } only]
            ? BatchReader.Decode(BatchBuilder.Build(only).Content, schema).Identities()[0]
            : throw new UsageException("the values are more than one record");
    }

    private static string ColumnsOf(Schema schema)
    {
        const int Told = 10;
        int more = schema.Columns.Count - Told;
        return string.Join(", ", schema.Columns.Take(Told).Select(column => column.Name)) + (more > 0 ? $" and {more} more" : "");
    }

    private static IEnumerable<(string As, Digest Digest)> Named(Catalog catalog, BatchState batch)
    {
        BatchManifest manifest = catalog.Manifest(batch);
        yield return ("root", batch.Root);
        yield return ("content", manifest.Content.Digest);
        yield return ("tree", manifest.Tree.Digest);
        yield return ("schema", manifest.SchemaDigest);
        if (manifest.Places is { } places)
        {
            yield return ("places", places.Digest);
        }
        if (manifest.Fingerprints is { } prints)
        {
            yield return ("fingerprints", prints.Digest);
        }
    }

    private static async Task<IEnumerable<FoundPlace>> RecordsAsync(
        Catalog catalog, BatchState batch, string kind, IReadOnlySet<Digest> wanted, RecordPlaces? places,
        CancellationToken cancellation)
    {
        if (batch.Tier != BatchTier.Open || batch.Withdrawn is not null)
        {
            return [];
        }
        try
        {
            Digest[] records = kind == "record"
                ? await catalog.IdentitiesAsync(batch, cancellation).ConfigureAwait(false)
                : await BatchReader.LeavesAsync(catalog.Manifest(batch), catalog.Store, cancellation).ConfigureAwait(false);
            return records.Index().Where(leaf => wanted.Contains(leaf.Item)).Select(leaf => places is null
                ? new FoundPlace(batch.Id, "record", leaf.Index, null, null)
                : new FoundPlace(batch.Id, "record", leaf.Index, places[leaf.Index].File.Name, places[leaf.Index].Place)).ToArray();
        }
        catch (Exception e) when (e is ContentException or MalformedException)
        {
            return []; // the audit says what became of it
        }
    }
}

/// <summary>Where something was found.</summary>
/// <param name="Kind">What was looked for: file, digest or record.</param>
/// <param name="Digests">By which it is known.</param>
public sealed record FoundContent(string Kind, IReadOnlyList<Digest> Digests, IReadOnlyList<FoundPlace> Places);

/// <summary>A batch that holds it.</summary>
/// <param name="As">source, record, root, content, tree, schema, places or fingerprints.</param>
/// <param name="Record">Its number in the batch, from 0; null where it is none.</param>
/// <param name="File">The file that it was read from; null where that is not known.</param>
/// <param name="Place">Line or row of that file.</param>
public sealed record FoundPlace(string Batch, string As, long? Record, string? File, long? Place);
