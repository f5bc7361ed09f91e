using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Evidence.Witness;

namespace Hallmark.Evidence.Tests;

/// <summary>
/// Good notes, proofs and requests for <see cref="HostileInputTests"/> to spoil, each with everything done that a reader of it does.
/// </summary>
internal static class HostileSamples
{
    private static readonly (byte[][] Entries, Digest[] Leaves, BlockHeader Header, SoloSeal Seal) Sealed = Samples.Sealed(7);
    private static readonly EcdsaNoteSigner Log = new(Checkpoint.OriginOf(Samples.Ledger), Samples.Authority);
    private static readonly NoteVerifier LogKey = new(Log.Key);
    private static readonly NoteVerifier WitnessKey = new(NoteKey.Parse(Tests.Notes.PublishedNotes.WitnessKey));
    private static readonly Digest OlderRoot = MerkleTree.Root(Sealed.Leaves.AsSpan(0, 3));

    public static ConsistencyProof Growth { get; } = new(new TreeSize(3), new TreeSize(7), MerkleTree.ConsistencyPath(Sealed.Leaves, 3));

    public static byte[] ConsistencyReceipt { get; } = Evidence.ConsistencyReceipt.Assemble(Sealed.Seal.Tree, Growth);

    public static byte[] Note { get; } = SignedNote.Sign(Checkpoint.Of(Sealed.Header).ToText(), Log).ToBytes();

    /// <summary>A published checkpoint with one witness's line only, so that no part of it is a note.</summary>
    public static string Cosigned { get; } =
        Tests.Notes.PublishedNotes.WitnessedNote[..(Tests.Notes.PublishedNotes.WitnessedNote.IndexOf("\n\n", StringComparison.Ordinal) + 2)]
        + Tests.Notes.PublishedNotes.WitnessedNote[Tests.Notes.PublishedNotes.WitnessedNote.LastIndexOf('\u2014')..];

    public static byte[] TextProof { get; } = new TlogProof(
        new EntryIndex(3), MerkleTree.InclusionPath(Sealed.Leaves, 3), SignedNote.Read(Note), [1, 2, 3]).ToBytes();

    public static byte[] AddCheckpoint { get; } = AddCheckpointRequest.Of(new TreeSize(3), Growth.Path, SignedNote.Read(Note)).ToBytes();

    public static object ReadAndCheckConsistency(byte[] bytes)
    {
        var receipt = Evidence.ConsistencyReceipt.Read(bytes);
        receipt.Check(new TreeSize(3), OlderRoot, Samples.AuthorityKey);
        return receipt;
    }

    public static object ReadAndVerifyNote(byte[] bytes)
    {
        var note = SignedNote.Read(bytes);
        note.Verify(LogKey, WitnessKey);
        return note;
    }

    public static object ReadAndCheckTextProof(byte[] bytes)
    {
        var proof = TlogProof.Read(bytes);
        proof.Check(Sealed.Entries[3], Log.Key.Name, LogKey);
        return proof;
    }
}
