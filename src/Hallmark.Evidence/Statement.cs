using System.Security.Cryptography;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence;

/// <summary>
/// A member's signed message: a SCITT Signed Statement (RFC 9943), tagged COSE_Sign1 with ES256.
/// <code>
/// protected header  1 alg      -7
///                   3 content  "application/vnd.hallmark.KIND+cbor"
///                   4 kid      RFC 9679 thumbprint of the signer's key
///                  15 claims   1 iss member, 2 sub what it is about, 3 aud ledger id (hex), 6 iat seconds, 7 cti 16 random bytes
/// payload           deterministic CBOR map with text keys; "format" is its version
/// </code>
/// </summary>
public sealed class Statement
{
    /// <summary>Leaves room for a denial, itself an entry, to carry any statement.</summary>
    public const int MaxBytes = 64_512;

    private const string TypePrefix = "application/vnd.hallmark.";
    private const string TypeSuffix = "+cbor";
    private readonly CoseSign1 _message;

    private Statement(CoseSign1 message, CoseHeaders headers, CwtClaims claims)
    {
        _message = message;
        Bytes = message.ToBytes();
        Id = Digest.Of(CoseSign1.SigStructure(message.Protected.Span, [], message.Payload!.Value.Span));
        Kind = headers.ContentType![TypePrefix.Length..^TypeSuffix.Length];
        KeyId = Digest.FromBytes(headers.KeyId!);
        Ledger = Digest.Parse(claims.Audience!);
        Issuer = claims.Issuer;
        Subject = claims.Subject;
        IssuedAt = claims.IssuedAt!.Value;
    }

    /// <summary>The message with its unprotected header emptied: these bytes are the leaf.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of the Sig_structure. Never of signature bytes: ECDSA is malleable.</summary>
    public Digest Id { get; }

    public string Kind { get; }

    /// <summary>The member who signed, by name.</summary>
    public string Issuer { get; }

    public string Subject { get; }

    /// <summary>The one ledger it is meant for.</summary>
    public Digest Ledger { get; }

    /// <summary>When the signer says it was signed, in seconds since 1970-01-01 UTC. A claim, not a fact.</summary>
    public long IssuedAt { get; }

    public Digest KeyId { get; }

    public ReadOnlyMemory<byte> Payload => _message.Payload!.Value;

    public Digest LeafHash => MerkleTree.LeafHash(Bytes.Span);

    public static Statement Sign(ISigner signer, string kind, string issuer, string subject, Digest ledger, long issuedAt, byte[] payload)
    {
        var headers = new CoseHeaders
        {
            Algorithm = CoseAlgorithm.ES256.Id,
            ContentType = TypePrefix + kind + TypeSuffix,
            KeyId = signer.PublicKey.Thumbprint.ToArray(),
            Claims = new CwtClaims
            {
                Issuer = issuer,
                Subject = subject,
                Audience = ledger.ToString(),
                IssuedAt = issuedAt,
                TokenId = RandomNumberGenerator.GetBytes(16),
            },
        };
        return Read(CoseSign1.Sign(signer, headers, payload).ToBytes());
    }

    /// <summary>Reads everything but the signature's truth: see <see cref="Verify"/>.</summary>
    /// <exception cref="MalformedException">Not such a statement; says which part.</exception>
    public static Statement Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
        {
            throw new MalformedException("statement", $"has {bytes.Length} bytes, more than {ushort.MaxValue}");
        }
        CoseSign1 message = CoseSign1.Read(bytes);
        CoseHeaders headers = CoseHeaders.Read(message.Protected);
        Require(
            headers.Algorithm is -7 or -9, "alg",
            $"is {headers.Algorithm?.ToString() ?? "missing"}; statements are signed with ES256 (-7)");
        Require(headers.KeyId is { Length: Digest.Size }, "kid", "is not the thumbprint of a key");
        Require(headers.ContentType is { Length: < 128 } type && type.StartsWith(TypePrefix, StringComparison.Ordinal)
            && type.EndsWith(TypeSuffix, StringComparison.Ordinal) && type.Length > TypePrefix.Length + TypeSuffix.Length,
            "content type", $"is not {TypePrefix}KIND{TypeSuffix}");
        Require(message.Payload is not null, "payload", "is missing");
        Require(message.Signature.Length == 64, "signature", $"has {message.Signature.Length} bytes, ES256 has 64");
        CwtClaims claims = headers.Claims ?? throw new MalformedException("CWT claims", "are missing");
        Require(claims.Issuer.Length is > 0 and <= 64, "iss", "is empty or longer than 64 characters");
        Require(claims.Subject.Length <= 256, "sub", "is longer than 256 characters");
        Require(Digest.TryParse(claims.Audience, out Digest ledger) && claims.Audience == ledger.ToString(), "aud", "is not a ledger id");
        Require(claims.IssuedAt is >= 0, "iat", "is missing or negative");
        Require(claims.TokenId is { Length: 16 }, "cti", "is not 16 bytes");
        return new Statement(message with { Unprotected = new byte[] { 0xa0 } }, headers, claims);
    }

    /// <summary>Whether this key made the signature.</summary>
    public bool Verify(VerificationKey key) => key.Key.Thumbprint == KeyId && key.VerifyHash(Id, _message.Signature.Span);

    private static void Require(bool holds, string field, string reason)
    {
        if (!holds)
        {
            throw new MalformedException($"statement {field}", reason);
        }
    }
}
