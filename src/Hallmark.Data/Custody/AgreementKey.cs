using System.Security.Cryptography;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Data.Custody;

/// <summary>
/// A key pair that secrets are wrapped to. It cannot sign, and its file cannot be mistaken for a signing key's: the PKCS #8
/// bytes stand under a PEM label of their own, which readers of signing keys refuse as this one refuses theirs. Safe for concurrent use.
/// </summary>
public sealed class AgreementKey : IDisposable
{
    private const string PemLabel = "HALLMARK AGREEMENT KEY";
    private const string SeedLabel = "HALLMARK ML-KEM-768 SEED";
    private const int PemLimit = 16 << 10;

    private readonly Lock _gate = new(); // the platform promises nothing for several threads
    private readonly ECDiffieHellman _curve;
    private readonly KemKey? _kem;

    private AgreementKey(ECDiffieHellman curve, KemKey? kem)
    {
        _curve = curve;
        _kem = kem;
        PublicKey = new AgreementPublicKey(CoseOf(curve), kem?.EncapsulationKey);
    }

    public AgreementPublicKey PublicKey { get; }

    /// <param name="hybrid">Whether ML-KEM-768 stands beside P-256.</param>
    public static AgreementKey Create(bool hybrid = true) =>
        new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), hybrid ? KemKey.Create() : null);

    /// <summary>Reads what <see cref="ToPem"/> wrote.</summary>
    /// <exception cref="MalformedException">Not an agreement key; a signing key is none.</exception>
    public static AgreementKey FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        byte[] pkcs8 = Decode(pem, PemLabel)
            ?? throw new MalformedException("agreement key", $"has no part '{PemLabel}'; a signing key is not used for agreement");
        byte[]? seed = Decode(pem, SeedLabel);
        var curve = ECDiffieHellman.Create();
        try
        {
            curve.ImportPkcs8PrivateKey(pkcs8, out int read);
            return read == pkcs8.Length
                ? new AgreementKey(curve, seed is null ? null : KemKey.FromSeed(seed))
                : throw new MalformedException("agreement key", "is followed by more bytes");
        }
        catch (Exception e)
        {
            curve.Dispose();
            if (e is ArgumentException or CryptographicException or PlatformNotSupportedException) // the last for a curve that nobody has
            {
                throw new MalformedException("agreement key", "is not an unencrypted P-256 private key");
            }
            throw;
        }
    }

    /// <summary>The private key for a file that only its owner can read.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, _curve.ExportPkcs8PrivateKey()) + "\n"
        + (_kem is null ? "" : PemEncoding.WriteString(SeedLabel, _kem.Seed) + "\n");

    public void Dispose() => _curve.Dispose();

    /// <summary>A given pair, so that tests can freeze bytes.</summary>
    internal static AgreementKey FromScalar(ReadOnlySpan<byte> scalar) =>
        new(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() }), null);

    /// <summary>ECDH: the x coordinate of the shared point, 32 bytes.</summary>
    internal byte[] Agree(CoseKey other)
    {
        using ECDiffieHellman theirs = ECDiffieHellman.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = other.X, Y = other.Y } });
        lock (_gate)
        {
            return _curve.DeriveRawSecretAgreement(theirs.PublicKey);
        }
    }

    /// <summary>The secret that was encapsulated to this key; null where this is no hybrid key.</summary>
    internal byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => _kem?.Decapsulate(ciphertext);

    private static CoseKey CoseOf(ECDiffieHellman curve)
    {
        ECParameters parameters = curve.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.IsNamed && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? CoseKey.From(CoseKey.P256, parameters.Q.X!, parameters.Q.Y!)
            : throw new MalformedException("agreement key", "is not on P-256");
    }

    private static byte[]? Decode(string pem, string label)
    {
        if (pem.Length > PemLimit)
        {
            throw new MalformedException("agreement key", $"has {pem.Length} characters, more than {PemLimit}");
        }
        for (ReadOnlySpan<char> rest = pem; PemEncoding.TryFind(rest, out PemFields fields); rest = rest[fields.Location.End..])
        {
            if (rest[fields.Label].SequenceEqual(label))
            {
                return Convert.FromBase64String(rest[fields.Base64Data].ToString()); // TryFind has checked it
            }
        }
        return null;
    }
}
