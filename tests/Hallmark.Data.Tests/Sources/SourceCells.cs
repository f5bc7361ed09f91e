using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Tests.Store;

namespace Hallmark.Data.Tests.Sources;

/// <summary>What a source holds, for tests to compare: types and cells as text.</summary>
internal static class SourceCells
{
    /// <summary>Name and type of each column, such as <c>age:Int64</c>.</summary>
    public static string[] Columns(IRecordSource source, string? label = null) =>
        [.. SchemaInference.Infer(source, label).Schema.Columns.Select(column => $"{column.Name}:{column.Type}")];

    /// <summary>Each record's cells with bars between; a missing one is empty.</summary>
    public static string[] Rows(IRecordSource source, int atOnce = 7, int threads = 1)
    {
        Schema schema = SchemaInference.Infer(source, null, threads).Schema;
        return [.. source.Read(schema, atOnce, threads).SelectMany(buffer => Enumerable.Range(0, buffer.Count)
            .Select(row => string.Join('|', Enumerable.Range(0, schema.Columns.Count).Select(column => buffer[column].Text(row)))))];
    }

    /// <summary>Roots of the batches that registering it gives.</summary>
    public static string[] Roots(IRecordSource source, int batchSize, int threads = 1) =>
        [.. Registration.RunAsync(
            source, new RegistrationOptions { Dataset = "d", RecordsPerBatch = batchSize, Threads = threads }, new MemoryContentStore())
            .Now().Manifests.Select(manifest => manifest.Root.ToString())];

    /// <summary>Why it cannot be read through.</summary>
    public static string Refusal(IRecordSource source) => Assert.Throws<SourceException>(() => Rows(source)).Message;

    public static string Refusal(Func<IRecordSource> open) => Assert.Throws<SourceException>(() => Rows(open())).Message;
}
