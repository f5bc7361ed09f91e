using System.Formats.Cbor;
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
/// A COSE receipt of inclusion (RFC 9942) at <see cref="InclusionProof.Index"/> in a tree of <see cref="Size"/> entries: the ledger's signature over a tree root, with the proof that an entry is under it in
/// the unprotected header (396 → {-1: [proof]}). Checked offline with the entry's bytes and the ledger's key alone.
/// </summary>
public sealed record Receipt(CoseSign1 Signature, InclusionProof Proof, TreeSize Size, Digest KeyId, Digest Ledger)
{
    private const int InclusionLabel = -1;

    /// <summary>Puts a receipt together from a stored seal; no key is needed.</summary>
    public static byte[] Assemble(Seal seal, InclusionProof proof)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseHeaders.ProofsLabel);
        writer.WriteStartMap(1);
        writer.WriteInt32(InclusionLabel);
        writer.WriteStartArray(1);
        writer.WriteByteString(proof.ToBytes());
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        return (seal.Tree with { Unprotected = writer.Encode() }).ToBytes();
    }

    /// <exception cref="MalformedException">Not a receipt with exactly one inclusion proof; says which part.</exception>
    public static Receipt Read(ReadOnlyMemory<byte> bytes)
    {
        CoseSign1 message = CoseSign1.Read(bytes);
        CoseHeaders headers = CoseHeaders.Read(message.Protected);
        if (message.Payload is not null)
        {
            throw new MalformedException("receipt payload", "is attached; a receipt's payload is the root that its proof leads to");
        }
        if (headers.Tree != CoseHeaders.Rfc9162Sha256)
        {
            throw new MalformedException("receipt vds (395)", $"is {headers.Tree?.ToString() ?? "missing"}; RFC9162_SHA256 (1) is known");
        }
        if (headers.KeyId is not { Length: Digest.Size } keyId)
        {
            throw new MalformedException("receipt kid", "is not the thumbprint of a key");
        }
        if (!Digest.TryParse(headers.Claims?.Subject, out Digest ledger))
        {
            throw new MalformedException("receipt sub", "is not a ledger id");
        }
        if (headers.Claims!.TreeSize is not { } size)
        {
            throw new MalformedException("receipt tree size (claim -65537)", "is missing");
        }
        return new Receipt(message, ReadProof(message.Unprotected), new TreeSize(size), Digest.FromBytes(keyId), ledger);
    }

    /// <summary>Whether <paramref name="entry"/> is the leaf this receipt speaks of, under a root that <paramref name="key"/> signed.</summary>
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

    private static InclusionProof ReadProof(ReadOnlyMemory<byte> unprotected)
    {
        try
        {
            var reader = new CborReader(unprotected, CborConformanceMode.Strict);
            if (reader.ReadStartMap() != 1 || reader.ReadInt32() != CoseHeaders.ProofsLabel
                || reader.ReadStartMap() != 1 || reader.ReadInt32() != InclusionLabel || reader.ReadStartArray() != 1)
            {
                throw new MalformedException("receipt proofs (396)", "is not {-1: [one inclusion proof]}");
            }
            return InclusionProof.Read(reader.ReadByteString());
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new MalformedException("receipt proofs (396)", "is not {-1: [one inclusion proof]}");
        }
    }
}
