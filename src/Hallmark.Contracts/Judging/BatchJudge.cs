using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>One check's result as a fraction of whole numbers: <paramref name="Good"/> of <paramref name="Of"/> held.</summary>
public sealed record CheckResult(string Check, long Good, long Of)
{
    internal CborMapWriter ToMap() => new CborMapWriter().Text("check", Check).Integer("good", Good).Integer("of", Of);

    internal static CheckResult Read(CborMap map)
    {
        string check = map.Name("check");
        long of = map.Integer("of", 0, 1L << 40);
        var result = new CheckResult(check, map.Integer("good", 0, of), of);
        map.End();
        return result;
    }
}

/// <summary>
/// A validator's measurements of a batch: <c>batch.judge</c> {batch, root, checks, code, neighbours, details, pool, size}. The verdict is
/// the contract's. <c>code</c>, <c>details</c> (an object in the content store with parameters and per-record findings), <c>pool</c>
/// (Merkle root over the sorted roots of the batches compared with) and <c>size</c> (tree size they were taken at) let others recompute it.
/// </summary>
public sealed record BatchJudge(
    string Batch, Digest Root, IReadOnlyList<CheckResult> Checks, string Code, int Neighbours, ObjectReference Details, Digest Pool,
    TreeSize TreeSize) : IPayload<BatchJudge, BatchJudged>
{
    private const int CheckLimit = 32;

    public static string Kind => "batch.judge";

    public string Subject => Batch;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("batch", Batch)
        .Digest("root", Root)
        .Maps("checks", Checks.Select(check => check.ToMap()))
        .Text("code", Code)
        .Integer("neighbours", Neighbours)
        .Map("details", Details.ToMap())
        .Digest("pool", Pool)
        .Size("size", TreeSize);

    public static BatchJudge Read(CborMap map)
    {
        var judge = new BatchJudge(
            map.Text("batch"), map.Digest("root"), [.. map.Maps("checks", CheckLimit).Select(CheckResult.Read)],
            map.Text("code"), (int)map.Integer("neighbours", 1, 1000), ObjectReference.Read(map.Map("details")), map.Digest("pool"),
            map.Size("size"));
        return judge.Checks.Select(check => check.Check).Distinct(StringComparer.Ordinal).Count() == judge.Checks.Count
            ? judge
            : throw new MalformedException("checks", "name a check twice");
    }
}
