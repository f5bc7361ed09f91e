using System.Security.Cryptography;
using Hallmark.Evidence;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Hallmark.Data.Custody;

/// <summary>
/// A key pair of ML-KEM-768 (FIPS 203), the half of a hybrid <see cref="AgreementKey"/> that holds where P-256 is broken. Kept as the
/// seed of 64 bytes. Safe for concurrent use.
/// </summary>
internal sealed class KemKey
{
    private const int SeedSize = 64;
    private static readonly MLKemParameters Parameters = MLKemParameters.ml_kem_768;
    private readonly MLKemPrivateKeyParameters _key;

    private KemKey(MLKemPrivateKeyParameters key)
    {
        _key = key;
        EncapsulationKey = key.GetPublicKeyEncoded();
    }

    /// <summary>The public half, 1,184 bytes.</summary>
    public byte[] EncapsulationKey { get; }

    public byte[] Seed => _key.GetSeed();

    public static KemKey Create() => FromSeed(RandomNumberGenerator.GetBytes(SeedSize));

    /// <exception cref="MalformedException">Not 64 bytes.</exception>
    public static KemKey FromSeed(byte[] seed) => seed.Length == SeedSize
        ? new KemKey(MLKemPrivateKeyParameters.FromSeed(Parameters, seed))
        : throw new MalformedException("agreement key.ml-kem-768", $"has a seed of {seed.Length} bytes, not {SeedSize}");

    /// <summary>A new secret for the owner of an encapsulation key.</summary>
    /// <exception cref="MalformedException">Not an encapsulation key.</exception>
    public static (byte[] Ciphertext, byte[] Secret) Encapsulate(byte[] encapsulationKey)
    {
        var encapsulator = new MLKemEncapsulator(Parameters);
        encapsulator.Init(new ParametersWithRandom(Import(encapsulationKey), new SecureRandom(new CryptoApiRandomGenerator())));
        byte[] ciphertext = new byte[encapsulator.EncapsulationLength];
        byte[] secret = new byte[encapsulator.SecretLength];
        encapsulator.Encapsulate(ciphertext, secret);
        return (ciphertext, secret);
    }

    /// <summary>The secret that was encapsulated to this key; another one where the ciphertext was altered.</summary>
    public byte[] Decapsulate(ReadOnlySpan<byte> ciphertext)
    {
        var decapsulator = new MLKemDecapsulator(Parameters);
        decapsulator.Init(_key);
        byte[] secret = new byte[decapsulator.SecretLength];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    private static MLKemPublicKeyParameters Import(byte[] key)
    {
        try
        {
            return MLKemPublicKeyParameters.FromEncoding(Parameters, key);
        }
        catch (ArgumentException)
        {
            throw new MalformedException("agreement key.ml-kem-768", "is not an ML-KEM-768 encapsulation key");
        }
    }
}
