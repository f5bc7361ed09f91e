using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>What became of checking a receipt.</summary>
public enum ReceiptStatus
{
    Registered,

    /// <summary>The kid of the receipt is not the thumbprint of the key given.</summary>
    OtherKey,

    /// <summary>The proof has an impossible position or length, or is for a tree of another size than was signed.</summary>
    BadProof,

    /// <summary>The entry and the proof do not lead to a root that this key signed.</summary>
    NotSigned,
}

/// <summary>
/// A COSE receipt of inclusion (RFC 9942) at <see cref="InclusionProof.Index"/> in a tree of <see cref="Size"/> entries: the
/// ledger's signature over a tree root, with the proof that an entry is under it in the unprotected header (396 → {-1: [proof]}).
/// Checked offline with the entry's bytes and the ledger's key alone.
/// </summary>
public sealed record Receipt(CoseSign1 Signature, InclusionProof Proof, TreeSize Size, Digest KeyId, Digest Ledger)
{
    /// <summary>Puts a receipt together from a signature that was made with the block; no key is needed.</summary>
    /// <param name="tree">That of the block's seal: see <see cref="Seals.TreeSignature"/>.</param>
    public static byte[] Assemble(CoseSign1 tree, InclusionProof proof) =>
        TreeReceipt.Assemble(tree, TreeReceipt.Inclusion, proof.ToBytes());

    /// <exception cref="MalformedException">Not a receipt with exactly one inclusion proof; says which part.</exception>
    public static Receipt Read(ReadOnlyMemory<byte> bytes)
    {
        TreeReceipt receipt = TreeReceipt.Read(bytes, TreeReceipt.Inclusion);
        return new Receipt(receipt.Message, InclusionProof.Read(receipt.Proof), receipt.Size, receipt.KeyId, receipt.Ledger);
    }

    /// <summary>
    /// Whether <paramref name="entry"/> is the leaf this receipt speaks of, under a root that <paramref name="key"/> signed.
    /// </summary>
    public ReceiptStatus Check(ReadOnlySpan<byte> entry, VerificationKey key)
    {
        if (key.Key.Thumbprint != KeyId)
        {
            return ReceiptStatus.OtherKey;
        }
        if (Proof.Size != Size || Proof.TryRoot(MerkleTree.LeafHash(entry), out Digest root) != ProofStatus.Good)
        {
            return ReceiptStatus.BadProof;
        }
        return Signature.Verify(key, root.ToArray()) ? ReceiptStatus.Registered : ReceiptStatus.NotSigned;
    }
}
