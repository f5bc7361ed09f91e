using System.Buffers.Binary;

namespace Hallmark.Evidence.Notes;

/// <summary>
/// A witness's signature under a checkpoint (C2SP tlog-cosignature, type 04): u64 big-endian seconds since 1970-01-01 UTC, then
/// Ed25519 over <c>cosignature/v1</c>, <c>time seconds</c> and the whole text of the checkpoint.
/// </summary>
public static class Cosignature
{
    private const int TimeSize = 8;

    /// <param name="name">The witness's name.</param>
    /// <param name="text">Text of the checkpoint, which the witness has checked.</param>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    public static NoteSignature Sign(Ed25519Key witness, string name, string text, long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        NoteKey key = KeyOf(name, witness);
        byte[] bytes = new byte[TimeSize + Ed25519PublicKey.SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        witness.Sign(Signed(text, (ulong)time)).CopyTo(bytes.AsSpan(TimeSize));
        return new NoteSignature(key.Name, key.Id, bytes);
    }

    public static NoteKey KeyOf(string name, Ed25519Key witness) => NoteKey.Of(name, NoteKeyType.Cosignature, witness.PublicKey);

    /// <summary>The time that a verified cosignature states, seconds since 1970-01-01 UTC.</summary>
    /// <exception cref="MalformedException">Too short to be one.</exception>
    public static ulong TimeOf(NoteSignature signature) =>
        signature.Bytes.Length == TimeSize + Ed25519PublicKey.SignatureSize
            ? BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes.Span)
            : throw new MalformedException("cosignature", $"has {signature.Bytes.Length} bytes, not {TimeSize + Ed25519PublicKey.SignatureSize}");

    internal static bool Verify(Ed25519PublicKey witness, string text, ReadOnlySpan<byte> signature) =>
        signature.Length == TimeSize + Ed25519PublicKey.SignatureSize
        && witness.Verify(Signed(text, BinaryPrimitives.ReadUInt64BigEndian(signature)), signature[TimeSize..]);

    private static byte[] Signed(string text, ulong time) => NoteText.Encode($"cosignature/v1\ntime {time}\n{text}");
}
