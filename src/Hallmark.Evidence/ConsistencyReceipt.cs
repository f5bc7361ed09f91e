using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>What became of checking a consistency receipt.</summary>
public enum ConsistencyStatus
{
    Consistent,

    /// <summary>The kid of the receipt is not the thumbprint of the key given.</summary>
    OtherKey,

    /// <summary>The proof is for other sizes than the trusted and the signed one, or has an impossible length.</summary>
    BadProof,

    /// <summary>The older root and the proof do not lead to a root that this key signed: wrong bytes, or a ledger that forked.</summary>
    NotSigned,
}

/// <summary>
/// A COSE receipt of consistency (RFC 9942 section 5.3): the ledger's signature over the root of a tree of <see cref="Size"/>
/// entries, with the proof that the tree of <c>Proof.Older</c> entries is its beginning (396 → {-2: [proof]}). Checked offline
/// with an older root that is trusted already, from a <see cref="Head"/> say, and the ledger's key.
/// </summary>
public sealed record ConsistencyReceipt(CoseSign1 Signature, ConsistencyProof Proof, TreeSize Size, Digest KeyId, Digest Ledger)
{
    /// <summary>Puts a receipt together from a signature that was made with the newer tree; no key is needed.</summary>
    /// <param name="tree">That of the seal: see <see cref="Seals.TreeSignature"/>.</param>
    /// <exception cref="ArgumentException">Equal sizes: RFC 9942 has no receipt for that, the roots are compared.</exception>
    public static byte[] Assemble(CoseSign1 tree, ConsistencyProof proof) =>
        proof.Path.Count > 0
            ? TreeReceipt.Assemble(tree, TreeReceipt.Consistency, proof.ToBytes())
            : throw new ArgumentException("A tree is consistent with itself without a receipt.", nameof(proof));

    /// <exception cref="MalformedException">Not a receipt with exactly one consistency proof; says which part.</exception>
    public static ConsistencyReceipt Read(ReadOnlyMemory<byte> bytes)
    {
        TreeReceipt receipt = TreeReceipt.Read(bytes, TreeReceipt.Consistency);
        return new ConsistencyReceipt(receipt.Message, ConsistencyProof.Read(receipt.Proof), receipt.Size, receipt.KeyId, receipt.Ledger);
    }

    /// <summary>Whether the ledger that had this root at this size has only grown, to a root that <paramref name="key"/> signed.</summary>
    public ConsistencyStatus Check(TreeSize older, Digest olderRoot, VerificationKey key)
    {
        if (key.Key.Thumbprint != KeyId)
        {
            return ConsistencyStatus.OtherKey;
        }
        ProofStatus status = Proof.TryNewerRoot(olderRoot, out Digest newerRoot);
        if (Proof.Older != older || Proof.Newer != Size || status is ProofStatus.BadPosition or ProofStatus.WrongLength)
        {
            return ConsistencyStatus.BadProof;
        }
        return status == ProofStatus.Good && Signature.Verify(key, newerRoot.ToArray())
            ? ConsistencyStatus.Consistent
            : ConsistencyStatus.NotSigned;
    }
}
