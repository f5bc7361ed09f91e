using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>What came on record of a stream whose messages are numbered.</summary>
internal static class Recorded
{
    /// <summary>The numbers from 0 on, batch by batch as on the ledger; batches of lower ones are no part of the stream.</summary>
    public static async Task<long[][]> NumbersAsync(Home home, string dataset)
    {
        using var reader = new HomeReader(home);
        Schema schema = await reader.Catalog.SchemaAsync(dataset);
        int column = schema.Columns.ToList().FindIndex(one => one.Name is "number" or "n");
        var reading = BatchReading.Offline(reader.Catalog, _ => null);
        var batches = new List<long[]>();
        foreach (BatchState batch in reader.Catalog.Batches(dataset).OrderBy(batch => batch.Entry))
        {
            RecordBatch records = await reading.ReadAsync(batch, schema);
            batches.Add([.. Enumerable.Range(0, records.Count).Select(record => (long)records[column].Number(record))]);
        }
        return [.. batches.Where(batch => batch.All(number => number >= 0))];
    }
}
