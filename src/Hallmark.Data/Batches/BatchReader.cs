using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// Reads the records of a batch from content that is as it was registered, and nothing from any other. What is wrong with altered
/// content, <see cref="BatchVerifier"/> says.
/// </summary>
public static class BatchReader
{
    /// <summary>Reads the batch that <paramref name="manifest"/> describes; the store checks every byte before it is decoded.</summary>
    /// <param name="schema">What cells shall be of: that of the manifest, or one that came from it.</param>
    /// <param name="secret">The batch's secret where it is not open; a batch sealed with another one is refused.</param>
    /// <exception cref="ContentException">The content is missing or altered.</exception>
    /// <exception cref="MalformedException">
    /// The content is what was registered, but does not follow the format or the manifest, or does not open under the secret.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The manifest's schema is neither this one nor one before it, or there is no secret for a batch that is not open.
    /// </exception>
    public static async ValueTask<RecordBatch> ReadAsync(
        BatchManifest manifest, Schema schema, IContentReader store, BatchSecret? secret = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(store);
        Schema registered = schema.Find(manifest.SchemaDigest)
            ?? throw new ArgumentException($"The manifest names the schema {manifest.SchemaDigest}, not {schema.Digest}.", nameof(schema));
        if (manifest.Tier != BatchTier.Open && secret is null)
        {
            throw new ArgumentException("The batch is not open; its secret is needed.", nameof(secret));
        }
        byte[] stored = await store.ReadAsync(manifest.Content, cancellation).ConfigureAwait(false);
        byte[] content = manifest.Tier == BatchTier.Open ? stored : SealedObject.Open(SealedKind.Content, stored, secret!);
        RecordBatch batch = Decode(content, registered);
        return batch.Count == manifest.Records
            ? batch.LiftTo(schema)
            : throw new MalformedException("content.records", $"is {batch.Count}, the manifest says {manifest.Records}");
    }

    /// <summary>The leaf hashes of an open batch, without reading its records; their root is the one that was signed.</summary>
    /// <exception cref="ContentException">The tree object is missing or altered.</exception>
    /// <exception cref="MalformedException">It is what was registered, but not the tree of the batch.</exception>
    /// <exception cref="ArgumentException">The batch is not open: its leaf hashes are salted.</exception>
    public static async ValueTask<Digest[]> LeavesAsync(
        BatchManifest manifest, IContentReader store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        if (manifest.Tier != BatchTier.Open)
        {
            throw new ArgumentException("Only the leaf hashes of an open batch tell equal records.", nameof(manifest));
        }
        return Leaves(manifest, await store.ReadAsync(manifest.Tree, cancellation).ConfigureAwait(false));
    }

    /// <summary>
    /// The identities of an open batch's records (<see cref="RecordBatch.Identities"/>); its records are read only where the leaf hashes
    /// are not those.
    /// </summary>
    /// <param name="schema">That of the manifest, or one that came from it.</param>
    /// <exception cref="ContentException">An object is missing or altered.</exception>
    /// <exception cref="MalformedException">It is what was registered, but not what the manifest says.</exception>
    /// <exception cref="ArgumentException">As of <see cref="ReadAsync"/> and <see cref="LeavesAsync"/>.</exception>
    public static async ValueTask<Digest[]> IdentitiesAsync(
        BatchManifest manifest, Schema schema, IContentReader store, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(schema);
        return schema.Find(manifest.SchemaDigest) is { HasFirstBytes: false } registered
            ? (await ReadAsync(manifest, registered, store, null, cancellation).ConfigureAwait(false)).Identities()
            : await LeavesAsync(manifest, store, cancellation).ConfigureAwait(false);
    }

    private static Digest[] Leaves(BatchManifest manifest, byte[] tree)
    {
        ReadOnlySpan<byte> leaves = tree.AsSpan(0, checked((int)manifest.Records * Digest.Size));
        if (TreeHashes.Root(leaves) != manifest.Root)
        {
            throw new MalformedException("tree", "holds leaf hashes that do not give the signed root");
        }
        var digests = new Digest[manifest.Records];
        for (int record = 0; record < digests.Length; record++)
        {
            digests[record] = Digest.FromBytes(leaves.Slice(record * Digest.Size, Digest.Size));
        }
        return digests;
    }

    /// <summary>Decodes content that the caller has verified and will not change.</summary>
    /// <param name="schema">What cells shall be of: that of the content, or one that came from it.</param>
    /// <exception cref="MalformedException">Names the header field, or record and column.</exception>
    public static RecordBatch Decode(ReadOnlyMemory<byte> content, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema registered = ContentFormat.SchemaOf(content.Span) is { } digest ? schema.Find(digest) ?? schema : schema;
        return DecodeAs(content, registered).LiftTo(schema);
    }

    private static RecordBatch DecodeAs(ReadOnlyMemory<byte> content, Schema schema)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        int count = ContentFormat.ReadHeader(bytes, schema.Digest);
        long least = ContentFormat.HeaderSize + ((long)count * schema.Columns.Count);
        if (bytes.Length < least)
        {
            throw new MalformedException("content.records", $"is {count}, which the {bytes.Length} bytes cannot hold");
        }
        var cells = new RecordBuffer(schema, count);
        int[] offsets = new int[count + 1];
        int position = ContentFormat.HeaderSize;
        for (int record = 0; record < count; record++)
        {
            offsets[record] = position;
            position += RecordFormat.ReadNext(bytes[position..], cells, record);
        }
        offsets[count] = position;
        return position == bytes.Length
            ? new RecordBatch(content, offsets, cells)
            : throw new MalformedException("content", $"goes on for {bytes.Length - position} bytes after its last record");
    }
}
