using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a statement is logged as a proof in text (C2SP tlog-proof) says: offline, from what is given alone.</summary>
/// <param name="Entry">The statement, with or without its unprotected header.</param>
/// <param name="Log">The log's key, from a source that is trusted; it names the log.</param>
/// <param name="Root">Whose witnesses must have cosigned the checkpoint; null for none.</param>
/// <param name="Issuer">Public key of the statement's issuer, from a source that is trusted; null where it is not known.</param>
public sealed record VerifyTextProof(byte[] Entry, TlogProof Proof, NoteKey Log, TrustRoot? Root, CoseKey? Issuer)
{
    /// <exception cref="UsageException">The issuer's key is the ledger's own, and the issuer is a member.</exception>
    public EntryVerdict Execute()
    {
        using var verifier = new NoteVerifier(Log);
        byte[] leaf = VerifyReceipt.Canonical(Entry);
        return Proof.Check(leaf, Log.Name, verifier) switch
        {
            TlogProofStatus.OtherLog => new(EntryStatus.OtherLedger, $"the proof's checkpoint is not one of {Log.Name}"),
            TlogProofStatus.NotSigned => new(EntryStatus.NotSigned, "the proof's checkpoint was not signed by the key given"),
            TlogProofStatus.BadProof => new(EntryStatus.BadProof, $"it is not what was logged as entry {Proof.Index}"),
            _ => Witnessed() ?? OfLeaf(leaf),
        };
    }

    private EntryVerdict? Witnessed() =>
        Root is null || Root.CountWitnesses(Proof.Note) is var signed && signed >= Root.WitnessesNeeded
            ? null
            : new EntryVerdict(
                EntryStatus.NotWitnessed, $"{signed} of the trusted witnesses cosigned, {Root.WitnessesNeeded} are asked for");

    private EntryVerdict OfLeaf(byte[] leaf) => Checkpoint.LedgerOf(Log.Name) is { } ledger
        ? Issuer is not null && IsMaker(Issuer) ? throw EntryVerdict.OwnKey()
            : EntryVerdict.OfLeaf(leaf, ledger, Log.ToCoseKey(), Issuer)
        : new EntryVerdict(EntryStatus.OtherLedger, $"{Log.Name} is the log of no ledger");

    /// <summary>Whether this key signed the checkpoint, too: then it is the ledger's, by whatever key the log is known.</summary>
    private bool IsMaker(CoseKey key)
    {
        using var verifier = new NoteVerifier(NoteKey.Of(Log.Name, key));
        return Proof.Note.Verify(verifier).Status == NoteStatus.Signed;
    }
}
