using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;

namespace Hallmark.Operations.Judging;

/// <summary>
/// Records that were judged in an open batch and come again in a sealed one, or the other way round. Contracts cannot tell: sketches of the
/// two are of other hashes. A validator can, who sees the records and has the dataset's key.
/// </summary>
internal static class AcrossTiers
{
    /// <returns>The earlier batch that this validator judged; null where there is none, or where it cannot be told.</returns>
    public static async Task<string?> JudgedAsync(
        Catalog catalog, BatchReading reading, DatasetKey? key, BatchState batch, string validator, CancellationToken cancellation)
    {
        bool open = batch.Tier == BatchTier.Open;
        bool mixed = catalog.Batches(batch.Dataset).Any(other => other.Validators.Contains(validator) && (other.Tier == BatchTier.Open) != open);
        if (!mixed || (open && key is null) || catalog.Manifest(batch).Sketch is null)
        {
            return null;
        }
        Schema schema = await catalog.SchemaAsync(batch.Dataset, cancellation).ConfigureAwait(false);
        RecordBatch records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
        ContentSketch sketch = open ? Fingerprints.Of(records, key!).Sketch() : ContentSketch.OfLeaves(records.Leaves());
        return JudgedBefore.Find(catalog.Ledger.State, batch.Dataset, sketch) is { } id && catalog.Batch(id) is { } before
            && (before.Validators.Contains(validator) || JudgedBefore.By(catalog.Ledger.State, before, validator))
                ? id
                : null;
    }
}
