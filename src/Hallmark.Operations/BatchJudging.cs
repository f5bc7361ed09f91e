using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Quality;
using CheckResult = Hallmark.Contracts.Payloads.CheckResult;

namespace Hallmark.Operations;

/// <summary>
/// From a batch's content to the measurements a validator signs, and back: anyone with the ledger and the content takes the same
/// measurements again.
/// </summary>
public static class BatchJudging
{
    /// <summary>Measures batches against everything of their dataset that is registered and not refused so far.</summary>
    /// <param name="at">Tree size at which to look; null for now. A judging that was cut off goes on at the size it began with.</param>
    /// <returns>One payload for each target, in their order; details lie in the store.</returns>
    /// <exception cref="ContentException">A batch's content is missing or altered.</exception>
    public static IReadOnlyList<BatchJudge> Measure(Catalog catalog, string dataset, IReadOnlyList<BatchState> targets, int neighbours, TreeSize? at = null, CancellationToken cancellation = default)
    {
        var options = new JudgeOptions { Neighbours = neighbours, TreeSize = at ?? catalog.Ledger.Size };
        return [.. Measurements(catalog, dataset, [.. targets.Select(batch => batch.Root)], options, cancellation)
            .Zip(targets, (measured, batch) => ToPayload(batch, measured, catalog.Store.Put(measured.ToMap().ToBytes())))];
    }

    /// <summary>Takes the measurements of judgements again; answers those that differ, with what was found.</summary>
    /// <exception cref="ContentException">Content or details are missing or altered.</exception>
    /// <exception cref="MalformedException">Details that are no measurements.</exception>
    public static IReadOnlyList<(BatchState Batch, string Problem)> Recheck(Catalog catalog, string dataset, IReadOnlyList<(BatchState Batch, BatchJudge Judge)> judged)
    {
        var problems = new List<(BatchState, string)>();
        var groups = judged
            .Select(item => (item.Batch, item.Judge, Options: OptionsOf(catalog, item.Judge)))
            .GroupBy(item => item.Options);
        foreach (var group in groups.OrderBy(group => group.Key.TreeSize))
        {
            Digest[] targets = [.. group.Select(item => item.Batch.Root)];
            foreach ((Measurements measured, var item) in Measurements(catalog, dataset, targets, group.Key, default).Zip(group))
            {
                BatchJudge again = ToPayload(item.Batch, measured, ObjectReference.Of(measured.ToMap().ToBytes()));
                if (!again.ToMap().ToBytes().AsSpan().SequenceEqual(item.Judge.ToMap().ToBytes()))
                {
                    problems.Add((item.Batch, Difference(item.Judge, again)));
                }
            }
        }
        return problems;
    }

    private static IReadOnlyList<Measurements> Measurements(
        Catalog catalog, string dataset, IReadOnlyList<Digest> targets, JudgeOptions options, CancellationToken cancellation)
    {
        Schema schema = catalog.Schema(dataset);
        long size = (long)options.TreeSize.Value;
        PoolBatch[] pool = [.. catalog.Batches(dataset)
            .Where(batch => batch.Entry < size && !(batch.Verdict == Verdict.Refused && batch.JudgedEntry < size))
            .Select(batch => new PoolBatch(batch.Root, new EntryIndex((ulong)batch.Entry), catalog.Read(batch, schema)))];
        return Judge.Measure(pool, targets, options, cancellation);
    }

    private static JudgeOptions OptionsOf(Catalog catalog, BatchJudge judge)
    {
        Measurements details = Quality.Measurements.Read(CborMap.Read(catalog.Store.Read(judge.Details), "details"));
        return new JudgeOptions { Neighbours = details.Neighbours, FindingsPerCheck = details.FindingsPerCheck, TreeSize = new TreeSize((ulong)judge.TreeSize) };
    }

    private static BatchJudge ToPayload(BatchState batch, Measurements measured, ObjectReference details) => new(
        batch.Id, batch.Root,
        [.. measured.Fractions().Select(fraction => new CheckResult(fraction.Check, fraction.Good, fraction.Of))],
        measured.Code, details, measured.Pool, (long)measured.TreeSize.Value);

    private static string Difference(BatchJudge signed, BatchJudge again)
    {
        foreach (CheckResult now in again.Checks)
        {
            if (signed.Checks.FirstOrDefault(check => check.Check == now.Check) != now)
            {
                CheckResult? then = signed.Checks.FirstOrDefault(check => check.Check == now.Check);
                return $"check {now.Check}: measured now {now.Good} of {now.Of}, signed was {(then is null ? "nothing" : $"{then.Good} of {then.Of}")}";
            }
        }
        return signed.Pool != again.Pool ? "the batches compared with are not those registered at that tree size" : "the details differ";
    }
}
