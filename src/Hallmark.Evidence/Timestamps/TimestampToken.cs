using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Hallmark.Evidence.Timestamps;

/// <summary>
/// An authority's signed word that a hash existed at a time: the TimeStampToken of RFC 3161 section 2.4.2, a CMS message. Kept as
/// the bytes that the authority sent. See <c>docs/formats/timestamp.md</c>.
/// </summary>
public sealed class TimestampToken
{
    /// <summary>Largest token that is read, in bytes; real ones have 1 to 8 kB.</summary>
    public const int SizeLimit = 65_536;

    private const string InfoType = "1.2.840.113549.1.9.16.1.4"; // id-ct-TSTInfo
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";

    private readonly SignedCms _message;
    private readonly Rfc3161TimestampTokenInfo _info;
    private readonly SignerInfo _signer;
    private readonly X509Certificate2? _certificate;
    private readonly bool _isInForce;
    private readonly bool _isForTimestamping;

    private TimestampToken(byte[] bytes, SignedCms message, Rfc3161TimestampTokenInfo info)
    {
        (Bytes, _message, _info) = (bytes, message, info);
        _signer = message.SignerInfos[0];
        _certificate = _signer.Certificate;
        Imprint = ReadImprint(info);
        if (_certificate is not null)
        {
            // The platform decodes a certificate bit by bit as it is asked: whatever is wrong with it must show now.
            Authority = MalformedException.Printable(_certificate.Subject);
            _isInForce = Time >= _certificate.NotBefore && Time <= _certificate.NotAfter;
            _isForTimestamping = IsForTimestamping(_certificate);
        }
    }

    /// <summary>The token's bytes exactly as the authority sent them.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The SHA-256 value that was stamped.</summary>
    public Digest Imprint { get; }

    /// <summary>Stamped time. Only worth something after <see cref="Check"/>.</summary>
    public DateTimeOffset Time => _info.Timestamp;

    /// <summary>The number that the asker sent along and the authority repeats, big-endian; null where it repeats none.</summary>
    public ReadOnlyMemory<byte>? Nonce => _info.GetNonce();

    /// <summary>Subject of the signer's certificate, fit for a message; without anchors only the token's own claim.</summary>
    public string Authority { get; } = "unknown";

    /// <exception cref="MalformedException">Not exactly one token over a SHA-256 value.</exception>
    public static TimestampToken Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > SizeLimit)
        {
            throw new MalformedException("timestamp token", $"has {bytes.Length} bytes, more than {SizeLimit}");
        }
        byte[] own = bytes.ToArray();
        try
        {
            AsnDecoder.ReadEncodedValue(own, AsnEncodingRules.BER, out _, out _, out int length);
            if (length != own.Length)
            {
                throw new MalformedException("timestamp token", "has bytes behind its end");
            }
            var message = new SignedCms();
            message.Decode(own);
            if (message.ContentInfo.ContentType.Value != InfoType || message.SignerInfos.Count != 1)
            {
                throw new MalformedException("timestamp token", "is a message, but not a timestamp with one signature");
            }
            return Rfc3161TimestampTokenInfo.TryDecode(message.ContentInfo.Content, out Rfc3161TimestampTokenInfo? info, out int consumed)
                && consumed == message.ContentInfo.Content.Length
                ? new TimestampToken(own, message, info)
                : throw new MalformedException("timestamp token", "does not say what was stamped and when");
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new MalformedException("timestamp token", "is not an RFC 3161 token");
        }
    }

    /// <summary>
    /// Whether the token is genuine. With anchors its certificate must chain to one of these at the stamped time; nothing is
    /// downloaded and revocation is not asked for. What it stamps is <see cref="Imprint"/>: comparing is for the caller.
    /// </summary>
    /// <param name="anchors">Self-signed certificates that are trusted, or null: then only the token's own signature is checked.</param>
    public TimestampStatus Check(X509Certificate2Collection? anchors = null)
    {
        if (_certificate is null)
        {
            return TimestampStatus.NoCertificate;
        }
        if (_signer.DigestAlgorithm.Value is not (Sha256 or Sha384 or Sha512))
        {
            return TimestampStatus.WeakDigest;
        }
        if (!HasGoodSignature(_certificate))
        {
            return TimestampStatus.BadSignature;
        }
        if (!_isInForce)
        {
            return TimestampStatus.CertificateNotInForce;
        }
        if (!_isForTimestamping)
        {
            return TimestampStatus.NotATimestampAuthority;
        }
        if (!NamesItsCertificate())
        {
            return TimestampStatus.NotBound;
        }
        return anchors is null || anchors.Any(anchor => Chains(_certificate, anchor)) ? TimestampStatus.Good : TimestampStatus.Untrusted;
    }

    private bool HasGoodSignature(X509Certificate2 certificate)
    {
        try
        {
            _signer.CheckSignature([certificate], verifySignatureOnly: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The platform's own reader, which sees to this and to the rest, but says yes or no alone.</summary>
    private bool NamesItsCertificate()
    {
        try
        {
            return Rfc3161TimestampToken.TryDecode(Bytes, out _, out _);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsForTimestamping(X509Certificate2 certificate)
    {
        X509EnhancedKeyUsageExtension[] usages = [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()];
        return usages is [{ Critical: true, EnhancedKeyUsages: [{ Value: TimestampAnchors.TimestampingUsage }] }];
    }

    /// <summary>One anchor at a time: of two with one name the platform would try only the first.</summary>
    private bool Chains(X509Certificate2 certificate, X509Certificate2 anchor)
    {
        using var chain = new X509Chain();
        X509ChainPolicy policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(anchor);
        policy.ExtraStore.AddRange(_message.Certificates);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = Time.UtcDateTime;
        policy.ApplicationPolicy.Add(new Oid(TimestampAnchors.TimestampingUsage));
        try
        {
            return chain.Build(certificate);
        }
        catch (CryptographicException)
        {
            return false; // Certificates that came along may be no certificates.
        }
    }

    private static Digest ReadImprint(Rfc3161TimestampTokenInfo info)
    {
        ReadOnlySpan<byte> imprint = info.GetMessageHash().Span;
        return info.HashAlgorithmId.Value == Sha256 && imprint.Length == Digest.Size
            ? Digest.FromBytes(imprint)
            : throw new MalformedException("timestamp imprint", "is not a SHA-256 value");
    }
}
