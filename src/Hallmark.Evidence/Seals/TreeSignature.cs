using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Seals;

/// <summary>
/// The part of a seal that receipts are made of, the same in every kind: an RFC 9942 signature over the 32 bytes of the tree root as a
/// detached payload. It stands for itself, as a receipt carries neither header nor seal, so its claims name ledger and tree size.
/// <code>
/// protected header   1 alg       -7
///                    4 kid       RFC 9679 thumbprint of the signer's key
///                   15 claims    1 iss "urn:hallmark:ledger:ID", 2 sub ID, -65537 tree size
///                  395 vds       1 (RFC9162_SHA256)
/// unprotected        empty
/// </code>
/// </summary>
public static class TreeSignature
{
    public static CoseSign1 Sign(ISigner signer, BlockHeader header)
    {
        CoseHeaders headers = SealHeaders.Of(signer, header.Ledger);
        CwtClaims claims = headers.Claims! with { TreeSize = header.Size.Value };
        return CoseSign1.Sign(
            signer, headers with { Tree = CoseHeaders.Rfc9162Sha256, Claims = claims }, header.TreeRoot.ToArray(), detached: true);
    }

    /// <summary>Whether this key signed the tree of this header, for its ledger and in its size.</summary>
    /// <exception cref="MalformedException">The protected header cannot be read.</exception>
    public static bool Verify(CoseSign1 message, VerificationKey key, BlockHeader header)
    {
        CoseHeaders headers = CoseHeaders.Read(message.Protected);
        return headers.Tree == CoseHeaders.Rfc9162Sha256
            && headers.Names(key, header.Ledger) && headers.Claims!.TreeSize == header.Size.Value
            && message.Payload is null && message.Verify(key, header.TreeRoot.ToArray());
    }
}

/// <summary>What the protected headers of a seal's signatures have in common: who signed, and for which ledger.</summary>
internal static class SealHeaders
{
    public static CoseHeaders Of(ISigner signer, Digest ledger) => new()
    {
        Algorithm = CoseAlgorithm.ES256.Id,
        KeyId = signer.PublicKey.Thumbprint.ToArray(),
        Claims = new CwtClaims { Issuer = Issuer(ledger), Subject = ledger.ToString() },
    };

    public static bool Names(this CoseHeaders headers, VerificationKey key, Digest ledger) =>
        headers.KeyId is { } keyId && keyId.AsSpan().SequenceEqual(key.Key.Thumbprint.ToArray())
        && headers.Claims is { } claims && claims.Issuer == Issuer(ledger) && claims.Subject == ledger.ToString();

    /// <summary>The name a ledger signs under: it needs no registry and cannot clash.</summary>
    private static string Issuer(Digest ledger) => $"urn:hallmark:ledger:{ledger}";
}
