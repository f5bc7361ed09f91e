using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// From a built batch to a sealed one. The plain bytes stay in memory; what the store gets is ciphertext. If the process dies before the
/// manifest is returned, objects are left that nobody refers to, and what the keeper of the secrets had kept by then.
/// </summary>
internal static class BatchSealer
{
    public static SealedBatch Seal(BatchContent batch, RecordPlaces? places, string dataset, CustodyOptions options)
    {
        Digest plain = DatasetKey.PlainBatch(batch.Schema.Digest, batch.Records, batch.Root);
        Digest identity = options.DatasetKey.Identity(dataset, plain);
        using BatchSecret secret = options.Keeper.Obtain(identity);
        BatchContent salted = batch.Salted(secret);
        options.Keeper.Bind(salted.Root, identity);
        var prints = Fingerprints.Of(batch, options.DatasetKey);
        return new SealedBatch(
            salted.Root,
            salted.ColumnsRoot,
            SealedObject.Seal(SealedKind.Content, batch.Content.Span, plain, secret.Bytes),
            SealedObject.Seal(SealedKind.Tree, salted.Tree.Span, plain, secret.Bytes),
            prints.Seal(options.DatasetKey, salted.Root),
            prints.Sketch(),
            places?.Seal(secret));
    }
}

/// <summary>A batch as ciphertext, ready to be stored; <see cref="BatchContent"/> is the plain one it was made from.</summary>
/// <param name="Root">RFC 9162 root over the salted leaves.</param>
/// <param name="ColumnsRoot">RFC 9162 root over the salted column digests.</param>
/// <param name="Content">Ciphertext of the content object.</param>
/// <param name="Tree">Ciphertext of the tree object.</param>
/// <param name="Fingerprints">Ciphertext of the fingerprints.</param>
/// <param name="Sketch">
/// Some of the fingerprints, in the plain: they tell nothing without the dataset's key but that records are the same.
/// </param>
/// <param name="Places">Ciphertext of where the records come from; null where that is not known.</param>
internal sealed record SealedBatch(
    Digest Root, Digest ColumnsRoot, byte[] Content, byte[] Tree, byte[] Fingerprints, ContentSketch Sketch, byte[]? Places);
