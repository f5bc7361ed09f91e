using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Publishing;

/// <summary>A state of a log as it is named by a person: a head file, a checkpoint file, or a tree size alone.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Root">Null for a size.</param>
/// <param name="Origin">Null for a size.</param>
public sealed record TreePoint(string Name, TreeSize Size, Digest? Root, string? Origin, Head? Head, SignedNote? Note)
{
    /// <exception cref="UsageException">None of the three; names it.</exception>
    public static TreePoint Read(string text)
    {
        if (File.Exists(text))
        {
            return ReadFile(text);
        }
        return ulong.TryParse(text, System.Globalization.NumberStyles.None, null, out ulong size)
            ? new TreePoint(text, new TreeSize(size), null, null, null, null)
            : throw new UsageException($"{text}: is neither a file with a head or a checkpoint nor a tree size");
    }

    public static TreePoint ReadFile(string path) => InputFile.Read(path, bytes =>
    {
        if (bytes.Span.StartsWith("hallmark-head "u8))
        {
            var head = Head.Read(bytes.Span);
            return new TreePoint(path, head.Size, head.TreeRoot, Checkpoint.OriginOf(head.Ledger), head, null);
        }
        var note = SignedNote.Read(bytes.Span);
        var checkpoint = Checkpoint.Read(note.Text);
        return new TreePoint(path, checkpoint.Size, checkpoint.Root, checkpoint.Origin, null, note);
    });

    /// <summary>
    /// Why this cannot be a state of that ledger as far as name and signature tell; null where it may be. Heads have no signature.
    /// </summary>
    public string? Stranger(Digest ledger, IReadOnlyList<CoseKey> makers)
    {
        string origin = Checkpoint.OriginOf(ledger);
        if (Origin is not null && Origin != origin)
        {
            return $"{Name} is of {MalformedException.Printable(Origin)}, not of {origin}";
        }
        if (Note is null)
        {
            return null;
        }
        NoteVerifier[] verifiers = [.. makers.Select(key => new NoteVerifier(NoteKey.Of(origin, key)))];
        NoteStatus status = Note.Verify(verifiers).Status;
        Array.ForEach(verifiers, verifier => verifier.Dispose());
        return status == NoteStatus.Signed ? null : $"{Name} is not signed by a maker of the blocks of ledger {ledger}";
    }
}
