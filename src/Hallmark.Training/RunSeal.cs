using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Training;

/// <summary>
/// How the files of a run lie on disk and on record: sealed where one of the batches it is trained on is, as they tell of its records;
/// plain where all are open, and under rules that sealed nothing.
/// </summary>
public sealed class RunSeal : IDisposable
{
    private readonly RunSecret? _secret;

    private RunSeal(RunSecret? secret) => _secret = secret;

    /// <summary>Whether anything is sealed at all.</summary>
    public bool IsSealed => _secret is not null;

    /// <summary>Whether the files of a run on these batches are sealed.</summary>
    public static bool Seals(Catalog catalog, RunState run, IEnumerable<BatchState> batches) =>
        catalog.Ledger.ReadEntry(run.Entry).Rules >= RuleVersions.SealedRuns && batches.Any(batch => batch.Tier != BatchTier.Open);

    /// <param name="batches">All that the run is trained on.</param>
    /// <param name="reading">Opens them.</param>
    /// <exception cref="SealedException">One of them cannot be opened.</exception>
    public static async Task<RunSeal> OfAsync(Catalog catalog, RunState run, IReadOnlyCollection<BatchState> batches, BatchReading reading)
    {
        if (!Seals(catalog, run, batches))
        {
            return new RunSeal(null);
        }
        var secrets = new Dictionary<Digest, BatchSecret>();
        try
        {
            foreach (BatchState batch in batches.Where(batch => batch.Tier != BatchTier.Open).DistinctBy(batch => batch.Root))
            {
                secrets.Add(batch.Root, (await reading.SecretAsync(batch).ConfigureAwait(false))!);
            }
            return new RunSeal(RunSecret.Of(run.Id, secrets));
        }
        finally
        {
            foreach (BatchSecret secret in secrets.Values)
            {
                secret.Dispose();
            }
        }
    }

    /// <summary>As it lies on disk, and as its digest on record names it.</summary>
    public byte[] Stored(SealedKind kind, byte[] plain) => _secret?.Seal(kind, plain) ?? plain;

    /// <exception cref="MalformedException">It was sealed otherwise, or altered.</exception>
    public byte[] Plain(SealedKind kind, byte[] stored) => _secret?.Open(kind, stored) ?? stored;

    public void Dispose() => _secret?.Dispose();
}
