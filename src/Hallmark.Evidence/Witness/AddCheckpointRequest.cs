using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Witness;

/// <summary>
/// Body of a witness's <c>add-checkpoint</c> (C2SP tlog-witness): <c>old size</c>, at most 63 lines of a consistency proof, an empty
/// line, the signed checkpoint.
/// </summary>
/// <param name="Old">Size of the checkpoint that the witness has cosigned last, as the log believes; 0 for none.</param>
public sealed record AddCheckpointRequest(TreeSize Old, IReadOnlyList<Digest> Proof, SignedNote Note, Checkpoint Checkpoint)
{
    /// <summary>For whoever takes a request in: nothing longer needs to be read.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + (1 << 13);

    private const int ProofLimit = 63;

    /// <exception cref="MalformedException">The note is no checkpoint.</exception>
    public static AddCheckpointRequest Of(TreeSize old, IReadOnlyList<Digest> proof, SignedNote note) =>
        new(old, proof, note, Checkpoint.Read(note.Text));

    public byte[] ToBytes() =>
        [.. NoteText.Encode($"old {Old}\n{string.Concat(Proof.Select(node => NoteText.Base64(node) + "\n"))}\n"), .. Note.ToBytes()];

    /// <exception cref="MalformedException">Not such a body (the protocol answers 400); names the part.</exception>
    public static AddCheckpointRequest Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\n\n"u8);
        if (end < 0)
        {
            throw new MalformedException("add-checkpoint", "has no empty line before the checkpoint");
        }
        string[] lines = NoteText.Decode(bytes[..end], "add-checkpoint", MaxBytes - SignedNote.MaxBytes).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal) || NoteText.Number(lines[0][4..]) is not { } old)
        {
            throw new MalformedException("add-checkpoint old", "is not 'old' and a number");
        }
        Digest[] proof = HashLines.Read(lines.AsSpan(1), ProofLimit, "add-checkpoint proof");
        return Of(new TreeSize(old), proof, SignedNote.Read(bytes[(end + 2)..]));
    }
}
