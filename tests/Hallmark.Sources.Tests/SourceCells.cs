using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Sources.Tests;

/// <summary>What a source holds, for tests to compare: types and cells as text.</summary>
internal static class SourceCells
{
    /// <summary>Name and type of each column, such as <c>age:Int64</c>.</summary>
    public static string[] Columns(IRecordSource source) =>
        [.. SchemaInference.Infer(source, null).Schema.Columns.Select(column => $"{column.Name}:{column.Type}")];

    /// <summary>Each record's cells with bars between; a missing one is empty.</summary>
    public static string[] Rows(IRecordSource source, int atOnce = 7, int threads = 1)
    {
        Schema schema = SchemaInference.Infer(source, null, threads).Schema;
        return [.. source.Read(schema, atOnce, threads).SelectMany(buffer => Enumerable.Range(0, buffer.Count)
            .Select(row => string.Join('|', Enumerable.Range(0, schema.Columns.Count).Select(column => buffer[column].Text(row)))))];
    }

    /// <summary>Why it cannot be read through.</summary>
    public static string Refusal(Func<IRecordSource> open) => Assert.Throws<SourceException>(() => Rows(open())).Message;
}
