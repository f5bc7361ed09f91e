using Hallmark.Contracts.Datasets;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations.Registering;

/// <summary>Which schema a file is registered under: that of its dataset, or the one that is given for a new one.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="SchemaFile">File with the schema, as the user named it; null for none.</param>
/// <param name="Target">Column of numbers to be foretold, as the user named it; null for none.</param>
internal sealed record RegisteringSchema(string Dataset, string? SchemaFile, string? Target)
{
    /// <param name="workspace">Where the dataset is or will be.</param>
    /// <param name="dataset">As it stands on record; null where it is to be opened.</param>
    /// <param name="source">The file.</param>
    /// <param name="given">What the user says that the schema is; null for nothing.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <returns>Null where it is to be found in the file.</returns>
    /// <exception cref="UsageException">What is given is not what is on record.</exception>
    public async Task<Schema?> FindAsync(
        Workspace workspace, DatasetState? dataset, IRecordSource source, Schema? given, CancellationToken cancellation)
    {
        if (dataset is not null)
        {
            Schema schema = await workspace.Catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false);
            RequireSameSchema(schema, given);
            RequireSameLabel(dataset, source.Roles.Label);
            return schema;
        }
        Schema? declared = given ?? (Target is null ? null : GivenSchema.ForTarget(source, null, cancellation).Schema);
        if (declared is not null)
        {
            CreateDataset.RequireKnown(workspace, declared);
        }
        return declared;
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
}
