using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Operations;

/// <summary>Which batches of what was read are on record already, be it under an earlier schema of their dataset.</summary>
internal static class KnownBatches
{
    /// <param name="manifests">Of what was read.</param>
    /// <param name="schema">Theirs.</param>
    /// <param name="store">Has their content.</param>
    /// <param name="isKnown">Whether a batch with this root is on record.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>
    /// Those that are not on record. Of a sealed batch only its own root is looked for: under another schema it would have other keys.
    /// </returns>
    public static async Task<IReadOnlyList<BatchManifest>> LeftAsync(
        IReadOnlyList<BatchManifest> manifests, Schema schema, IContentReader store, Func<Digest, bool> isKnown,
        CancellationToken cancellation)
    {
        var left = new List<BatchManifest>();
        foreach (BatchManifest manifest in manifests.Where(manifest => !isKnown(manifest.Root)))
        {
            if (manifest.Tier == BatchTier.Open && schema.Before is not null)
            {
                RecordBatch records = await BatchReader.ReadAsync(manifest, schema, store, null, cancellation).ConfigureAwait(false);
                if (records.EarlierRoots().Any(isKnown))
                {
                    continue;
                }
            }
            left.Add(manifest);
        }
        return left;
    }
}
