using System.Text;

namespace Hallmark.Evidence.Notes;

/// <summary>What became of checking a <see cref="TlogProof"/>.</summary>
public enum TlogProofStatus
{
    Logged,

    /// <summary>The checkpoint is another log's.</summary>
    OtherLog,

    /// <summary>The log's keys did not sign the checkpoint.</summary>
    NotSigned,

    /// <summary>Entry and path do not lead to the checkpoint's root.</summary>
    BadProof,
}

/// <summary>
/// An inclusion proof in one text with the checkpoint it leads to (C2SP tlog-proof, files <c>.tlog-proof</c>): first line, an extra
/// line where there is extra data, <c>index n</c>, hashes in base64, an empty line, the signed checkpoint.
/// </summary>
/// <param name="Extra">Opaque and under no signature; null where there is none.</param>
public sealed record TlogProof(EntryIndex Index, IReadOnlyList<Digest> Path, SignedNote Note, byte[]? Extra = null)
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const int PathLimit = 63;
    private const int MaxBytes = SignedNote.MaxBytes + (1 << 16);

    public byte[] ToBytes()
    {
        string extra = Extra is null ? "" : $"extra {Convert.ToBase64String(Extra)}\n";
        string text = $"{FirstLine}\n{extra}index {Index}\n{string.Concat(Path.Select(node => NoteText.Base64(node) + "\n"))}\n";
        return [.. NoteText.Encode(text), .. Note.ToBytes()];
    }

    /// <exception cref="MalformedException">Not such a text; names the part.</exception>
    public static TlogProof Read(ReadOnlySpan<byte> bytes)
    {
        string text = NoteText.Decode(bytes, "tlog-proof", MaxBytes);
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length < 2 || lines[0] != FirstLine)
        {
            throw new MalformedException("tlog-proof", $"does not begin with '{FirstLine}' and lines up to an empty one");
        }
        int at = 1;
        byte[]? extra = null;
        if (lines[at].StartsWith("extra ", StringComparison.Ordinal))
        {
            extra = NoteText.Base64(lines[at++][6..]) ?? throw new MalformedException("tlog-proof extra", "is not base64");
        }
        string line = at < lines.Length ? lines[at] : "";
        if (!line.StartsWith("index ", StringComparison.Ordinal) || NoteText.Number(line[6..]) is not { } index)
        {
            throw new MalformedException("tlog-proof index", "is not 'index' and a number");
        }
        Digest[] path = HashLines.Read(lines.AsSpan(at + 1), PathLimit, "tlog-proof path");
        return new TlogProof(new EntryIndex(index), path, SignedNote.Read(Encoding.UTF8.GetBytes(text[(end + 2)..])), extra);
    }

    /// <summary>
    /// Whether <paramref name="entry"/> is in the log as the log's own signature says. Whether enough witnesses signed is for the
    /// caller to ask of <see cref="Note"/>.
    /// </summary>
    /// <param name="origin">The log that the reader trusts.</param>
    /// <param name="log">Its keys.</param>
    public TlogProofStatus Check(ReadOnlySpan<byte> entry, string origin, params IReadOnlyCollection<NoteVerifier> log)
    {
        if (Note.Verify(log).Status != NoteStatus.Signed)
        {
            return TlogProofStatus.NotSigned;
        }
        Checkpoint checkpoint;
        try
        {
            checkpoint = Checkpoint.Read(Note.Text);
        }
        catch (MalformedException)
        {
            return TlogProofStatus.OtherLog; // the key signs other notes too
        }
        if (checkpoint.Origin != origin)
        {
            return TlogProofStatus.OtherLog;
        }
        var proof = new InclusionProof(checkpoint.Size, Index, Path);
        return proof.Check(MerkleTree.LeafHash(entry), checkpoint.Root) == ProofStatus.Good
            ? TlogProofStatus.Logged
            : TlogProofStatus.BadProof;
    }
}
