using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Custody;

namespace Hallmark.Operations.Judging;

/// <summary>Where a batch's records come from, as far as it is known here.</summary>
public static class BatchPlaces
{
    /// <returns>
    /// Null where nobody said so, it was withdrawn, the batch is sealed and its secret is not here, or the object is gone or altered, which
    /// the audit names.
    /// </returns>
    public static async Task<RecordPlaces?> FindAsync(
        Catalog catalog, OwnSecrets? secrets, BatchState batch, CancellationToken cancellation)
    {
        try
        {
            using BatchSecret? secret = batch.Tier == BatchTier.Open ? null : secrets?.Open(batch);
            return await RecordPlaces.FindAsync(catalog.Manifest(batch), catalog.Store, secret, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContentException or MalformedException)
        {
            return null;
        }
    }
}
