using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark verify</c>: offline, from files and a public key alone. Uses nothing but Hallmark.Evidence: no home, no ledger.
/// Takes receipts of inclusion and of consistency, and proofs as text.
/// </summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The statement; none with --old.", Arity = ArgumentArity.ZeroOrOne };
        var receipt = new Option<string>("--receipt")
        {
            Description = "Its receipt (.receipt or .tlog-proof).",
            HelpName = "R",
            Required = true,
        };
        var key = new Option<string>("--key")
        {
            Description = "The ledger's public key, from a source you trust: a file (COSE or PEM), or for a .tlog-proof also a vkey.",
            HelpName = "K",
            Required = true,
        };
        var older = new Option<string?>("--old")
        {
            Description = "A head or checkpoint that you trust: R is then the receipt that the ledger has only grown since.",
            HelpName = "FILE",
        };
        var command = new Command("verify", "Check a statement with its receipt, or the growth of a ledger, offline.")
        {
            file, receipt, key, older,
        };
        command.SetBody(invocation =>
        {
            string? statement = invocation.Get(file);
            if (invocation.Get(older) is { } old)
            {
                return Task.FromResult(VerifyGrowth.Run(invocation, statement, invocation.Get(receipt), old, invocation.Get(key)));
            }
            return statement is not null
                ? Task.FromResult(VerifyStatement(invocation, statement, invocation.Get(receipt), invocation.Get(key)))
                : throw new UsageException("FILE is missing: the statement, or --old for a receipt of consistency");
        });
        return command;
    }

    /// <summary>
    /// The leaf is the statement with its unprotected header emptied; what is no statement is taken as it is and will not match.
    /// </summary>
    public static byte[] Canonical(byte[] entry)
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

    private static int VerifyStatement(Invocation invocation, string file, string receipt, string key)
    {
        if (VerifyTextProof.IsOne(InputFile.Read(receipt)))
        {
            return VerifyTextProof.Run(invocation, file, receipt, key);
        }
        using var ledgerKey = new VerificationKey(InputFile.Read(key, CoseKey.ReadFile));
        Receipt proof = InputFile.Read(receipt, Receipt.Read);
        byte[] entry = InputFile.Read(file);
        ReceiptStatus status = proof.Check(Canonical(entry), ledgerKey);
        invocation.Output.Result(
            ToJson(entry, proof, status), console => console.Profile.Out.Writer.WriteLine(Sentence(file, proof, status)));
        return status == ReceiptStatus.Registered ? ExitCode.Good : ExitCode.Tampered;
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
