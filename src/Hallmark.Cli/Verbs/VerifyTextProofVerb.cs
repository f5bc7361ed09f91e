using Hallmark.Api;
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
    /// <param name="readTrust">Reads what is trusted, where it is no vkey.</param>
    public static int Run(Invocation invocation, string file, string proofFile, string? key, Func<GivenTrust> readTrust, CoseKey? issuer)
    {
        TlogProof proof = InputFile.Read(proofFile, bytes => TlogProof.Read(bytes.Span));
        GivenTrust? trust = key is null || File.Exists(key) ? readTrust() : null;
        NoteKey log = trust is null ? ReadKey(key!) : NoteKey.Of(LogOf(trust, proof, proofFile), trust.Key);
        EntryVerdict verdict = new VerifyTextProof(InputFile.Read(file), proof, log, trust?.Root, issuer).Execute();
        return VerifyVerb.Tell(invocation, file, VerifiedAnswer.Of(log.Name, proof.Index, verdict), verdict);
    }

    /// <summary>A ledger's key alone names no log: then it is the one that the checkpoint names.</summary>
    private static string LogOf(GivenTrust trust, TlogProof proof, string proofFile) => trust.Root is { } root
        ? Checkpoint.OriginOf(root.Ledger)
        : InputFile.Read(proofFile, _ => Checkpoint.Read(proof.Note.Text)).Origin;

    private static NoteKey ReadKey(string key)
    {
        NoteKey read = WitnessVerb.ReadKey(key, "--key");
        return read.Type != NoteKeyType.Cosignature
            ? read
            : throw new UsageException($"--key: {read} is a witness's key (type 4), not a log's");
    }
}
