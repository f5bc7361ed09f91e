using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark verify --old</c>: a receipt of consistency, from an older state that is trusted already.</summary>
internal static class VerifyGrowth
{
    public static int Run(Invocation invocation, string? statement, string receiptFile, string old, string keyFile)
    {
        if (statement is not null)
        {
            throw new UsageException($"{statement}: a receipt of consistency is about no statement; leave FILE or --old out");
        }
        using var key = new VerificationKey(InputFile.Read(keyFile, CoseKey.ReadFile));
        ConsistencyReceipt receipt = InputFile.Read(receiptFile, ConsistencyReceipt.Read);
        TreePoint trusted = TreePoint.ReadFile(InputFile.RequireExisting(old));
        ConsistencyStatus status = receipt.Check(trusted.Size, trusted.Root!.Value, key);
        string? problem = Problem(receipt, status, trusted) ?? trusted.Stranger(receipt.Ledger, [key.Key]);
        var json = new JsonObject
        {
            ["consistent"] = problem is null,
            ["status"] = status.ToString(),
            ["ledger"] = receipt.Ledger.ToString(),
            ["oldSize"] = receipt.Proof.Older.Value,
            ["newSize"] = receipt.Size.Value,
        };
        if (problem is not null)
        {
            json["reason"] = problem;
        }
        invocation.Output.Result(json, console => console.Profile.Out.Writer.WriteLine(problem is null
            ? $"consistent: ledger {receipt.Ledger} grew from {trusted.Size} to {receipt.Size} entries and lost none"
            : $"not consistent: {problem}"));
        return problem is null ? ExitCode.Good : ExitCode.Tampered;
    }

    private static string? Problem(ConsistencyReceipt receipt, ConsistencyStatus status, TreePoint trusted) => status switch
    {
        ConsistencyStatus.Consistent => null,
        ConsistencyStatus.OtherKey => "the receipt was signed by another key than the one given",
        ConsistencyStatus.BadProof when receipt.Proof.Older != trusted.Size =>
            $"the receipt begins at {receipt.Proof.Older} entries, {trusted.Name} has {trusted.Size}",
        ConsistencyStatus.BadProof => "the receipt's proof does not hold together",
        _ => $"the receipt does not lead from {trusted.Name} to a root that the key signed",
    };
}
