using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>
/// What makes a header final: the authority's signature over the header, and its RFC 9942 signature over the tree root alone,
/// from which receipts are assembled without the key; a claim there names the tree's size. Both are COSE_Sign1 with detached payloads.
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
            CoseSign1.Sign(
                authority,
                common with { Tree = CoseHeaders.Rfc9162Sha256, Claims = common.Claims with { TreeSize = header.Size.Value } },
                header.TreeRoot.ToArray(),
                detached: true));
    }

    /// <summary>Whether both signatures are the authority's, for this header and ledger.</summary>
    public bool Verify(VerificationKey authority, ReadOnlySpan<byte> headerBytes, Digest treeRoot, Digest ledger)
    {
        CoseHeaders header = CoseHeaders.Read(Header.Protected);
        CoseHeaders tree = CoseHeaders.Read(Tree.Protected);
        return header.ContentType == HeaderType && Names(header, authority, ledger)
            && tree.Tree == CoseHeaders.Rfc9162Sha256 && Names(tree, authority, ledger)
            && Header.Payload is null && Tree.Payload is null
            && Header.Verify(authority, headerBytes)
            && Tree.Verify(authority, treeRoot.ToArray())
            && tree.Claims!.TreeSize == BlockHeader.Read(headerBytes.ToArray()).Size.Value;
    }

    public byte[] ToBytes() => new CborMapWriter().Bytes("header", Header.ToBytes()).Bytes("tree", Tree.ToBytes()).ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static Seal Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "seal");
        var seal = new Seal(ReadBare(map.Bytes("header"), "header"), ReadBare(map.Bytes("tree"), "tree"));
        map.End();
        return seal;
    }

    /// <summary>Refuses what no signature covers, and headers that could not be read later.</summary>
    private static CoseSign1 ReadBare(byte[] bytes, string field)
    {
        CoseSign1 message = CoseSign1.Read(bytes);
        CoseHeaders.Read(message.Protected);
        return message.Unprotected.Span.SequenceEqual<byte>([0xa0])
            ? message
            : throw new MalformedException($"seal.{field}", "has an unprotected header that is not empty");
    }

    private static bool Names(CoseHeaders headers, VerificationKey authority, Digest ledger) =>
        headers.KeyId is { } keyId && keyId.AsSpan().SequenceEqual(authority.Key.Thumbprint.ToArray())
        && headers.Claims is { } claims && claims.Issuer == Issuer(ledger) && claims.Subject == ledger.ToString();

    /// <summary>The name a ledger signs under: it needs no registry and cannot clash.</summary>
    internal static string Issuer(Digest ledger) => $"urn:hallmark:ledger:{ledger}";
}
