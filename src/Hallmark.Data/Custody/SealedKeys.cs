using System.Buffers.Binary;
using System.Security.Cryptography;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Encrypts and decrypts the chunks of one object. Its key is made from the secret, the kind and the header's salt; the salt is
/// made from the secret and the plain bytes, so a secret used twice for different bytes still gives different keys, and no
/// nonce is ever used twice under one. The header's commitment is made from the same secret: one object opens under one secret
/// only, so nobody can show different records of one object to different readers.
/// <code>
/// salt                 HMAC-SHA256(HKDF(secret, "", "hallmark/sealed/v1/KIND/salt"), identity of the plain bytes)
/// key || commitment    HKDF(secret, salt, "hallmark/sealed/v1/KIND"), 64 bytes
/// nonce of chunk i     000000 || i as 8 bytes, big-endian || 01 for the last chunk, else 00
/// additional data      the header
/// </code>
/// </summary>
internal sealed class SealedKeys : IDisposable
{
    private const int NonceSize = 12;
    private readonly AesGcm _cipher;
    private readonly Aes _stream;
    private readonly byte[] _header;
    private readonly long _chunks;

    private SealedKeys(ReadOnlySpan<byte> key, byte[] header, long chunks)
    {
        _cipher = new AesGcm(key, SealedFormat.TagSize);
        _stream = Aes.Create();
        _stream.SetKey(key);
        _header = header;
        _chunks = chunks;
    }

    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Keys to seal a new object with; the same for the same secret and identity.</summary>
    /// <param name="identity">Equal only for equal plain bytes, so that no salt serves two different objects.</param>
    public static SealedKeys New(SealedKind kind, SecretBytes secret, Digest identity, long chunks)
    {
        using SecretBytes saltKey = secret.Derive(Info(kind) + "/salt");
        return Make(kind, secret, HMACSHA256.HashData(saltKey.Span, identity.ToArray()), chunks);
    }

    /// <summary>Keys to open an object with, once its header has been found to commit to them.</summary>
    /// <exception cref="MalformedException">The object was not sealed with this secret, or its salt or commitment was altered.</exception>
    public static SealedKeys Of(SealedKind kind, SecretBytes secret, ReadOnlySpan<byte> header, long chunks)
    {
        SealedKeys keys = Make(kind, secret, SealedFormat.SaltOf(header), chunks);
        if (CryptographicOperations.FixedTimeEquals(SealedFormat.CommitmentOf(header), SealedFormat.CommitmentOf(keys._header)))
        {
            return keys;
        }
        keys.Dispose();
        throw new MalformedException(
            $"{SealedFormat.NameOf(kind)}.commitment", "is to another secret than the one given, or its header was altered");
    }

    /// <summary>Keys as the salt gives them, whatever the commitment says: for looking at damage.</summary>
    public static SealedKeys Make(SealedKind kind, SecretBytes secret, ReadOnlySpan<byte> salt, long chunks)
    {
        Span<byte> derived = stackalloc byte[2 * SecretBytes.Size];
        secret.Derive(Info(kind), salt, derived);
        byte[] header = SealedFormat.WriteHeader(kind, chunks, salt, derived[SecretBytes.Size..]);
        var keys = new SealedKeys(derived[..SecretBytes.Size], header, chunks);
        CryptographicOperations.ZeroMemory(derived);
        return keys;
    }

    /// <param name="plain">A whole chunk.</param>
    /// <param name="stored">Receives ciphertext and tag.</param>
    public void Seal(long chunk, ReadOnlySpan<byte> plain, Span<byte> stored)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, chunk);
        _cipher.Encrypt(nonce, plain, stored[..SealedFormat.ChunkSize], stored[SealedFormat.ChunkSize..], _header);
    }

    /// <param name="stored">Ciphertext and tag of a whole chunk.</param>
    /// <param name="plain">Receives a whole chunk, zeros when it is refused.</param>
    public bool TryOpen(long chunk, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, chunk);
        try
        {
            _cipher.Decrypt(nonce, stored[..SealedFormat.ChunkSize], stored[SealedFormat.ChunkSize..], plain, _header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plain.Clear();
            return false;
        }
    }

    /// <summary>
    /// Deciphers a chunk that is refused, or a part of one: its plain bytes with the same bits altered. For locating damage
    /// with hashes that hold; nothing else may use them.
    /// </summary>
    public void Decipher(long chunk, ReadOnlySpan<byte> ciphertext, Span<byte> plain)
    {
        const int Block = 16;
        byte[] counters = new byte[(ciphertext.Length + Block - 1) / Block * Block];
        for (int at = 0; at < counters.Length; at += Block)
        {
            WriteNonce(counters.AsSpan(at), chunk);
            BinaryPrimitives.WriteInt32BigEndian(counters.AsSpan(at + NonceSize), (at / Block) + 2); // GCM keeps counter 1 for the tag
        }
        byte[] pad = _stream.EncryptEcb(counters, PaddingMode.None);
        for (int i = 0; i < ciphertext.Length; i++)
        {
            plain[i] = (byte)(ciphertext[i] ^ pad[i]);
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _stream.Dispose();
    }

    private static string Info(SealedKind kind) => "hallmark/sealed/v1/" + kind switch
    {
        SealedKind.Content => "content",
        SealedKind.Tree => "tree",
        SealedKind.Fingerprints => "fingerprints",
        SealedKind.Details => "details",
        SealedKind.Checkpoint => "checkpoint",
        SealedKind.Model => "model",
        SealedKind.Places => "places",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private void WriteNonce(Span<byte> nonce, long chunk)
    {
        nonce[..3].Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], chunk);
        nonce[NonceSize - 1] = chunk == _chunks - 1 ? (byte)1 : (byte)0;
    }
}
