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
        witness.Sign(Signed(text, time)).CopyTo(bytes.AsSpan(TimeSize));
        return new NoteSignature(key.Name, key.Id, bytes);
    }

    public static NoteKey KeyOf(string name, Ed25519Key witness) => NoteKey.Of(name, NoteKeyType.Cosignature, witness.PublicKey);

    /// <summary>The time that a verified cosignature states, seconds since 1970-01-01 UTC.</summary>
    /// <exception cref="MalformedException">Not as long as a cosignature, or a time above 2^63 - 1.</exception>
    public static long TimeOf(NoteSignature signature) =>
        ReadTime(signature.Bytes.Span) ?? throw new MalformedException("cosignature", "is not 8 bytes of time and 64 of Ed25519");

    internal static bool Verify(Ed25519PublicKey witness, string text, ReadOnlySpan<byte> signature) =>
        ReadTime(signature) is { } time && witness.Verify(Signed(text, time), signature[TimeSize..]);

    private static long? ReadTime(ReadOnlySpan<byte> signature) =>
        signature.Length == TimeSize + Ed25519PublicKey.SignatureSize && BinaryPrimitives.ReadInt64BigEndian(signature) is >= 0 and var time
            ? time
            : null;

    private static byte[] Signed(string text, long time) => NoteText.Encode($"cosignature/v1\ntime {time}\n{text}");
}
