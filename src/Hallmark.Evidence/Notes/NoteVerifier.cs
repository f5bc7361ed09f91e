using System.Security.Cryptography;

namespace Hallmark.Evidence.Notes;

/// <summary>A note's key imported once and kept for many verifications. Safe for use by several threads.</summary>
public sealed class NoteVerifier : IDisposable
{
    private readonly Ed25519PublicKey? _ed25519;
    private readonly ECDsa? _ecdsa;

    public NoteVerifier(NoteKey key)
    {
        Key = key;
        if (key.Type == NoteKeyType.Ecdsa)
        {
            _ecdsa = NoteKey.ImportP256(key.PublicKey);
        }
        else
        {
            _ed25519 = new Ed25519PublicKey(key.PublicKey);
        }
    }

    public NoteKey Key { get; }

    /// <summary>Whether the signature claims to be this key's.</summary>
    public bool Knows(NoteSignature signature) => signature.Name == Key.Name && signature.KeyId == Key.Id;

    public bool Verify(string text, NoteSignature signature)
    {
        ReadOnlySpan<byte> bytes = signature.Bytes.Span;
        return Key.Type switch
        {
            NoteKeyType.Ecdsa =>
                _ecdsa!.VerifyData(NoteText.Encode(text), bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            NoteKeyType.Cosignature => Cosignature.Verify(_ed25519!, text, bytes),
            _ => _ed25519!.Verify(NoteText.Encode(text), bytes),
        };
    }

    public void Dispose() => _ecdsa?.Dispose();
}
