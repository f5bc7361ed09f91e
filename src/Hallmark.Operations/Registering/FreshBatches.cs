using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Registering;

/// <summary>Which batches of a file are to come on record: those that are not there already, and whose place they take.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Supersedes">Ids of the provider's batches whose place the file takes.</param>
/// <param name="Update">Whether it takes the place of all that the provider has: what is in it unchanged stays.</param>
internal sealed record FreshBatches(string Dataset, IReadOnlyList<string> Supersedes, bool Update)
{
    /// <exception cref="UsageException">A batch to be superseded is not the provider's.</exception>
    public void RequireOwn(Catalog catalog, string provider)
    {
        HashSet<string> own = [.. catalog.Batches(Dataset).Where(batch => batch.Provider == provider).Select(batch => batch.Id)];
        if (Supersedes.FirstOrDefault(id => !own.Contains(id)) is { } other)
        {
            throw new UsageException($"--supersedes: '{other}' is not a batch of {Dataset} that {provider} provided");
        }
    }

    /// <summary>In the file's order; the first names those whose place they take.</summary>
    /// <exception cref="UsageException">What is to be superseded is not there to be, or nothing would take its place.</exception>
    public async Task<BatchRegister[]> FindAsync(
        Workspace workspace, string provider, RegistrationResult result, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        BatchState[] own = [.. catalog.Batches(Dataset).Where(batch => batch.Provider == provider && batch.IsInPlace)];
        HashSet<Digest> known = [.. own.Select(batch => batch.Root)];
        HashSet<Digest> read = [.. result.Manifests.Select(manifest => manifest.Root)];
        IReadOnlyList<BatchManifest> unknown = await KnownBatches.LeftAsync(
            result.Manifests, result.Schema, workspace.Store, IsKnown, cancellation).ConfigureAwait(false);
        // a long stretch of the same records can come out as the same batch twice, and whole copies are what the rules refuse
        BatchRegister[] fresh = [.. unknown.DistinctBy(manifest => manifest.Root).Select(manifest => new BatchRegister(manifest))];
        RequireStanding(catalog, own, read);
        return Superseding(fresh, [.. own.Where(batch => Update ? !read.Contains(batch.Root) : Supersedes.Contains(batch.Id))]);

        bool IsKnown(Digest root)
        {
            bool isKnown = known.Contains(root);
            if (isKnown)
            {
                read.Add(root); // under an earlier schema, too, the file still has it
            }
            return isKnown;
        }
    }

    /// <summary>What is to be superseded stands, or the file itself took its place before.</summary>
    private void RequireStanding(Catalog catalog, BatchState[] own, HashSet<Digest> read)
    {
        foreach (BatchState batch in Supersedes.Except(own.Select(batch => batch.Id)).Select(catalog.Batch))
        {
            if (batch.Superseded is not { } succession)
            {
                throw new UsageException($"--supersedes: {batch.Id} was withdrawn at entry {batch.Withdrawn}");
            }
            if (!read.Contains(catalog.Batch(succession.By).Root))
            {
                throw new UsageException($"--supersedes: {batch.Id} was superseded by {succession.By} already; name that one");
            }
        }
    }

    /// <summary>
    /// The first batch takes the place of those before, so that all that follow are known to come from them; they stay in use until it is
    /// accepted, so nothing is missing where the process dies in between.
    /// </summary>
    private static BatchRegister[] Superseding(BatchRegister[] fresh, BatchState[] before)
    {
        if (before.Length == 0)
        {
            return fresh;
        }
        return fresh.Length > 0 && before.Length <= BatchRegister.SupersedeLimit
            ? [fresh[0] with { Supersedes = [.. before.Select(batch => batch.Id)] }, .. fresh[1..]]
            : throw new UsageException(fresh.Length == 0
                ? $"the file has nothing that is not on record already, so nothing takes the place of {before[0].Id}; "
                    + "'hallmark withdraw' takes back what it has no more"
                : $"{before.Length} batches would be superseded at once, more than {BatchRegister.SupersedeLimit}");
    }
}
