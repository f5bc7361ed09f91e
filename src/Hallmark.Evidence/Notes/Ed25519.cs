using System.Security.Cryptography;

namespace Hallmark.Evidence.Notes;

/// <summary>An Ed25519 public key (RFC 8032), imported once and kept. Safe for use by several threads.</summary>
public sealed class Ed25519PublicKey : IDisposable
{
    /// <summary>Length of a public key in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly LibCrypto.KeyHandle _key;

    /// <exception cref="MalformedException">Not 32 bytes.</exception>
    /// <exception cref="Ed25519UnavailableException">The machine has no library for it.</exception>
    public Ed25519PublicKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new MalformedException("Ed25519 key", $"has {bytes.Length} bytes, not {Size}");
        }
        LibCrypto.Require();
        Bytes = bytes.ToArray();
        _key = LibCrypto.NewPublicKey(LibCrypto.Ed25519, 0, bytes, (nuint)bytes.Length);
        if (_key.IsInvalid)
        {
            LibCrypto.ClearErrors();
            throw new MalformedException("Ed25519 key", "is not one");
        }
    }

    public byte[] Bytes { get; }

    /// <summary>Whether this is the key's signature. A signature of another length, or a key that is no point, verifies nothing.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            return false;
        }
        using LibCrypto.ContextHandle context = LibCrypto.NewContext();
        bool good = !context.IsInvalid
            && LibCrypto.VerifyInit(context, 0, 0, 0, _key) == 1
            && LibCrypto.Verify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
        if (!good)
        {
            LibCrypto.ClearErrors();
        }
        return good;
    }

    public void Dispose() => _key.Dispose();
}

/// <summary>An Ed25519 private key (RFC 8032) held in memory. Safe for use by several threads.</summary>
public sealed class Ed25519Key : IDisposable
{
    /// <summary>Length of a private key (its seed) in bytes.</summary>
    public const int SeedSize = 32;

    private const string PemLabel = "PRIVATE KEY";
    private readonly LibCrypto.KeyHandle _key;

    private Ed25519Key(ReadOnlySpan<byte> seed)
    {
        LibCrypto.Require();
        _key = LibCrypto.NewPrivateKey(LibCrypto.Ed25519, 0, seed, (nuint)seed.Length);
        nuint length = Ed25519PublicKey.Size;
        PublicKey = new byte[length];
        Check(!_key.IsInvalid && LibCrypto.GetPublicKey(_key, PublicKey, ref length) == 1, "import");
    }

    /// <summary>The public half, 32 bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>PKCS #8 (RFC 8410) before the seed: version, algorithm 1.3.101.112, an octet string within an octet string.</summary>
    private static ReadOnlySpan<byte> Prefix =>
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <exception cref="Ed25519UnavailableException">The machine has no library for it.</exception>
    public static Ed25519Key Create()
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        RandomNumberGenerator.Fill(seed);
        return FromSeedOnce(seed);
    }

    /// <exception cref="MalformedException">Not 32 bytes.</exception>
    /// <exception cref="Ed25519UnavailableException">The machine has no library for it.</exception>
    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed) =>
        seed.Length == SeedSize
            ? new Ed25519Key(seed)
            : throw new MalformedException("Ed25519 private key", $"has {seed.Length} bytes, not {SeedSize}");

    /// <summary>Reads an unencrypted PKCS #8 private key in PEM, as <see cref="ToPem"/> and OpenSSL write it.</summary>
    /// <exception cref="MalformedException">Not such a text.</exception>
    /// <exception cref="Ed25519UnavailableException">The machine has no library for it.</exception>
    public static Ed25519Key FromPem(string pem)
    {
        Span<byte> der = stackalloc byte[Prefix.Length + SeedSize];
        if (!PemEncoding.TryFind(pem, out PemFields fields) || pem[fields.Label] != PemLabel || fields.DecodedDataLength != der.Length
            || !Convert.TryFromBase64Chars(pem.AsSpan()[fields.Base64Data], der, out _) || !der.StartsWith(Prefix))
        {
            throw new MalformedException("Ed25519 private key", "is not an unencrypted PKCS #8 key in PEM");
        }
        return FromSeedOnce(der[Prefix.Length..]);
    }

    public string ToPem()
    {
        Span<byte> der = stackalloc byte[Prefix.Length + SeedSize];
        Prefix.CopyTo(der);
        nuint length = SeedSize;
        Check(LibCrypto.GetPrivateKey(_key, der[Prefix.Length..], ref length) == 1, "export");
        string pem = PemEncoding.WriteString(PemLabel, der) + "\n";
        CryptographicOperations.ZeroMemory(der);
        return pem;
    }

    /// <returns>64 bytes, the same each time.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[Ed25519PublicKey.SignatureSize];
        nuint length = (nuint)signature.Length;
        using LibCrypto.ContextHandle context = LibCrypto.NewContext();
        Check(
            !context.IsInvalid
            && LibCrypto.SignInit(context, 0, 0, 0, _key) == 1
            && LibCrypto.Sign(context, signature, ref length, data, (nuint)data.Length) == 1,
            "sign");
        return signature;
    }

    public void Dispose() => _key.Dispose();

    private static Ed25519Key FromSeedOnce(Span<byte> seed)
    {
        try
        {
            return new Ed25519Key(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static void Check(bool good, string what)
    {
        if (!good)
        {
            LibCrypto.ClearErrors();
            throw new CryptographicException($"OpenSSL could not {what} with an Ed25519 key.");
        }
    }
}
