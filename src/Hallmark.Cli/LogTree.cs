using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Cli;

/// <summary>The tree of a ledger, from a home or from static files alone: what growth is proven with.</summary>
/// <param name="MakerKeys">One of them signs checkpoints and receipts.</param>
/// <param name="ReceiptOf">The consistency receipt for a proof; null where no seal is kept for its newer size.</param>
/// <param name="Contradiction">What a kept head says that is not so here, beside size and root; null for nothing.</param>
internal sealed record LogTree(
    Digest Ledger,
    IReadOnlyList<CoseKey> MakerKeys,
    TreeSize Size,
    TileProofs Proofs,
    Func<ConsistencyProof, byte[]?> ReceiptOf,
    Func<Head, string?> Contradiction)
{
    /// <param name="log">Folder of the static files; null for the home's ledger.</param>
    /// <exception cref="LedgerDamagedException">What is there does not fit together; names the file.</exception>
    public static LogTree Open(Home home, string? log) => log is null ? Of(home.OpenCommitted()) : Of(StaticLog.Open(log));

    private static LogTree Of(LedgerView ledger) => new(
        ledger.Ledger, ledger.MakerKeys, ledger.Size, new TileProofs(ledger.Tiles),
        proof =>
        {
            SealedHeader block = ledger.ReadSeal(ledger.HeightOf(new EntryIndex(proof.Newer.Value - 1)));
            return block.Header.Size == proof.Newer ? ConsistencyReceipt.Assemble(block.Tree, proof) : null;
        },
        head => HeadProblem.Find(ledger, head)?.Message);

    private static LogTree Of(StaticLogReader log) => new(
        log.Ledger, log.MakerKeys, log.Size, new TileProofs(log),
        proof => proof.Newer == log.Size ? log.ConsistencyReceipt(proof.Older) : null,
        // Headers of older blocks are not among the static files.
        head => head.Size == log.Size && head != Head.Of(log.Header)
            ? $"its block is {head.HeaderHash}, the log's newest is {log.Header.Hash}"
            : null);
}

/// <summary>A copy of static files named on the command line.</summary>
internal static class StaticLog
{
    /// <exception cref="UsageException">There is no such folder.</exception>
    /// <exception cref="LedgerDamagedException">A file is missing or was changed; names it.</exception>
    public static StaticLogReader Open(string directory) =>
        Directory.Exists(directory) ? new StaticLogReader(directory) : throw new UsageException($"there is no folder {directory}");
}

/// <summary>A state of a log as it is named on the command line: a head file, a checkpoint file, or a tree size alone.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="Root">Null for a size.</param>
/// <param name="Origin">Null for a size.</param>
internal sealed record TreePoint(string Name, TreeSize Size, Digest? Root, string? Origin, Head? Head, SignedNote? Note)
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
