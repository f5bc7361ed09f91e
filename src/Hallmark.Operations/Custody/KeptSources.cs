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
/// The files that a provider's open batches were read from, kept byte for byte where it wished so, in a store of its own: what batches say
/// of their files is their provider's word, and leads to nobody else's bytes. Nothing on record says that they are kept: registrations name
/// their digests, and what stands under one is that file. Contrast the records of a batch, which are always kept, in a form of their own.
/// </summary>
public static class KeptSources
{
    private const int CopySize = 128 << 10;

    /// <summary>Which of a batch's files are kept here, and which are not, in the order of the source.</summary>
    /// <param name="store">That of the batch's provider.</param>
    public static async Task<(IReadOnlyList<SourceFileFacts> Kept, IReadOnlyList<SourceFileFacts> Missing)> FindAsync(
        Catalog catalog, IContentReader store, BatchState batch, CancellationToken cancellation)
    {
        var kept = new List<SourceFileFacts>();
        var missing = new List<SourceFileFacts>();
        foreach (SourceFileFacts file in await FilesOfAsync(catalog, batch, cancellation).ConfigureAwait(false))
        {
            bool isKept = await store.ContainsAsync(file.Kept, cancellation).ConfigureAwait(false);
            (isKept ? kept : missing).Add(file);
        }
        return (kept, missing);
    }

    /// <summary>Batches of a provider, whatever their dataset, that were read from one of these files and not withdrawn.</summary>
    public static async Task<IReadOnlyList<BatchState>> BatchesOfAsync(
        Catalog catalog, string provider, IReadOnlyCollection<SourceFileFacts> files, CancellationToken cancellation)
    {
        HashSet<Digest> wanted = [.. files.Select(file => file.Digest)];
        var batches = new List<BatchState>();
        foreach (BatchState batch in Open(catalog, provider).Where(_ => wanted.Count > 0))
        {
            if ((await FilesOfAsync(catalog, batch, cancellation).ConfigureAwait(false)).Any(file => wanted.Contains(file.Digest)))
            {
                batches.Add(batch);
            }
        }
        return batches;
    }

    /// <summary>Sizes, by digest, of all files that a provider's open batches were read from, kept or not.</summary>
    public static Dictionary<Digest, long> SizesOf(Catalog catalog, string provider)
    {
        var sizes = new Dictionary<Digest, long>();
        foreach (SourceFileFacts file in Open(catalog, provider).SelectMany(batch => FilesOfAsync(catalog, batch, default).Pull()))
        {
            sizes[file.Digest] = file.Size;
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
        long size = 0;
        for (int read; (read = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false)) > 0; size += read)
        {
            hash.AppendData(piece, 0, read);
            await target.WriteAsync(piece.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
        if (size != file.Size || Digest.FromBytes(hash.GetHashAndReset()) != file.Digest)
        {
            throw new ContentException(file.Kept, ContentFault.Altered, "not the file that was registered, or of another size");
        }
    }

    private static IEnumerable<BatchState> Open(Catalog catalog, string provider) => catalog.Ledger.State.List(DatasetKeys.Batches)
        .Where(batch => batch.Provider == provider && batch.Withdrawn is null && batch.Tier == BatchTier.Open);

    /// <summary>None where the batch is not open: what it was read from is nobody's business, and none of it is kept.</summary>
    private static async ValueTask<IReadOnlyList<SourceFileFacts>> FilesOfAsync(
        Catalog catalog, BatchState batch, CancellationToken cancellation) =>
        batch.Tier == BatchTier.Open && await BatchPlaces.FindAsync(catalog, null, batch, cancellation).ConfigureAwait(false) is { } places
            ? [.. places.Files.DistinctBy(file => file.Kept)] // a packed file holds several, and is kept as it was given
            : [];
}
