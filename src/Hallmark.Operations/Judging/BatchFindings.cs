using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Quality;

namespace Hallmark.Operations.Judging;

/// <summary>What lies behind a verdict, for explaining it: the credibility that counted, and what was found in single records.</summary>
public static class BatchFindings
{
    /// <summary>The provider's credibility as the contract took it when the batch was judged, in millionths.</summary>
    public static long CredibilityPpm(Catalog catalog, BatchState batch) =>
        BatchJudged.Read(catalog.Ledger.ReadEntry(batch.JudgedEntry!.Value).Outcome).CredibilityPpm;

    /// <summary>What was found in single records, or why that cannot be shown. Of a sealed batch it is sealed, too.</summary>
    public static async ValueTask<(Measurements? Details, string? Problem)> DetailsAsync(
        Catalog catalog, BatchState batch, BatchJudge judged, CancellationToken cancellation)
    {
        if (batch.Tier != BatchTier.Open)
        {
            string tier = batch.Tier.ToString().ToLowerInvariant();
            return (null, $"the batch is {tier}: what was found in its records is nobody else's business");
        }
        try
        {
            ObjectReference named = judged.Details.Within(ObjectLimits.Details, "details");
            byte[] details = await catalog.Store.ReadAsync(named, cancellation).ConfigureAwait(false);
            return (Measurements.Read(CborMap.Read(details, "measurements")), null);
        }
        catch (Exception e) when (e is ContentException or MalformedException)
        {
            return (null, e.Message);
        }
    }
}
