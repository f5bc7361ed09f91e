using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>One check's result as a fraction of whole numbers: <paramref name="Good"/> of <paramref name="Of"/> held.</summary>
/// <param name="FewestGood">
/// How many held by the strictest of several seeds; null, as the next, for a check that draws nothing, or was asked once.
/// </param>
/// <param name="MostGood">How many by the mildest.</param>
public sealed record CheckResult(string Check, long Good, long Of, long? FewestGood = null, long? MostGood = null)
{
    /// <summary>The same as the strictest seed alone has it.</summary>
    internal CheckResult AtFewest => new(Check, FewestGood ?? Good, Of);

    /// <summary>The same as the mildest seed alone has it.</summary>
    internal CheckResult AtMost => new(Check, MostGood ?? Good, Of);

    internal CborMapWriter ToMap() => new CborMapWriter()
        .Text("check", Check).Integer("good", Good).Integer("of", Of).Integer("fewest", FewestGood).Integer("most", MostGood);

    internal static CheckResult Read(CborMap map)
    {
        string check = map.Name("check");
        long of = map.Integer("of", 0, 1L << 40);
        long good = map.Integer("good", 0, of);
        var result = new CheckResult(check, good, of, map.OptionalInteger("fewest", 0, good), map.OptionalInteger("most", good, of));
        map.End();
        return result.FewestGood.HasValue == result.MostGood.HasValue
            ? result
            : throw new MalformedException("checks", $"say only one end of where the seeds of {check} lie");
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
