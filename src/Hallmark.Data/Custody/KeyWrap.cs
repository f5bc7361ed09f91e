using System.Security.Cryptography;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// A 32-byte secret encrypted to one agreement key: HPKE (RFC 9180) in base mode with HKDF-SHA256 and AES-256-GCM, its info the
/// <see cref="WrapContext"/>. One deterministic CBOR map; docs/formats/key-wrap.md has everything needed to open it elsewhere.
/// </summary>
public sealed class KeyWrap
{
    /// <summary>DHKEM(P-256, HKDF-SHA256), the KEM 0x0010 of RFC 9180.</summary>
    public const int Curve = 1;

    /// <summary>P-256 and ML-KEM-768 together: broken only when both are.</summary>
    public const int Hybrid = 2;

    /// <summary>Longest wrap in bytes.</summary>
    public const int SizeLimit = 8 << 10;

    internal const int ContextLimit = 4 << 10;

    private const int Version = 1;
    private const int TagSize = 16;
    private readonly byte[] _context;
    private readonly byte[] _encapsulated;
    private readonly byte[] _sealed;

    private KeyWrap(int algorithm, byte[] context, byte[] encapsulated, byte[] sealedSecret)
    {
        Algorithm = algorithm;
        _context = context;
        _encapsulated = encapsulated;
        _sealed = sealedSecret;
    }

    /// <summary><see cref="Curve"/> or <see cref="Hybrid"/>.</summary>
    public int Algorithm { get; }

    /// <summary>Wraps a batch's secret for the reader of a recorded use.</summary>
    /// <param name="reader">The reader's registered agreement key; the wrap is hybrid where the key is.</param>
    public static KeyWrap Wrap(BatchSecret secret, AgreementPublicKey reader, UseContext context)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return Wrap(secret.Bytes, reader, context);
    }

    /// <summary>Wraps a dataset's key for another custodian or a validator.</summary>
    public static KeyWrap Wrap(DatasetKey key, AgreementPublicKey reader, DatasetKeyContext context)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Wrap(key.Bytes, reader, context);
    }

    /// <exception cref="MalformedException">
    /// The wrap is for another key or context, was altered, or is a hybrid one and the key is not; says which.
    /// </exception>
    public BatchSecret Open(AgreementKey key, UseContext expected)
    {
        using SecretBytes opened = Unwrap(key, expected);
        return BatchSecret.FromBytes(opened.Span);
    }

    /// <exception cref="MalformedException">As for a batch's secret.</exception>
    public DatasetKey Open(AgreementKey key, DatasetKeyContext expected)
    {
        using SecretBytes opened = Unwrap(key, expected);
        return DatasetKey.FromBytes(opened.Span);
    }

    public byte[] ToBytes() => new CborMapWriter()
        .Integer("version", Version)
        .Integer("algorithm", Algorithm)
        .Bytes("context", _context)
        .Bytes("encapsulated", _encapsulated)
        .Bytes("sealed", _sealed)
        .ToBytes();

    /// <exception cref="MalformedException">Not a wrap; names the field.</exception>
    public static KeyWrap Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > SizeLimit)
        {
            throw new MalformedException("key wrap", $"has {bytes.Length} bytes, more than {SizeLimit}");
        }
        CborMap map = CborMap.Read(bytes, "key wrap");
        map.Integer("version", Version, Version);
        var wrap = new KeyWrap(
            (int)map.Integer("algorithm", Curve, Hybrid), map.Bytes("context", ContextLimit),
            map.Bytes("encapsulated", SizeLimit), map.Bytes("sealed", SizeLimit));
        map.End();
        Expect(wrap._encapsulated, Encapsulation.SizeOf(wrap.Algorithm), "encapsulated");
        Expect(wrap._sealed, SecretBytes.Size + TagSize, "sealed");
        return wrap;
    }

    internal static KeyWrap Wrap(SecretBytes secret, AgreementPublicKey reader, WrapContext context)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using AgreementKey ephemeral = AgreementKey.Create(hybrid: false);
        return Wrap(secret, reader, context, ephemeral);
    }

    /// <param name="ephemeral">Used for this one wrap.</param>
    internal static KeyWrap Wrap(SecretBytes secret, AgreementPublicKey reader, WrapContext context, AgreementKey ephemeral)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ReaderKey != reader.Thumbprint)
        {
            throw new ArgumentException("The context names another key of the reader.", nameof(context));
        }
        byte[] info = context.ToBytes();
        if (info.Length > ContextLimit)
        {
            throw new ArgumentException($"The context has {info.Length} bytes, more than {ContextLimit}.", nameof(context));
        }
        Encapsulation sent = Encapsulation.To(reader, ephemeral);
        byte[] output = new byte[SecretBytes.Size + TagSize];
        using AesGcm cipher = Cipher(sent, info, out byte[] nonce);
        cipher.Encrypt(nonce, secret.Span, output.AsSpan(0, SecretBytes.Size), output.AsSpan(SecretBytes.Size));
        return new KeyWrap(sent.Algorithm, info, sent.Bytes, output);
    }

    /// <exception cref="MalformedException">It was made for something else; names the field.</exception>
    internal void Require(WrapContext expected) => expected.Require(_context);

    internal SecretBytes Unwrap(AgreementKey key, WrapContext expected)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(expected);
        expected.Require(_context);
        if (expected.ReaderKey != key.PublicKey.Thumbprint)
        {
            throw new MalformedException(
                "key wrap.context.reader-key", $"is {expected.ReaderKey}, but the key at hand is {key.PublicKey.Thumbprint}");
        }
        Span<byte> plain = stackalloc byte[SecretBytes.Size];
        using AesGcm cipher = Cipher(Encapsulation.From(Algorithm, _encapsulated, key), _context, out byte[] nonce);
        try
        {
            cipher.Decrypt(nonce, _sealed.AsSpan(0, SecretBytes.Size), _sealed.AsSpan(SecretBytes.Size), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new MalformedException("key wrap.sealed", "does not open: the wrap was altered after it was made");
        }
        var secret = new SecretBytes(plain);
        CryptographicOperations.ZeroMemory(plain);
        return secret;
    }

    private static AesGcm Cipher(Encapsulation sent, byte[] info, out byte[] nonce)
    {
        (byte[] key, nonce) = Hpke.Schedule(sent.Kem, Hpke.Aes256Gcm, sent.SharedSecret, info);
        var cipher = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(sent.SharedSecret);
        return cipher;
    }

    private static void Expect(byte[] bytes, int size, string field)
    {
        if (bytes.Length != size)
        {
            throw new MalformedException($"key wrap.{field}", $"has {bytes.Length} bytes, not {size}");
        }
    }
}
