using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;

namespace Hallmark.Operations.Judging;

/// <summary>What keeps a validator from judging a batch that the rules would let it judge, as only who sees the records can tell.</summary>
internal sealed class Unjudgeable(Catalog catalog, BatchReading reading, DatasetKey? datasetKey, string validator)
{
    /// <returns>As a sentence; null where there is nothing.</returns>
    public async Task<string?> ReasonAsync(BatchState batch, CancellationToken cancellation)
    {
        Schema schema = await catalog.SchemaAsync(batch.Dataset, cancellation).ConfigureAwait(false);
        return await UntrueAsync(batch, schema, cancellation).ConfigureAwait(false)
            ?? await AcrossTiersAsync(batch, schema, cancellation).ConfigureAwait(false);
    }

    /// <summary>What its provider signed is not true of the records. Altered or missing content is the audit's to name.</summary>
    private async Task<string?> UntrueAsync(BatchState batch, Schema schema, CancellationToken cancellation)
    {
        using BatchSecret? secret = batch.Tier == BatchTier.Open ? null : await reading.SecretAsync(batch).ConfigureAwait(false);
        BatchExamination examination = await BatchVerifier
            .ExamineAsync(catalog.Manifest(batch), schema, catalog.Store, secret, cancellation).ConfigureAwait(false);
        return examination.Damages.FirstOrDefault(damage => damage.Kind == BatchDamageKind.Registered)?.Message;
    }

    /// <summary>
    /// Its records were judged in an open batch and come again in a sealed one, or the other way round. Contracts cannot tell: sketches of
    /// the two are of other hashes. A validator can, who has the dataset's key.
    /// </summary>
    private async Task<string?> AcrossTiersAsync(BatchState batch, Schema schema, CancellationToken cancellation)
    {
        bool open = batch.Tier == BatchTier.Open;
        bool mixed = catalog.Batches(batch.Dataset)
            .Any(other => other.Validators.Contains(validator) && (other.Tier == BatchTier.Open) != open);
        if (!mixed || (open && datasetKey is null) || catalog.Manifest(batch).Sketch is null)
        {
            return null;
        }
        RecordBatch records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
        ContentSketch sketch = open ? Fingerprints.Of(records, datasetKey!).Sketch() : ContentSketch.OfLeaves(records.Identities());
        return JudgedBefore.Find(catalog.Ledger.State, batch.Dataset, sketch) is { } id && catalog.Batch(id) is { } before
            && (before.Validators.Contains(validator) || JudgedBefore.By(catalog.Ledger.State, before, validator))
                ? $"its records are those of {id}, which {validator} judged; another validator decides"
                : null;
    }
}
