using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;
using Hallmark.Operations.Verification;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark verify --old</c>: a receipt of consistency, from an older state that is trusted already.</summary>
internal static class VerifyGrowthVerb
{
    public static int Run(Invocation invocation, string? statement, string receiptFile, string old, GivenTrust trust)
    {
        if (statement is not null)
        {
            throw new UsageException($"{statement}: a receipt of consistency is about no statement; leave FILE or --old out");
        }
        ConsistencyReceipt receipt = InputFile.Read(receiptFile, ConsistencyReceipt.Read);
        TreePoint trusted = TreePoint.ReadFile(InputFile.RequireExisting(old));
        (ConsistencyStatus status, string? problem) = new VerifyGrowth(receipt, trusted, trust).Execute();
        invocation.Output.Result(
            new GrowthVerifiedAnswer(
                problem is null, status.ToString(), receipt.Ledger.ToString(), receipt.Proof.Older.Value, receipt.Size.Value, problem),
            console => Output.WriteLine(console, problem is null
                ? $"consistent: ledger {receipt.Ledger} grew from {trusted.Size} to "
                    + $"{Words.Count((long)receipt.Size.Value, "entry", "entries")} and lost none"
                : $"not consistent: {problem}"));
        return problem is null ? ExitCode.Good : ExitCode.Tampered;
    }
}
