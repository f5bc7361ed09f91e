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

    public static int Run(Invocation invocation, string file, string proofFile, string key)
    {
        TlogProof proof = InputFile.Read(proofFile, bytes => TlogProof.Read(bytes.Span));
        NoteKey logKey = ReadKey(key, proof, proofFile);
        TlogProofStatus status = new VerifyTextProof(InputFile.Read(file), proof, logKey).Execute();
        bool logged = status == TlogProofStatus.Logged;
        invocation.Output.Result(
            new TextProofVerifiedAnswer(logged, status.ToString(), logKey.Name, proof.Index.Value),
            console => Output.WriteLine(console, Sentence(file, proof, logKey, status)));
        return logged ? ExitCode.Good : ExitCode.Tampered;
    }

    /// <summary>A vkey names its log. A ledger's own key in a file does not: then the log is the one that the checkpoint names.</summary>
    private static NoteKey ReadKey(string key, TlogProof proof, string proofFile)
    {
        if (File.Exists(key))
        {
            var checkpoint = InputFile.Read(proofFile, _ => Checkpoint.Read(proof.Note.Text));
            return NoteKey.Of(checkpoint.Origin, InputFile.Read(key, CoseKey.ReadFile));
        }
        NoteKey read = WitnessVerb.ReadKey(key, "--key");
        return read.Type != NoteKeyType.Cosignature
            ? read
            : throw new UsageException($"--key: {read} is a witness's key (type 4), not a log's");
    }

    private static string Sentence(string file, TlogProof proof, NoteKey key, TlogProofStatus status) => status switch
    {
        TlogProofStatus.Logged => $"registered: {file} is entry {proof.Index} of {key.Name}",
        TlogProofStatus.OtherLog => $"not registered: the proof's checkpoint is not one of {key.Name}",
        TlogProofStatus.NotSigned => "not registered: the proof's checkpoint was not signed by the key given",
        _ => $"not registered: {file} is not what was logged as entry {proof.Index}",
    };
}
