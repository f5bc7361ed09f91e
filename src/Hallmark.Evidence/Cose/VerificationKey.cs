using System.Security.Cryptography;

namespace Hallmark.Evidence.Cose;

/// <summary>A public key imported once and kept for many verifications. Safe for use by several threads.</summary>
public sealed class VerificationKey(CoseKey key) : IDisposable
{
    private readonly ECDsa _key = key.Import();

    public CoseKey Key { get; } = key;

    /// <param name="algorithm">What the protected header says; refused where it does not fit the key's curve (RFC 9864).</param>
    /// <param name="toBeSigned">The Sig_structure of RFC 9052 section 4.4.</param>
    /// <param name="signature">r || s, each as long as the curve's order; never DER.</param>
    public bool Verify(CoseAlgorithm algorithm, ReadOnlySpan<byte> toBeSigned, ReadOnlySpan<byte> signature) =>
        (algorithm.Curve is null || algorithm.Curve == Key.Curve)
        && _key.VerifyData(toBeSigned, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>As <see cref="Verify"/> with ES256, for a Sig_structure that was hashed already.</summary>
    public bool VerifyHash(Digest hash, ReadOnlySpan<byte> signature)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.CopyTo(bytes);
        return _key.VerifyHash(bytes, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _key.Dispose();
}
