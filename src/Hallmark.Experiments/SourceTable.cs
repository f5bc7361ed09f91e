using System.Globalization;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Checking;
using Hallmark.Sources;

namespace Hallmark.Experiments;

/// <summary>
/// A data set for experiments in any form that records are read from: all columns are numbers but the last, <c>label</c>, the number of a
/// class, from 0. The same numbers as in CSV give the same features, but where a number lies so close between two floats of 32 bits that
/// going by one of 64 decides.
/// </summary>
internal static class SourceTable
{
    private const string Label = "label";
    private const int RowsAtOnce = 4_096;

    private static readonly string[] Endings =
        [".csv.gz", ".jsonl", ".jsonl.gz", ".parquet", ".arrow", ".feather", ".zip", ""];

    /// <summary>Path of a data set in a folder, in the first form that it is there in; null where it is in none.</summary>
    public static string? Find(string folder, string name) =>
        Endings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(path => File.Exists(path) || Directory.Exists(path));

    /// <summary>
    /// A file as <c>hallmark check</c> reads it: columns of any kind, classes of any names, in the order of their names, and what is
    /// missing filled in as the models of checks take it. Records without a label are left out.
    /// </summary>
    /// <exception cref="SourceException">It cannot be read, has no label, or nothing to learn from.</exception>
    public static LabelledSet ReadAny(string name, string path)
    {
        CheckInput input = CheckInputReader.Read(KnownSources.Open(path, new SourceRoles(Label)));
        Matrix? features = ModelInputs.Of(input.Features, input.Moments, input.LearnedTexts);
        if (features is null || input.Target is not null)
        {
            throw new SourceException(path, null, Label, features is null ? "has no column beside it to learn from" : "is no class");
        }
        int[] labelled = [.. Enumerable.Range(0, input.Count).Where(row => input.Labels[row] >= 0)];
        return new LabelledSet(name, MissingNumbers.Filled(features), input.Labels, input.Classes.Count).Take(labelled);
    }

    /// <exception cref="SourceException">It is not as described.</exception>
    public static LabelledSet Read(string name, string path)
    {
        IRecordSource source = KnownSources.Open(path, new SourceRoles(Label));
        Schema schema = SchemaInference.Infer(source, Label, Environment.ProcessorCount).Schema;
        if (schema.LabelIndex != schema.Columns.Count - 1 || schema.Columns.FirstOrDefault(column => !column.IsNumeric) is not null)
        {
            throw new SourceException(path, null, Label, "is not the last column, or not all columns are numbers");
        }
        RecordBuffer[] buffers = [.. source.Read(schema, RowsAtOnce, Environment.ProcessorCount)];
        var features = new Matrix(buffers.Sum(buffer => buffer.Count), schema.Columns.Count - 1);
        int[] labels = new int[features.Rows];
        int row = 0;
        foreach (RecordBuffer buffer in buffers)
        {
            for (int at = 0; at < buffer.Count; at++, row++)
            {
                for (int column = 0; column < features.Columns; column++)
                {
                    features[row, column] = !buffer[column].IsMissing(at) ? (float)buffer[column].Number(at)
                        : throw Fault(buffer.Positions[at], schema.Columns[column].Name, "is missing");
                }
                string? text = buffer[schema.LabelIndex].Text(at);
                labels[row] = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int label) && label < labels.Length
                    ? label : throw Fault(buffer.Positions[at], Label, "is not the number of a class");
            }
        }
        return new LabelledSet(name, features, labels, labels.Max() + 1);

        SourceException Fault(long position, string column, string reason)
        {
            (string file, long place) = source.Locate(position);
            return new SourceException(file, place, column, reason, source.PositionUnit);
        }
    }
}
