using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark verify</c>: offline, from files and a public key alone. Uses nothing but Hallmark.Evidence: no home, no ledger.
/// </summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The statement." };
        var receipt = new Option<string>("--receipt") { Description = "Its receipt.", HelpName = "R", Required = true };
        var key = new Option<string>("--key") { Description = "The ledger's public key (COSE or PEM), from a source you trust.", HelpName = "K", Required = true };
        var command = new Command("verify", "Check a statement with its receipt, offline.") { file, receipt, key };
        command.SetBody(invocation =>
        {
            using var ledgerKey = new VerificationKey(InputFile.Read(invocation.Get(key), CoseKey.ReadFile));
            Receipt proof = InputFile.Read(invocation.Get(receipt), Receipt.Read);
            byte[] entry = InputFile.Read(invocation.Get(file));
            ReceiptStatus status = proof.Check(Canonical(entry), ledgerKey);
            bool registered = status == ReceiptStatus.Registered;
            invocation.Output.Result(ToJson(entry, proof, status), console => console.Profile.Out.Writer.WriteLine(Sentence(invocation.Get(file), proof, status)));
            return Task.FromResult(registered ? ExitCode.Good : ExitCode.Tampered);
        });
        return command;
    }

    /// <summary>The leaf is the statement with its unprotected header emptied; what is no statement is taken as it is and will not match.</summary>
    private static byte[] Canonical(byte[] entry)
    {
        try
        {
            return Statement.Read(entry).Bytes.ToArray();
        }
        catch (MalformedException)
        {
            return entry;
        }
    }

    private static JsonObject ToJson(byte[] entry, Receipt proof, ReceiptStatus status)
    {
        var json = new JsonObject
        {
            ["registered"] = status == ReceiptStatus.Registered,
            ["status"] = status.ToString(),
            ["ledger"] = proof.Ledger.ToString(),
            ["entry"] = proof.Proof.Index.Value,
            ["size"] = proof.Proof.Size.Value,
        };
        if (status == ReceiptStatus.Registered)
        {
            Statement statement = Statement.Read(entry);
            json["kind"] = statement.Kind;
            json["issuer"] = statement.Issuer;
            json["subject"] = statement.Subject;
            json["id"] = statement.Id.ToString();
        }
        return json;
    }

    private static string Sentence(string file, Receipt proof, ReceiptStatus status) => status switch
    {
        ReceiptStatus.Registered => $"registered: {file} is entry {proof.Proof.Index} of ledger {proof.Ledger}",
        ReceiptStatus.OtherKey => "not registered: the receipt was signed by another key than the one given",
        ReceiptStatus.BadProof => "not registered: the receipt's proof does not hold together",
        _ => $"not registered: {file} is not what was registered as entry {proof.Proof.Index}",
    };
}
