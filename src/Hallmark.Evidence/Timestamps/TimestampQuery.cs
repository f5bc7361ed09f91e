using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Hallmark.Evidence.Timestamps;

/// <summary>What an authority is asked: to stamp a header's hash, with a fresh nonce and its certificate in the answer.</summary>
public sealed class TimestampQuery
{
    private const int NonceSize = 16;

    private readonly Rfc3161TimestampRequest _request;

    private TimestampQuery(Digest header, Rfc3161TimestampRequest request)
    {
        (Header, _request) = (header, request);
        Bytes = request.Encode();
    }

    /// <summary>Hash of the header to be stamped.</summary>
    public Digest Header { get; }

    /// <summary>The TimeStampReq in DER, to be sent as <c>application/timestamp-query</c>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public static TimestampQuery For(BlockHeader header)
    {
        Digest hash = header.Hash;
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var request = Rfc3161TimestampRequest.CreateFromHash(
            hash.ToArray(), HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
        return new TimestampQuery(hash, request);
    }

    /// <summary>Whether this is the answer to this query, and not one to another or an older one.</summary>
    /// <returns>What is wrong, or null. The token's signature is looked at by <see cref="TimestampToken.Check"/>.</returns>
    public string? Mismatch(TimestampToken token)
    {
        if (token.Imprint != Header)
        {
            return $"it stamps {token.Imprint}, asked for was {Header}";
        }
        if (token.Nonce is not { } nonce || !nonce.Span.SequenceEqual(_request.GetNonce()!.Value.Span))
        {
            return "its nonce is not the one that was sent: it is the answer to another question";
        }
        return null;
    }
}
