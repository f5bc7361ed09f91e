using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>A dataset with its schemas.</summary>
public sealed record ShowDataset(string Dataset) : Query<DatasetSchemas>
{
    public override async Task<DatasetSchemas> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        Catalog catalog = home.Catalog;
        return new DatasetSchemas(
            catalog.Dataset(Dataset), await catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false));
    }
}

/// <param name="State">As it stands on record.</param>
/// <param name="InForce">Its schema, with those before.</param>
public sealed record DatasetSchemas(DatasetState State, Schema InForce)
{
    /// <summary>All of them, the first one first.</summary>
    public IReadOnlyList<Schema> All
    {
        get
        {
            var all = new List<Schema>();
            for (Schema? schema = InForce; schema is not null; schema = schema.Before)
            {
                all.Insert(0, schema);
            }
            return all;
        }
    }

    /// <param name="version">From 1; null for the one in force.</param>
    /// <exception cref="UsageException">There is no such one.</exception>
    public Schema Version(int? version) => version is null ? InForce
        : All.ElementAtOrDefault(version.Value - 1)
            ?? throw new UsageException($"{State.Name} has {InForce.Version} schemas, and no number {version}");
}
