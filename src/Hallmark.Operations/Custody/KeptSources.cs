using System.Security.Cryptography;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Custody;

/// <summary>
/// The files that open batches were read from, kept byte for byte in the store where their provider wished so. Nothing on record says that
/// they are kept: registrations name their digests, and what stands under one is that file. Contrast the records of a batch, which are
/// always kept, in a form of their own.
/// </summary>
public static class KeptSources
{
    private const int CopySize = 128 << 10;

    /// <summary>Which of a batch's files are kept here, and which are not, in the order of the source.</summary>
    public static async Task<(IReadOnlyList<SourceFileFacts> Kept, IReadOnlyList<SourceFileFacts> Missing)> FindAsync(
        Catalog catalog, BatchState batch, CancellationToken cancellation)
    {
        var kept = new List<SourceFileFacts>();
        var missing = new List<SourceFileFacts>();
        foreach (SourceFileFacts file in await FilesOfAsync(catalog, batch, cancellation).ConfigureAwait(false))
        {
            bool isKept = await catalog.Store.ContainsAsync(file.Kept, cancellation).ConfigureAwait(false);
            (isKept ? kept : missing).Add(file);
        }
        return (kept, missing);
    }

    /// <summary>Batches of a dataset that were read from one of these files and not withdrawn.</summary>
    public static async Task<IReadOnlyList<BatchState>> BatchesOfAsync(
        Catalog catalog, string dataset, IReadOnlyCollection<SourceFileFacts> files, CancellationToken cancellation)
    {
        HashSet<ObjectReference> wanted = [.. files.Select(file => file.Kept)];
        var batches = new List<BatchState>();
        foreach (BatchState batch in catalog.Batches(dataset).Where(batch => wanted.Count > 0 && batch.Withdrawn is null))
        {
            if ((await FilesOfAsync(catalog, batch, cancellation).ConfigureAwait(false)).Any(file => wanted.Contains(file.Kept)))
            {
                batches.Add(batch);
            }
        }
        return batches;
    }

    /// <summary>Sizes, by digest, of all files that open batches were read from, kept or not.</summary>
    public static Dictionary<Digest, long> SizesOf(Catalog catalog)
    {
        var sizes = new Dictionary<Digest, long>();
        foreach (BatchState batch in catalog.Ledger.State.List(DatasetKeys.Batches).Where(batch => batch.Withdrawn is null))
        {
            foreach (SourceFileFacts file in FilesOfAsync(catalog, batch, default).Pull())
            {
                sizes[file.Digest] = file.Size;
            }
        }
        return sizes;
    }

    /// <summary>Copies a kept file, which is what was registered or is refused.</summary>
    /// <exception cref="ContentException">It is missing or altered; some of it may have been copied.</exception>
    public static async Task CopyAsync(IContentReader store, SourceFileFacts file, Stream target, CancellationToken cancellation)
    {
        using Stream stream = await store.OpenUnverifiedAsync(file.Kept, cancellation).ConfigureAwait(false)
            ?? throw new ContentException(file.Kept, ContentFault.Missing, "missing from the content store");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[CopySize];
        for (int read; (read = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(piece, 0, read);
            await target.WriteAsync(piece.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
        if (Digest.FromBytes(hash.GetHashAndReset()) != file.Digest)
        {
            throw new ContentException(file.Kept, ContentFault.Altered, "altered in the content store: its bytes have another digest");
        }
    }

    /// <summary>None where the batch is not open: what it was read from is nobody's business, and none of it is kept.</summary>
    private static async ValueTask<IReadOnlyList<SourceFileFacts>> FilesOfAsync(
        Catalog catalog, BatchState batch, CancellationToken cancellation) =>
        batch.Tier == BatchTier.Open && await BatchPlaces.FindAsync(catalog, null, batch, cancellation).ConfigureAwait(false) is { } places
            ? [.. places.Files.DistinctBy(file => file.Kept)] // a packed file holds several, and is kept as it was given
            : [];
}
