using System.Security.Cryptography;
using NSec.Cryptography;

namespace Hallmark.Evidence.Notes;

/// <summary>An Ed25519 public key (RFC 8032), imported once and kept. Safe for use by several threads.</summary>
public sealed class Ed25519PublicKey
{
    /// <summary>Length of a public key in bytes.</summary>
    public const int Size = 32;

    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureSize = 64;

    private readonly PublicKey _key;

    /// <exception cref="MalformedException">Not 32 bytes.</exception>
    public Ed25519PublicKey(ReadOnlySpan<byte> bytes)
    {
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out PublicKey? key);
        _key = key ?? throw new MalformedException("Ed25519 key", $"has {bytes.Length} bytes, not {Size}");
    }

    /// <summary>Whether this is the key's signature. A key that is no point, or one of small order, verifies nothing.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, data, signature);
}

/// <summary>An Ed25519 private key (RFC 8032), held in memory that is locked and wiped. Safe for use by several threads.</summary>
public sealed class Ed25519Key : IDisposable
{
    private const string PemLabel = "PRIVATE KEY";
    private readonly Key _key;

    private Ed25519Key(Key key)
    {
        _key = key;
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The public half, 32 bytes.</summary>
    public byte[] PublicKey { get; }

    private static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    public static Ed25519Key Create() => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable));

    /// <exception cref="MalformedException">Not 32 bytes.</exception>
    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed) =>
        Import(seed, KeyBlobFormat.RawPrivateKey)
        ?? throw new MalformedException("Ed25519 private key", $"has {seed.Length} bytes, not {SignatureAlgorithm.Ed25519.PrivateKeySize}");

    /// <summary>Reads an unencrypted PKCS #8 private key (RFC 8410) in PEM, as <see cref="ToPem"/> and OpenSSL write it.</summary>
    /// <exception cref="MalformedException">Not such a text.</exception>
    public static Ed25519Key FromPem(string pem)
    {
        byte[] der = PemEncoding.TryFind(pem, out PemFields fields) && pem[fields.Label] == PemLabel
            ? Convert.FromBase64String(pem[fields.Base64Data]) // TryFind has checked it
            : [];
        Ed25519Key? key = Import(der, KeyBlobFormat.PkixPrivateKey);
        CryptographicOperations.ZeroMemory(der);
        return key ?? throw new MalformedException("Ed25519 private key", "is not an unencrypted PKCS #8 key in PEM");
    }

    public string ToPem()
    {
        byte[] der = _key.Export(KeyBlobFormat.PkixPrivateKey);
        string pem = PemEncoding.WriteString(PemLabel, der) + "\n";
        CryptographicOperations.ZeroMemory(der);
        return pem;
    }

    /// <returns>64 bytes, the same each time.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data) => SignatureAlgorithm.Ed25519.Sign(_key, data);

    public void Dispose() => _key.Dispose();

    private static Ed25519Key? Import(ReadOnlySpan<byte> bytes, KeyBlobFormat format)
    {
        Key.TryImport(SignatureAlgorithm.Ed25519, bytes, format, out Key? key, Exportable);
        return key is null ? null : new Ed25519Key(key);
    }
}
