using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Verification;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark verify</c>: offline, from files and what is trusted alone: no home, no ledger. Takes evidence in one file, receipts of
/// inclusion and of consistency, and proofs as text.
/// </summary>
internal static class VerifyVerb
{
    private static readonly Argument<string?> File = new("FILE")
    {
        Description = "Evidence in one file, or with --receipt a statement; none with --old.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Proof = new("--receipt")
    {
        Description = "The statement's receipt (.receipt or .tlog-proof), or one of consistency.",
        HelpName = "R",
    };

    private static readonly Option<string?> Trust = new("--trust")
    {
        Description = "What you trust, from a source you trust: ledger, key and witnesses, as 'hallmark trust' writes them.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "In place of --trust the ledger's public key: a file (COSE or PEM), or for a .tlog-proof also a vkey.",
        HelpName = "K",
    };

    private static readonly Option<string?> Ledger = new("--ledger")
    {
        Description = "With --key, the ledger's id: another ledger may have the same key. A vkey and --old name it.",
        HelpName = "ID",
    };

    private static readonly Option<string?> IssuerKey = new("--issuer-key")
    {
        Description = "Public key (COSE or PEM) of who made the statement: a receipt does not say whose it is, a bundle does.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Older = new("--old")
    {
        Description = "A head or checkpoint that you trust: R is then the receipt that the ledger has only grown since.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("verify", "Check evidence of an entry, or the growth of a ledger, offline.")
        {
            File, Proof, Trust, Key, Ledger, IssuerKey, Older,
        };
        command.SetBody(invocation => Task.FromResult(Run(invocation)));
        return command;
    }

    /// <summary>Tells what evidence shows, and how a shell is told.</summary>
    internal static int Tell(Invocation invocation, string file, VerifiedAnswer answer, EntryVerdict verdict)
    {
        invocation.Output.Result(answer, console =>
        {
            foreach (string line in answer.Lines(file))
            {
                Output.WriteLine(console, line);
            }
        });
        return Failures.KindOf(verdict.Status)?.Exit ?? ExitCode.Good;
    }

    private static int Run(Invocation invocation)
    {
        (string? file, string? proof) = (invocation.Get(File), invocation.Get(Proof));
        if (invocation.Get(Older) is { } old)
        {
            return VerifyGrowthVerb.Run(
                invocation, file, proof ?? throw new UsageException("--receipt is missing: the receipt of consistency"), old,
                ReadTrust(invocation));
        }
        if (file is null)
        {
            throw new UsageException("FILE is missing: evidence, a statement, or --old for a receipt of consistency");
        }
        CoseKey? issuer = invocation.Get(IssuerKey) is { } path ? InputFile.Read(path, CoseKey.ReadFile) : null;
        return proof is null ? VerifyBundle(invocation, file, issuer)
            : VerifyTextProofVerb.IsOne(InputFile.Read(proof))
                ? VerifyTextProofVerb.Run(
                    invocation, file, proof, invocation.Get(Key), invocation.Get(Ledger), () => ReadTrust(invocation).RequireRoot(), issuer)
            : VerifyStatement(invocation, file, proof, issuer);
    }

    private static GivenTrust ReadTrust(Invocation invocation) =>
        GivenTrust.Read(invocation.Get(Trust), invocation.Get(Key), invocation.Get(Ledger));

    private static int VerifyBundle(Invocation invocation, string file, CoseKey? issuer)
    {
        if (issuer is not null)
        {
            throw new UsageException("--issuer-key: goes with --receipt; a bundle shows whose the issuer's key is");
        }
        TrustRoot trust = ReadTrust(invocation).RequireRoot();
        EvidenceBundle bundle = InputFile.Read(file, EvidenceBundle.Read, EvidenceBundle.MaxBytes);
        EvidenceVerdict verdict = new VerifyEvidence(bundle, trust).Execute();
        return Tell(invocation, file, VerifiedAnswer.Of(bundle, verdict), verdict.Entry);
    }

    private static int VerifyStatement(Invocation invocation, string file, string receipt, CoseKey? issuer)
    {
        TrustRoot trust = ReadTrust(invocation).RequireRoot();
        Receipt proof = InputFile.Read(receipt, Receipt.Read);
        EntryVerdict verdict = new VerifyReceipt(InputFile.Read(file), proof, trust, issuer).Execute();
        return Tell(invocation, file, VerifiedAnswer.Of(proof, verdict), verdict);
    }
}
