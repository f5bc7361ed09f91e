using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>
/// What makes a header final: the authority's signature over the header, and its RFC 9942 signature over the tree root alone,
/// from which receipts are assembled without the key. Both are COSE_Sign1 with detached payloads.
/// Bytes: CBOR map {"header": bstr, "tree": bstr}.
/// </summary>
public sealed record Seal(CoseSign1 Header, CoseSign1 Tree)
{
    private const string HeaderType = "application/vnd.hallmark.header+cbor";

    public static Seal Sign(ISigner authority, BlockHeader header)
    {
        string ledger = header.Ledger.ToString();
        var common = new CoseHeaders
        {
            Algorithm = CoseAlgorithm.ES256.Id,
            KeyId = authority.PublicKey.Thumbprint.ToArray(),
            Claims = new CwtClaims { Issuer = Issuer(header.Ledger), Subject = ledger },
        };
        return new Seal(
            CoseSign1.Sign(authority, common with { ContentType = HeaderType }, header.ToBytes(), detached: true),
            CoseSign1.Sign(authority, common with { Tree = CoseHeaders.Rfc9162Sha256 }, header.TreeRoot.ToArray(), detached: true));
    }

    /// <summary>Whether both signatures are the authority's, for this header and ledger.</summary>
    public bool Verify(VerificationKey authority, ReadOnlySpan<byte> headerBytes, Digest treeRoot, Digest ledger)
    {
        CoseHeaders header = CoseHeaders.Read(Header.Protected);
        CoseHeaders tree = CoseHeaders.Read(Tree.Protected);
        string subject = ledger.ToString();
        return header.ContentType == HeaderType && header.Claims?.Subject == subject
            && tree.Tree == CoseHeaders.Rfc9162Sha256 && tree.Claims?.Subject == subject
            && Header.Payload is null && Tree.Payload is null
            && Header.Verify(authority, headerBytes)
            && Tree.Verify(authority, treeRoot.ToArray());
    }

    public byte[] ToBytes() => new CborMapWriter().Bytes("header", Header.ToBytes()).Bytes("tree", Tree.ToBytes()).ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static Seal Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "seal");
        var seal = new Seal(CoseSign1.Read(map.Bytes("header")), CoseSign1.Read(map.Bytes("tree")));
        map.End();
        return seal;
    }

    /// <summary>The name a ledger signs under: it needs no registry and cannot clash.</summary>
    internal static string Issuer(Digest ledger) => $"urn:hallmark:ledger:{ledger}";
}
