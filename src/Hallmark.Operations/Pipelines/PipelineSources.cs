using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Sources;

namespace Hallmark.Operations.Pipelines;

/// <summary>
/// The files of a pipeline, looked through before anything is on record: a bad row in the last one must not leave half a ledger.
/// </summary>
internal static class PipelineSources
{
    /// <summary>Reads every file against the schema: types and classes are found in the first one, bounds are declared.</summary>
    /// <exception cref="SourceException">The first thing that does not fit.</exception>
    /// <exception cref="UsageException">The declared bounds are of no column, or no bounds.</exception>
    public static Schema Check(Pipeline pipeline, CancellationToken cancellation)
    {
        Schema schema = Declared(pipeline, cancellation);
        foreach (PipelineSource source in pipeline.Sources)
        {
            ReadThrough(source.File, schema, source.BatchSize, cancellation);
        }
        ReadThrough(pipeline.EvaluationFile, schema, RegistrationOptions.DefaultRecordsPerBatch, cancellation);
        return schema;
    }

    private static void ReadThrough(string file, Schema schema, int rows, CancellationToken cancellation)
    {
        foreach (RecordBuffer _ in KnownSources.Open(file).Read(schema, rows))
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static Schema Declared(Pipeline pipeline, CancellationToken cancellation)
    {
        string first = pipeline.Sources[0].File;
        Schema inferred = SchemaInference.Infer(KnownSources.Open(first), pipeline.Dataset.Label, cancellation: cancellation).Schema;
        IReadOnlyDictionary<string, PipelineRange> ranges = pipeline.Dataset.Ranges;
        if (ranges.Keys.FirstOrDefault(name => inferred.Columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new UsageException($"dataset.ranges: {first} has no column '{unknown}'");
        }
        try
        {
            return new Schema(
                [.. inferred.Columns.Select(column => ranges.TryGetValue(column.Name, out PipelineRange? range)
                    ? column with { Minimum = range.Minimum, Maximum = range.Maximum }
                    : column)],
                inferred.Label, inferred.Classes);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"dataset.ranges: {e.Message}");
        }
    }
}
