using System.Buffers.Binary;

namespace Hallmark.Evidence.Notes;

/// <summary>A signature line: <c>— name base64(u32 key id || signature)</c>.</summary>
/// <param name="Name">Claimed, like the id, until the signature is verified.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string Dash = "\u2014 ";

    /// <summary>The signature as a line of a note, its line's end included.</summary>
    public string ToLine()
    {
        byte[] bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.Span.CopyTo(bytes.AsSpan(4));
        return $"{Dash}{Name} {Convert.ToBase64String(bytes)}\n";
    }

    /// <param name="line">Without its line's end.</param>
    /// <exception cref="MalformedException">Not such a line.</exception>
    public static NoteSignature Read(string line)
    {
        string[] parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        return parts.Length == 2 && NoteText.IsName(parts[0]) && NoteText.Base64(parts[1]) is { Length: > 4 } bytes
            ? new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4))
            : throw new MalformedException("note signature", $"is not '{Dash}name base64': {MalformedException.Printable(line)}");
    }
}

/// <summary>What became of verifying a note.</summary>
public enum NoteStatus
{
    /// <summary>At least one known key signed it, and none of the known ones failed.</summary>
    Signed,

    /// <summary>No signature is by a known key.</summary>
    NoKnownKey,

    /// <summary>A signature that claims to be by a known key is not.</summary>
    BadSignature,
}

/// <param name="Signers">The known keys that signed; empty unless <see cref="NoteStatus.Signed"/>.</param>
public sealed record NoteVerdict(NoteStatus Status, IReadOnlyList<NoteKey> Signers);

/// <summary>
/// A text with signatures under it (C2SP signed-note): text, an empty line, signature lines. UTF-8 without control characters but
/// LF. The last empty line is what parts them, so the text may hold empty lines itself.
/// </summary>
/// <param name="Text">Ends with LF. Good for nothing until verified.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    public const int MaxBytes = 1 << 20;
    public const int MaxSignatures = 100;

    /// <exception cref="ArgumentException">The text does not end with LF, or has another control character.</exception>
    public static SignedNote Sign(string text, params IEnumerable<INoteSigner> signers) =>
        text.EndsWith('\n') && !NoteText.HasControl(text)
            ? new SignedNote(text, [.. signers.Select(signer => signer.Sign(text))])
            : throw new ArgumentException("A note's text ends with a line's end and has no other control characters.", nameof(text));

    public SignedNote With(IEnumerable<NoteSignature> more) => this with { Signatures = [.. Signatures, .. more] };

    public byte[] ToBytes() => NoteText.Encode($"{Text}\n{string.Concat(Signatures.Select(signature => signature.ToLine()))}");

    /// <exception cref="MalformedException">Not a note, no signature, or more than a note may have.</exception>
    public static SignedNote Read(ReadOnlySpan<byte> bytes)
    {
        string note = NoteText.Decode(bytes, "note", MaxBytes);
        int split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            throw new MalformedException("note", "has no empty line before its signatures");
        }
        string[] lines = note[(split + 2)..].Split('\n', MaxSignatures + 2);
        if (lines.Length > MaxSignatures + 1)
        {
            throw new MalformedException("note", $"has more than {MaxSignatures} signatures");
        }
        return lines.Length > 1 && lines[^1].Length == 0
            ? new SignedNote(note[..(split + 1)], [.. lines[..^1].Select(NoteSignature.Read)])
            : throw new MalformedException("note", "does not end with signature lines");
    }

    /// <summary>Passes over signatures by unknown keys; one by a known key that fails spoils the note.</summary>
    public NoteVerdict Verify(params IReadOnlyCollection<NoteVerifier> known)
    {
        var signers = new List<NoteKey>();
        foreach (NoteSignature signature in Signatures)
        {
            // An id has 32 bits, so two known keys may share one: then either may have signed.
            NoteVerifier[] claimed = [.. known.Where(verifier => verifier.Knows(signature))];
            if (claimed.Length == 0)
            {
                continue;
            }
            if (claimed.FirstOrDefault(verifier => verifier.Verify(Text, signature)) is not { } signer)
            {
                return new NoteVerdict(NoteStatus.BadSignature, []);
            }
            if (!signers.Contains(signer.Key))
            {
                signers.Add(signer.Key);
            }
        }
        return new NoteVerdict(signers.Count > 0 ? NoteStatus.Signed : NoteStatus.NoKnownKey, signers);
    }
}
