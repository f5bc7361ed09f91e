using System.Security.Cryptography;
using System.Text;

namespace Hallmark.Data.Custody;

/// <summary>
/// 32 secret bytes. Pinned, so that the garbage collector leaves no copies behind, and overwritten at disposal. Safe for
/// concurrent readers.
/// </summary>
internal sealed class SecretBytes : IDisposable
{
    public const int Size = 32;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size, pinned: true);
    private bool _disposed;

    /// <param name="bytes">Exactly 32 bytes; copied.</param>
    public SecretBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }
        bytes.CopyTo(_bytes);
    }

    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    public static SecretBytes Random()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        var secret = new SecretBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return secret;
    }

    /// <summary>HKDF-SHA256 (RFC 5869) with these bytes as the input keying material.</summary>
    public void Derive(string info, ReadOnlySpan<byte> salt, Span<byte> output) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Span, output, salt, Encoding.ASCII.GetBytes(info));

    public SecretBytes Derive(string info, ReadOnlySpan<byte> salt = default)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Derive(info, salt, bytes);
        var derived = new SecretBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return derived;
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
