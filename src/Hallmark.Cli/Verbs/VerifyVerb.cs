using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Verification;

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
                return Task.FromResult(VerifyGrowthVerb.Run(invocation, statement, invocation.Get(receipt), old, invocation.Get(key)));
            }
            return statement is not null
                ? Task.FromResult(VerifyStatement(invocation, statement, invocation.Get(receipt), invocation.Get(key)))
                : throw new UsageException("FILE is missing: the statement, or --old for a receipt of consistency");
        });
        return command;
    }

    private static int VerifyStatement(Invocation invocation, string file, string receipt, string key)
    {
        if (VerifyTextProofVerb.IsOne(InputFile.Read(receipt)))
        {
            return VerifyTextProofVerb.Run(invocation, file, receipt, key);
        }
        CoseKey ledgerKey = InputFile.Read(key, CoseKey.ReadFile);
        Receipt proof = InputFile.Read(receipt, Receipt.Read);
        (ReceiptStatus status, Statement? registered) = new VerifyReceipt(InputFile.Read(file), proof, ledgerKey).Execute();
        invocation.Output.Result(Answer(proof, status, registered), console => Output.WriteLine(console, Sentence(file, proof, status)));
        return status == ReceiptStatus.Registered ? ExitCode.Good : ExitCode.Tampered;
    }

    private static VerifiedAnswer Answer(Receipt proof, ReceiptStatus status, Statement? registered) => new(
        status == ReceiptStatus.Registered, status.ToString(), proof.Ledger.ToString(), proof.Proof.Index.Value, proof.Proof.Size.Value)
    {
        Kind = registered?.Kind,
        Issuer = registered?.Issuer,
        Subject = registered?.Subject,
        Id = registered?.Id.ToString(),
    };

    private static string Sentence(string file, Receipt proof, ReceiptStatus status) => status switch
    {
        ReceiptStatus.Registered => $"registered: {file} is entry {proof.Proof.Index} of ledger {proof.Ledger}",
        ReceiptStatus.OtherKey => "not registered: the receipt was signed by another key than the one given",
        ReceiptStatus.BadProof => "not registered: the receipt's proof does not hold together",
        _ => $"not registered: {file} is not what was registered as entry {proof.Proof.Index}",
    };
}
