using Hallmark.Evidence.Notes;

namespace Hallmark.Operations.Verification;

/// <summary>Whether a statement is logged as a proof in text (C2SP tlog-proof) says: offline, from what is given alone.</summary>
/// <param name="Entry">The statement, with or without its unprotected header.</param>
/// <param name="Log">The log's key, from a source that is trusted; it names the log.</param>
public sealed record VerifyTextProof(byte[] Entry, TlogProof Proof, NoteKey Log)
{
    public TlogProofStatus Execute()
    {
        using var verifier = new NoteVerifier(Log);
        return Proof.Check(VerifyReceipt.Canonical(Entry), Log.Name, verifier);
    }
}
