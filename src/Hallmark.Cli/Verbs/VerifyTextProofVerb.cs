using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Verification;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark verify</c> with a <c>.tlog-proof</c> for a receipt.</summary>
internal static class VerifyTextProofVerb
{
    public static bool IsOne(byte[] file) => file.AsSpan().StartsWith("c2sp.org/tlog-proof@"u8);

    /// <param name="key">A vkey, or a file; null where a whole trust root is given.</param>
    /// <param name="ledger">Which is for a key in a file.</param>
    /// <param name="readTrust">Reads what is trusted, where it is no vkey.</param>
    public static int Run(
        Invocation invocation, string file, string proofFile, string? key, string? ledger, Func<TrustRoot> readTrust, CoseKey? issuer)
    {
        TlogProof proof = InputFile.Read(proofFile, bytes => TlogProof.Read(bytes.Span));
        TrustRoot? trust = key is null || File.Exists(key) ? readTrust() : null;
        NoteKey log = trust is null ? ReadKey(key!, ledger) : NoteKey.Of(Checkpoint.OriginOf(trust.Ledger), trust.Key);
        EntryVerdict verdict = new VerifyTextProof(InputFile.Read(file), proof, log, trust, issuer).Execute();
        return VerifyVerb.Tell(invocation, file, VerifiedAnswer.Of(log.Name, proof.Index, verdict), verdict);
    }

    private static NoteKey ReadKey(string key, string? ledger)
    {
        if (ledger is not null)
        {
            throw new UsageException("--ledger: goes with a key in a file; a vkey names its log itself");
        }
        NoteKey read = WitnessVerb.ReadKey(key, "--key");
        return read.Type != NoteKeyType.Cosignature
            ? read
            : throw new UsageException($"--key: {read} is a witness's key (type 4), not a log's");
    }
}
