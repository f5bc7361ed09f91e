using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Hallmark.Evidence.Tests.Timestamps;

/// <summary>How an authority is made; each test changes one thing to something wrong.</summary>
internal sealed record OfficeOptions
{
    public string[] Usages { get; init; } = [StampingOffice.Timestamping];

    public bool UsagesAreCritical { get; init; } = true;

    public DateTimeOffset From { get; init; } = StampingOffice.Noon.AddYears(-1);

    public DateTimeOffset To { get; init; } = StampingOffice.Noon.AddYears(1);
}

/// <summary>How one token is made.</summary>
internal sealed record StampOptions
{
    public DateTimeOffset Time { get; init; } = StampingOffice.Noon;

    public string ContentType { get; init; } = "1.2.840.113549.1.9.16.1.4"; // id-ct-TSTInfo

    public string ImprintAlgorithm { get; init; } = "2.16.840.1.101.3.4.2.1";

    public byte[]? Imprint { get; init; }

    public byte[]? Nonce { get; init; }

    public string SignerDigest { get; init; } = "2.16.840.1.101.3.4.2.1";

    /// <summary>SHA-256 of the certificate that the signature names; null for its own.</summary>
    public byte[]? CertificateHash { get; init; }

    public bool WithCertificate { get; init; } = true;
}

/// <summary>A root and a timestamp authority under it that sign whatever they are told, written from RFC 3161 and RFC 5816.</summary>
internal sealed class StampingOffice : IDisposable
{
    public const string Timestamping = "1.3.6.1.5.5.7.3.8";

    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public StampingOffice(OfficeOptions? options = null)
    {
        options ??= new OfficeOptions();
        var root = new CertificateRequest("CN=Root of Time", _rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = root.CreateSelfSigned(Noon.AddYears(-5), Noon.AddYears(5));
        var authority = new CertificateRequest("CN=Stamping Office", _key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (options.Usages.Length > 0)
        {
            authority.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([.. options.Usages.Select(usage => new Oid(usage))], options.UsagesAreCritical));
        }
        using X509Certificate2 bare = authority.Create(
            Root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), options.From, options.To, [1, 2, 3, 4]);
        _certificate = bare.CopyWithPrivateKey(_key);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Certificate => _certificate;

    public X509Certificate2Collection Anchors => [Root];

    public byte[] Stamp(Digest imprint, StampOptions? options = null)
    {
        options ??= new StampOptions();
        var message = new SignedCms(new ContentInfo(new Oid(options.ContentType), Info(imprint, options)), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate)
        {
            DigestAlgorithm = new Oid(options.SignerDigest),
            IncludeOption = options.WithCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(
            new Oid("1.2.840.113549.1.9.16.2.47"), CertificateId(options.CertificateHash ?? SHA256.HashData(_certificate.RawData))));
        message.ComputeSignature(signer);
        return message.Encode();
    }

    public static byte[] Reply(int status, string? words, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(status);
                if (words is not null)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, words);
                    }
                }
                if (status > 1)
                {
                    writer.WriteBitString([0x20], 5); // badRequest
                }
            }
            if (token is not null)
            {
                writer.WriteEncodedValue(token);
            }
        }
        return writer.Encode();
    }

    public void Dispose()
    {
        Root.Dispose();
        _certificate.Dispose();
        _rootKey.Dispose();
        _key.Dispose();
    }

    private static byte[] Info(Digest imprint, StampOptions options)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier("1.2.3.4.1");
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(options.ImprintAlgorithm);
                }
                writer.WriteOctetString(options.Imprint ?? imprint.ToArray());
            }
            writer.WriteInteger(42);
            writer.WriteGeneralizedTime(options.Time, omitFractionalSeconds: true);
            if (options.Nonce is { } nonce)
            {
                writer.WriteIntegerUnsigned(nonce);
            }
        }
        return writer.Encode();
    }

    /// <summary>SigningCertificateV2 of RFC 5816: binds the signature to one very certificate.</summary>
    private static byte[] CertificateId(byte[] hash)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(hash);
        }
        return writer.Encode();
    }
}
