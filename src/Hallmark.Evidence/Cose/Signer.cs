using System.Security.Cryptography;

namespace Hallmark.Evidence.Cose;

/// <summary>Signs with ES256. A seam: the key may lie in a file, an agent or a security module.</summary>
public interface ISigner
{
    CoseKey PublicKey { get; }

    /// <returns>r || s, 64 bytes.</returns>
    byte[] Sign(ReadOnlySpan<byte> toBeSigned);
}

/// <summary>A P-256 private key held in memory.</summary>
public sealed class KeySigner : ISigner, IDisposable
{
    private readonly ECDsa _key;

    private KeySigner(ECDsa key)
    {
        _key = key;
        PublicKey = CoseKey.From(key);
    }

    public CoseKey PublicKey { get; }

    public static KeySigner Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PKCS #8 or SEC 1 private key in PEM.</summary>
    /// <exception cref="MalformedException">Not a P-256 private key.</exception>
    public static KeySigner FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            key.ExportParameters(includePrivateParameters: true);
            var signer = new KeySigner(key);
            return signer.PublicKey.Curve == CoseKey.P256 ? signer : throw new MalformedException("private key", "is not on P-256");
        }
        catch (MalformedException)
        {
            key.Dispose();
            throw;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw new MalformedException("private key", "is not an unencrypted P-256 private key in PEM");
        }
    }

    public string ToPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public half as SubjectPublicKeyInfo in PEM, for tools that do not read COSE keys.</summary>
    public string ToPublicPem() => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    public byte[] Sign(ReadOnlySpan<byte> toBeSigned) =>
        _key.SignData(toBeSigned, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();
}
