using Hallmark.Contracts.Datasets;
using Hallmark.Data.Records;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Schemas;

namespace Hallmark.Api;

/// <summary>A dataset with all its schemas, as <c>dataset show</c> and <c>dataset evolve</c> answer.</summary>
/// <param name="Label">Null without one.</param>
/// <param name="Schemas">The first one first; the last is in force.</param>
/// <param name="Text">The last one as a schema file.</param>
public sealed record DatasetAnswer(
    string Dataset, string Owner, string? Label, IReadOnlyList<SchemaVersionAnswer> Schemas, string Text)
{
    public static DatasetAnswer Of(DatasetSchemas dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Of(dataset.State, dataset.All);
    }

    /// <param name="evolved">With the schema that would follow, where it was only tried.</param>
    public static DatasetAnswer Of(EvolvedDataset evolved)
    {
        ArgumentNullException.ThrowIfNull(evolved);
        return Of(evolved.State, new DatasetSchemas(evolved.State, evolved.Schema).All);
    }

    private static DatasetAnswer Of(DatasetState state, IReadOnlyList<Schema> schemas) => new(
        state.Name, state.Owner, schemas[^1].Label, [.. schemas.Select((schema, i) => SchemaVersionAnswer.Of(state, schema, i))],
        SchemaFile.Write(schemas[^1]));
}

/// <summary>One of a dataset's schemas.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Entry">The entry by which it took the place of the one before; null of the first, and of one that is not on record.</param>
/// <param name="Changes">What became of the one before, in words.</param>
public sealed record SchemaVersionAnswer(int Version, string Schema, ulong? Entry, int Columns, int Classes, IReadOnlyList<string> Changes)
{
    internal static SchemaVersionAnswer Of(DatasetState state, Schema schema, int index) => new(
        index + 1, schema.Digest.ToString(), index > 0 && index <= state.Earlier.Count ? state.Earlier[index - 1].Until.Value : null,
        schema.Columns.Count, schema.Classes.Count,
        schema.Before is { } before ? ChangeWords.Phrases(before, schema.Change!) : []);
}

/// <summary>A dataset's schema, as <c>schema --dataset</c> answers.</summary>
/// <param name="Text">It as a schema file.</param>
/// <param name="Written">Where that was written; null where it was not.</param>
public sealed record DatasetSchemaAnswer(string Dataset, int Version, string Schema, string Text, string? Written)
{
    public static DatasetSchemaAnswer Of(string dataset, Schema schema, string text, string? written)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new DatasetSchemaAnswer(dataset, schema.Version, schema.Digest.ToString(), text, written);
    }
}
