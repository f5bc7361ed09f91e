using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Schemas;
using Hallmark.Sources;

namespace Hallmark.Operations.Pipelines;

/// <summary>
/// The files of a pipeline, looked through before anything is on record: a bad row in the last one must not leave half a ledger.
/// </summary>
internal static class PipelineSources
{
    /// <summary>Reads every file against the schema: types and classes are found in the first one and bounds are declared,
    /// where no schema is given.</summary>
    /// <param name="pipeline">The job.</param>
    /// <param name="told">Told how each file was read of which anything is to be said; null for nobody.</param>
    /// <param name="cancellation">Stops between parts of a file.</param>
    /// <exception cref="SourceException">The first thing that does not fit.</exception>
    /// <exception cref="UsageException">The declared bounds are of no column, or no bounds.</exception>
    public static Schema Check(Pipeline pipeline, Action<ReadSource>? told, CancellationToken cancellation)
    {
        (Schema schema, IReadOnlyList<SchemaNote> notes) = Declared(pipeline, cancellation);
        IReadOnlyList<AskedColumn> asked = pipeline.Dataset.Schema is null
            ? NewDatasetSchema.Asked(Open(pipeline, pipeline.Sources[0]), schema, cancellation)
            : [];
        foreach (PipelineSource source in pipeline.Sources)
        {
            Tell(ReadThrough(Open(pipeline, source), source.File, schema, source.BatchSize, cancellation) with
            {
                Notes = ReferenceEquals(source, pipeline.Sources[0]) ? notes : [],
                Asked = ReferenceEquals(source, pipeline.Sources[0]) ? asked : [],
            });
        }
        IRecordSource heldOut = KnownSources.Open(pipeline.EvaluationFile, pipeline.Dataset.Words.Of(SourceRoles.None));
        Tell(ReadThrough(heldOut, pipeline.EvaluationFile, schema, RegistrationOptions.DefaultRecordsPerBatch, cancellation));
        return schema;

        void Tell(ReadSource read)
        {
            if (read.Sentences().Any())
            {
                told?.Invoke(read);
            }
        }
    }

    private static IRecordSource Open(Pipeline pipeline, PipelineSource source) =>
        KnownSources.Open(source.File, pipeline.WordsOf(source).Of(SourceRoles.None));

    private static ReadSource ReadThrough(IRecordSource source, string file, Schema schema, int rows, CancellationToken cancellation)
    {
        foreach (RecordBuffer _ in source.Read(schema, rows))
        {
            cancellation.ThrowIfCancellationRequested();
        }
        return new ReadSource(file, source.Dialect, [], source.PositionUnit);
    }

    private static (Schema Schema, IReadOnlyList<SchemaNote> Notes) Declared(Pipeline pipeline, CancellationToken cancellation)
    {
        if (pipeline.Dataset.Schema is { } given)
        {
            return (given, []);
        }
        string first = pipeline.Sources[0].File;
        InferredSchema found = SchemaInference.Infer(
            Open(pipeline, pipeline.Sources[0]), pipeline.Dataset.Label, cancellation: cancellation);
        Schema inferred = found.Schema;
        IReadOnlyDictionary<string, PipelineRange> ranges = pipeline.Dataset.Ranges;
        if (ranges.Keys.FirstOrDefault(name => inferred.Columns.All(column => column.Name != name)) is { } unknown)
        {
            throw new UsageException($"dataset.ranges: {first} has no column '{unknown}'");
        }
        try
        {
            var schema = new Schema(
                [.. inferred.Columns.Select(column => ranges.TryGetValue(column.Name, out PipelineRange? range)
                    ? column with { Minimum = range.Minimum, Maximum = range.Maximum }
                    : column)],
                inferred.Label, inferred.Classes);
            return (schema, found.Notes);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"dataset.ranges: {e.Message}");
        }
    }
}
