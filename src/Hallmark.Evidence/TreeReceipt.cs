using System.Formats.Cbor;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>
/// What receipts of every kind are (RFC 9942): a ledger's signature over a tree root that is not on the wire, with one proof that
/// leads to this root in the unprotected header (396 → {kind: [proof]}).
/// </summary>
internal sealed record TreeReceipt(CoseSign1 Message, ReadOnlyMemory<byte> Proof, TreeSize Size, Digest KeyId, Digest Ledger)
{
    public const int Inclusion = -1;
    public const int Consistency = -2;

    /// <summary>Puts a receipt together from the signature over its tree: <see cref="Seals.TreeSignature"/>.</summary>
    public static byte[] Assemble(CoseSign1 tree, int kind, byte[] proof)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseHeaders.ProofsLabel);
        writer.WriteStartMap(1);
        writer.WriteInt32(kind);
        writer.WriteStartArray(1);
        writer.WriteByteString(proof);
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        return (tree with { Unprotected = writer.Encode() }).ToBytes();
    }

    /// <exception cref="MalformedException">Not a receipt with exactly one proof of this kind; says which part.</exception>
    public static TreeReceipt Read(ReadOnlyMemory<byte> bytes, int kind)
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
        return new TreeReceipt(message, ReadProof(message.Unprotected, kind), new TreeSize(size), Digest.FromBytes(keyId), ledger);
    }

    private static ReadOnlyMemory<byte> ReadProof(ReadOnlyMemory<byte> unprotected, int kind)
    {
        string expected = $"is not {{{kind}: [one {(kind == Inclusion ? "inclusion" : "consistency")} proof]}}";
        try
        {
            var reader = new CborReader(unprotected, CborConformanceMode.Strict);
            if (reader.ReadStartMap() != 1 || reader.ReadInt32() != CoseHeaders.ProofsLabel
                || reader.ReadStartMap() != 1 || reader.ReadInt32() != kind || reader.ReadStartArray() != 1)
            {
                throw new MalformedException("receipt proofs (396)", expected);
            }
            return reader.ReadByteString();
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new MalformedException("receipt proofs (396)", expected);
        }
    }
}
