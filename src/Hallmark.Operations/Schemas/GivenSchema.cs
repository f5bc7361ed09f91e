using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Operations.Schemas;

/// <summary>The schema that a user gives for a file, by a schema file or by naming a column of numbers to be foretold.</summary>
internal static class GivenSchema
{
    /// <param name="file">The schema file; null for none.</param>
    /// <param name="label">Column with classes that was named beside; null for none.</param>
    /// <param name="target">Column of numbers to be foretold; null for none.</param>
    /// <exception cref="UsageException">The schema file is none, or says otherwise than what was named beside.</exception>
    public static Schema? Read(string? file, string? label, string? target)
    {
        RequireOne(label, target);
        if (file is null)
        {
            return null;
        }
        Schema schema = SchemaFile.Read(file);
        if (label is not null && schema.Task != LearningTask.Classification)
        {
            throw new UsageException($"--label: {file} {Said(schema)}, not the label '{label}'");
        }
        return target is null || schema.Task == LearningTask.Regression
            ? schema
            : throw new UsageException($"--target: {file} {Said(schema)}, not the target '{target}'");
    }

    /// <summary>What is declared of a file, with what its schema file says of missing cells.</summary>
    /// <param name="file">The schema file; null for none.</param>
    /// <exception cref="UsageException">The schema file is none.</exception>
    public static SourceWords WordsOf(string? file, SourceWords words) =>
        file is null ? words : words.WithMissing(SchemaFile.ReadMissing(file));

    /// <summary>Holds the label that was named beside, as the source calls it, against the schema; nothing where there is none.</summary>
    /// <exception cref="UsageException">The schema has another.</exception>
    public static void RequireLabel(Schema? schema, IRecordSource source)
    {
        if (schema is not null && source.Roles.Label is { } label && label != schema.Label)
        {
            string option = schema.Task == LearningTask.Regression ? "--target" : "--label";
            throw new UsageException($"{option}: the schema {Said(schema)}, not '{label}'");
        }
    }

    /// <exception cref="UsageException">Both are named.</exception>
    public static void RequireOne(string? label, string? target)
    {
        if (label is not null && target is not null)
        {
            throw new UsageException("--target: records have either a label (classes) or a target (numbers)");
        }
    }

    /// <summary>The schema of a source whose label is a number to be foretold.</summary>
    /// <param name="source">With the target as its label.</param>
    /// <param name="progress">Told on this thread.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <exception cref="SourceException">There is no such column, or it holds no numbers.</exception>
    public static InferredSchema ForTarget(IRecordSource source, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        string target = source.Roles.Label!;
        InferredSchema found = SchemaInference.Infer(source, null, Environment.ProcessorCount, progress, cancellation);
        Column column = found.Schema.Columns.FirstOrDefault(column => column.Name == target)
            ?? throw new SourceException(source.Name, null, target, source.NoSuchColumn(found.Schema.Columns.Select(one => one.Name)));
        if (column.Type is not (ColumnType.Float64 or ColumnType.Int64))
        {
            string why = found.Notes.FirstOrDefault(note => note.Column == target)?.Cause is { } cause
                ? $", because of '{cause.Text}' in {source.PositionUnit} {cause.Position}" : "";
            throw new SourceException(
                source.Name, null, target, $"holds {SchemaFormat.NameOf(column.Type)} and no numbers to foretell{why}");
        }
        return found with { Schema = new Schema(found.Schema.Columns, target, [], LearningTask.Regression) };
    }

    /// <summary>What its label is, after its name.</summary>
    internal static string Said(Schema schema) => schema.Task switch
    {
        LearningTask.Unlabelled => "has no label",
        LearningTask.Regression => $"has the target '{schema.Label}'",
        _ => $"has the label '{schema.Label}'",
    };
}
