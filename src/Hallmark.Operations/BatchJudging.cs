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
    /// <summary>
    /// Measures batches against everything of their dataset that was registered, and not refused, when its newest batch came in;
    /// with the policy's parameters. Neither the moment nor the caller has a say, so a judging that was cut off and taken up
    /// again comes to the same.
    /// </summary>
    /// <param name="reading">Opens at least the <see cref="Pool(Catalog, string)"/>.</param>
    /// <returns>One payload for each target, in their order; details lie in the store.</returns>
    /// <exception cref="ContentException">A batch's content is missing or altered.</exception>
    public static IReadOnlyList<BatchJudge> Measure(
        Catalog catalog, BatchReading reading, string dataset, IReadOnlyList<BatchState> targets, CancellationToken cancellation = default)
    {
        var options = new JudgeOptions
        {
            Neighbours = catalog.AdmissionPolicy().Scoring!.Neighbours,
            TreeSize = new TreeSize((ulong)PoolSize(catalog, dataset)),
        };
        return [.. Measurements(catalog, reading, dataset, [.. targets.Select(batch => batch.Root)], options, cancellation)
            .Zip(targets, (measured, batch) => ToPayload(batch, measured, catalog.Store.Put(measured.ToMap().ToBytes())))];
    }

    /// <summary>The batches that a measurement taken now reads: the targets are among them.</summary>
    public static IReadOnlyList<BatchState> Pool(Catalog catalog, string dataset) => Pool(catalog, dataset, PoolSize(catalog, dataset));

    /// <summary>Takes the measurements of judgements again; answers those that differ, with what was found.</summary>
    /// <exception cref="ContentException">Content is missing or altered.</exception>
    public static IReadOnlyList<(BatchJudge Judge, string Problem)> Recheck(Catalog catalog, string dataset, IReadOnlyList<BatchJudge> judged)
    {
        var problems = new List<(BatchJudge, string)>();
        var reading = BatchReading.Offline(catalog);
        foreach (IGrouping<JudgeOptions, BatchJudge> group in judged.GroupBy(OptionsOf).OrderBy(group => group.Key.TreeSize))
        {
            foreach ((Measurements measured, BatchJudge signed) in Measurements(catalog, reading, dataset, [.. group.Select(judge => judge.Root)], group.Key, default).Zip(group))
            {
                BatchJudge again = ToPayload(catalog.Batch(signed.Batch), measured, ObjectReference.Of(measured.ToMap().ToBytes()));
                if (!again.ToMap().ToBytes().AsSpan().SequenceEqual(signed.ToMap().ToBytes()))
                {
                    problems.Add((signed, Difference(signed, again)));
                }
            }
        }
        return problems;
    }

    private static IReadOnlyList<Measurements> Measurements(
        Catalog catalog, BatchReading reading, string dataset, IReadOnlyList<Digest> targets, JudgeOptions options, CancellationToken cancellation)
    {
        Schema schema = catalog.Schema(dataset);
        PoolBatch[] pool = [.. Pool(catalog, dataset, (long)options.TreeSize.Value)
            .Select(batch => new PoolBatch(batch.Root, new EntryIndex((ulong)batch.Entry), reading.Read(batch, schema)))];
        return Judge.Measure(pool, targets, options, cancellation);
    }

    private static long PoolSize(Catalog catalog, string dataset) => catalog.Ledger.State.Find<CounterState>(StateKeys.PoolSize(dataset))?.Value ?? 0;

    /// <summary>What had been registered, and neither refused nor withdrawn, when the tree had this size.</summary>
    private static IReadOnlyList<BatchState> Pool(Catalog catalog, string dataset, long size) =>
        [.. catalog.Batches(dataset).Where(batch =>
            batch.Entry < size && !(batch.Verdict == Verdict.Refused && batch.JudgedEntry < size) && !(batch.Withdrawn < size))];

    private static JudgeOptions OptionsOf(BatchJudge judge) => new() { Neighbours = judge.Neighbours, TreeSize = new TreeSize((ulong)judge.TreeSize) };

    private static BatchJudge ToPayload(BatchState batch, Measurements measured, ObjectReference details) => new(
        batch.Id, batch.Root,
        [.. measured.Fractions().Select(fraction => new CheckResult(fraction.Check, fraction.Good, fraction.Of))],
        measured.Code, measured.Neighbours, details, measured.Pool, (long)measured.TreeSize.Value);

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
