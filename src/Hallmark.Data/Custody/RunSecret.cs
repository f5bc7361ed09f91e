using System.Security.Cryptography;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// What seals the checkpoints and the model of a run on sealed batches. It follows from the secrets of all of them, so whoever may open all
/// can open what was made of them, nobody else can, and when the secret of one is destroyed so is what was derived from it. Contrast
/// <see cref="BatchSecret"/>, which is random and wrapped for readers. Overwritten at disposal.
/// </summary>
public sealed class RunSecret : IDisposable
{
    private const string BatchInfo = "hallmark/batch/v1/run";
    private const string RunInfo = "hallmark/run/v1";

    private readonly SecretBytes _bytes;

    private RunSecret(SecretBytes bytes) => _bytes = bytes;

    /// <param name="run">The run's id.</param>
    /// <param name="batches">The sealed batches that the run is trained on, by their roots; at least one.</param>
    public static RunSecret Of(string run, IReadOnlyDictionary<Digest, BatchSecret> batches)
    {
        ArgumentOutOfRangeException.ThrowIfZero(batches.Count);
        byte[] joined = new byte[batches.Count * (Digest.Size + SecretBytes.Size)];
        int at = 0;
        foreach ((Digest root, BatchSecret secret) in batches.OrderBy(pair => pair.Key))
        {
            root.ToArray().CopyTo(joined, at);
            using SecretBytes own = secret.Bytes.Derive(BatchInfo);
            own.Span.CopyTo(joined.AsSpan(at + Digest.Size));
            at += Digest.Size + SecretBytes.Size;
        }
        Span<byte> key = stackalloc byte[SecretBytes.Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, joined, key, Encoding.UTF8.GetBytes(run), Encoding.ASCII.GetBytes(RunInfo));
        var derived = new RunSecret(new SecretBytes(key));
        CryptographicOperations.ZeroMemory(joined);
        CryptographicOperations.ZeroMemory(key);
        return derived;
    }

    /// <summary>Equal plain bytes of one run give equal sealed ones, so that training again gives the digests on record.</summary>
    public byte[] Seal(SealedKind kind, ReadOnlySpan<byte> plain) => SealedObject.Seal(kind, plain, Digest.Of(plain), _bytes);

    /// <exception cref="MalformedException">Not sealed by this, or altered, cut off or put in another place.</exception>
    public byte[] Open(SealedKind kind, ReadOnlySpan<byte> stored) => SealedObject.Open(kind, stored, _bytes);

    public void Dispose() => _bytes.Dispose();
}
