using System.Runtime.CompilerServices;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Quality;
using CheckResult = Hallmark.Contracts.Judging.CheckResult;

namespace Hallmark.Operations.Judging;

/// <summary>
/// From a batch's content to the measurements a validator signs, and back: anyone with the ledger and the content takes the same
/// measurements again.
/// </summary>
public static class BatchJudging
{
    /// <summary>
    /// Measures batches against everything of their dataset that was registered, and not refused, at a size of the tree; with the policy's
    /// parameters. The rules take no other size than that of <see cref="PoolSize"/>, so neither the moment nor the caller has a say, and a
    /// judging that was cut off and taken up again comes to the same.
    /// </summary>
    /// <param name="size">The same as for <paramref name="reading"/>, though batches may come in meanwhile.</param>
    /// <param name="reading">Opens at least what <see cref="ReadBy"/> names.</param>
    /// <param name="datasetKey">Compares sealed batches; null where it is not here.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <returns>One payload for each target, in their order; details lie in the store.</returns>
    /// <exception cref="ContentException">A batch's content is missing or altered.</exception>
    /// <exception cref="SealedException">A sealed batch cannot be opened.</exception>
    /// <exception cref="DatasetKeyMissingException">There are sealed batches, and the dataset's key is not here.</exception>
    public static async Task<IReadOnlyList<BatchJudge>> MeasureAsync(
        Catalog catalog, IContentStore store, BatchReading reading, DatasetKey? datasetKey, string dataset, TreeSize size,
        IReadOnlyList<BatchState> targets, Action<string, double>? progress = null, CancellationToken cancellation = default)
    {
        var options = new JudgeOptions
        {
            Code = MeasuringCode.Find(RuleVersions.MeasuringCodeOf(catalog.Ledger.Last.Rules))!.Value,
            Neighbours = catalog.AdmissionPolicy().Scoring!.Neighbours,
            TreeSize = size,
        };
        var pool = new MeasurementPool(catalog, reading, datasetKey, dataset, Pool(catalog, dataset, size), size);
        IReadOnlyList<Measurements> measured = await pool.MeasureAsync(targets, options, progress, cancellation).ConfigureAwait(false);
        var payloads = new List<BatchJudge>(targets.Count);
        foreach ((BatchState batch, Measurements one) in targets.Zip(measured))
        {
            byte[] details = await DetailsOfAsync(reading, batch, one).ConfigureAwait(false);
            payloads.Add(ToPayload(batch, one, await store.PutAsync(details, cancellation).ConfigureAwait(false)));
        }
        return payloads;
    }

    /// <summary>Size of the tree at which batches of a dataset are measured now: its newest batch is under it.</summary>
    public static TreeSize PoolSize(Catalog catalog, string dataset) =>
        new((ulong)(catalog.Ledger.State.Find(DatasetKeys.PoolSize(dataset))?.Value ?? 0));

    /// <summary>The batches that measuring these targets at a size reads: the open ones to compare with, and the targets.</summary>
    public static IReadOnlyList<BatchState> ReadBy(Catalog catalog, string dataset, TreeSize size, IReadOnlyList<BatchState> targets) =>
        [.. Pool(catalog, dataset, size).Where(batch => batch.Tier == BatchTier.Open || targets.Any(target => target.Id == batch.Id))];

    /// <summary>The same as of when this judgement's measurements were taken, but for what was withdrawn since.</summary>
    public static IReadOnlyList<BatchState> ReadAgainBy(Catalog catalog, BatchState target, BatchJudge judged) =>
        [.. Pool(catalog, target.Dataset, judged.TreeSize)
            .Where(batch => batch.Withdrawn is null && (batch.Tier == BatchTier.Open || batch.Id == target.Id))];

    /// <summary>Takes the measurements of judgements again.</summary>
    /// <param name="reading">The auditor's own.</param>
    /// <returns>What came of each: first those of a code that this program does not know, then in the order of their tree sizes.</returns>
    public static async IAsyncEnumerable<RecheckResult> RecheckAsync(
        Catalog catalog, BatchReading reading, DatasetKey? datasetKey, string dataset, IReadOnlyList<BatchJudge> judged,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ILookup<bool, BatchJudge> byKnown = judged.ToLookup(judge => MeasuringCode.Find(judge.Code) is not null);
        foreach (BatchJudge judge in byKnown[false])
        {
            yield return new RecheckResult(
                judge, RecheckStatus.OtherCode,
                $"they were taken by {judge.Code}, this program knows up to {MeasuringCode.NameOf(MeasuringCode.Newest)}");
        }
        foreach (IGrouping<JudgeOptions, BatchJudge> group in byKnown[true].GroupBy(OptionsOf).OrderBy(group => group.Key.TreeSize))
        {
            BatchJudge[] comparable = [.. group];
            IReadOnlyList<BatchState> then = Pool(catalog, dataset, group.Key.TreeSize);
            var pool = new MeasurementPool(catalog, reading, datasetKey, dataset, then, group.Key.TreeSize);
            if (await FirstGoneAsync(reading, then, cancellation).ConfigureAwait(false) is { } gone)
            {
                foreach (BatchJudge judge in comparable)
                {
                    yield return await PartlyAsync(catalog, reading, pool, Lost(judge, gone), cancellation).ConfigureAwait(false);
                }
                continue;
            }
            foreach (BatchJudge[] together in Portions(catalog, comparable))
            {
                IReadOnlyList<RecheckResult> results = await RecheckAsync(catalog, reading, pool, together, group.Key, cancellation)
                    .ConfigureAwait(false);
                foreach (RecheckResult result in results)
                {
                    yield return result.Measured is null
                        ? await PartlyAsync(catalog, reading, pool, result, cancellation).ConfigureAwait(false)
                        : result;
                }
            }
        }
    }

    /// <summary>The batch that was withdrawn first of those that are no longer there; null where all are.</summary>
    private static async ValueTask<BatchState?> FirstGoneAsync(
        BatchReading reading, IReadOnlyList<BatchState> pool, CancellationToken cancellation)
    {
        foreach (BatchState batch in pool.Where(batch => batch.Withdrawn is not null).OrderBy(batch => batch.Withdrawn!.Value))
        {
            if (await reading.IsGoneAsync(batch, cancellation).ConfigureAwait(false))
            {
                return batch;
            }
        }
        return null;
    }

    private static RecheckResult Lost(BatchJudge judge, BatchState gone) =>
        new(judge, RecheckStatus.Withdrawn, $"{gone.Id} was withdrawn at entry {gone.Withdrawn}") { Lost = gone };

    /// <summary>
    /// Open batches are measured in one go; a sealed one alone, so that one that cannot be opened hides nothing of the others.
    /// </summary>
    private static IEnumerable<BatchJudge[]> Portions(Catalog catalog, BatchJudge[] judged)
    {
        ILookup<bool, BatchJudge> byOpen = judged.ToLookup(judge => catalog.Batch(judge.Batch).Tier == BatchTier.Open);
        return byOpen[true].Any()
            ? [[.. byOpen[true]], .. byOpen[false].Select(judge => new[] { judge })]
            : byOpen[false].Select(judge => new[] { judge });
    }

    /// <summary>
    /// Where a judgement cannot be measured again as a whole, what the batch's own cells say still can, and so can whether the details are
    /// what was signed: a lie about that stays provable, whatever became of the batches that it was compared with.
    /// </summary>
    private static async Task<RecheckResult> PartlyAsync(
        Catalog catalog, BatchReading reading, MeasurementPool pool, RecheckResult whole, CancellationToken cancellation)
    {
        BatchJudge signed = whole.Judge;
        OwnCells? own = await FindCellsAsync(catalog, pool, signed, cancellation).ConfigureAwait(false);
        string? difference = own is null
            ? null
            : DifferenceIn(signed, own.Fractions.Select(fraction => new CheckResult(fraction.Check, fraction.Good, fraction.Of)));
        difference ??= await DetailsProblemAsync(catalog, reading, signed, own, cancellation).ConfigureAwait(false);
        return difference is null ? whole : new RecheckResult(signed, RecheckStatus.Differs, difference);
    }

    /// <summary>Null where the batch itself cannot be read.</summary>
    private static async Task<OwnCells?> FindCellsAsync(
        Catalog catalog, MeasurementPool pool, BatchJudge signed, CancellationToken cancellation)
    {
        try
        {
            return await pool.MeasureCellsAsync(catalog.Batch(signed.Batch), MeasuringCode.Find(signed.Code)!.Value, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfContent(e) || e is WithdrawnException or SealedException)
        {
            return null;
        }
    }

    /// <summary>Why the details are not those of the judgement; null where they may be, or are not there to be looked at.</summary>
    private static async Task<string?> DetailsProblemAsync(
        Catalog catalog, BatchReading reading, BatchJudge signed, OwnCells? own, CancellationToken cancellation)
    {
        BatchState batch = catalog.Batch(signed.Batch);
        if (batch.Tier != BatchTier.Open && own is null)
        {
            return null; // nothing shows that the secret at hand is the batch's
        }
        byte[] bytes;
        try
        {
            bytes = await catalog.Store.ReadAsync(signed.Details.Within(ObjectLimits.Details, "details"), cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfContent(e))
        {
            return null;
        }
        using BatchSecret? secret = batch.Tier == BatchTier.Open ? null : await reading.SecretAsync(batch).ConfigureAwait(false);
        try
        {
            byte[] plain = secret is null ? bytes : SealedObject.Open(SealedKind.Details, bytes, secret);
            var details = Measurements.Read(CborMap.Read(plain, "details"));
            bool isOfJudgement = ToPayload(batch, details, signed.Details).ToMap().ToBytes().AsSpan()
                .SequenceEqual(signed.ToMap().ToBytes()) && details.Batch == batch.Root && details.Records == batch.Records;
            return !isOfJudgement ? "the details are of another batch, or say other counts than were signed"
                : own is not null && details.MissingCells != own.MissingCells
                ? $"the details say {details.MissingCells} missing cells, the batch has {own.MissingCells}"
                : null;
        }
        catch (MalformedException e)
        {
            return $"the details are none: {e.Message}";
        }
    }

    private static async Task<IReadOnlyList<RecheckResult>> RecheckAsync(
        Catalog catalog, BatchReading reading, MeasurementPool pool, BatchJudge[] judged, JudgeOptions options,
        CancellationToken cancellation)
    {
        try
        {
            BatchState[] targets = [.. judged.Select(judge => catalog.Batch(judge.Batch))];
            IReadOnlyList<Measurements> measured = await pool.MeasureAsync(targets, options, null, cancellation).ConfigureAwait(false);
            var results = new List<RecheckResult>(judged.Length);
            foreach ((Measurements again, BatchJudge signed) in measured.Zip(judged))
            {
                results.Add(await CompareAsync(catalog, reading, again, signed).ConfigureAwait(false));
            }
            return results;
        }
        catch (WithdrawnException e)
        {
            return [.. judged.Select(judge => Lost(judge, e.Batch))];
        }
        catch (Exception e) when (e is SealedException or DatasetKeyMissingException)
        {
            return [.. judged.Select(judge => new RecheckResult(judge, RecheckStatus.Sealed, e.Message))];
        }
        catch (Exception e) when (IsOfContent(e))
        {
            return [.. judged.Select(judge => new RecheckResult(judge, RecheckStatus.Impossible, e.Message))];
        }
    }

    /// <summary>What reading and measuring what others wrote may end with.</summary>
    private static bool IsOfContent(Exception e) => e is ContentException or MalformedException or ArgumentException
        or InvalidOperationException or IOException or UnauthorizedAccessException;

    private static async ValueTask<RecheckResult> CompareAsync(
        Catalog catalog, BatchReading reading, Measurements measured, BatchJudge signed)
    {
        BatchState batch = catalog.Batch(signed.Batch);
        BatchJudge again = ToPayload(
            batch, measured, ObjectReference.Of(await DetailsOfAsync(reading, batch, measured).ConfigureAwait(false)));
        return again.ToMap().ToBytes().AsSpan().SequenceEqual(signed.ToMap().ToBytes())
            ? new RecheckResult(signed, RecheckStatus.Agrees, "", again)
            : new RecheckResult(signed, RecheckStatus.Differs, Difference(signed, again), again);
    }

    /// <summary>What had been registered, and neither refused nor withdrawn, when the tree had this size.</summary>
    private static IReadOnlyList<BatchState> Pool(Catalog catalog, string dataset, TreeSize size) =>
        [.. catalog.Batches(dataset).Where(batch => batch.IsComparedAt(size))];

    private static JudgeOptions OptionsOf(BatchJudge judge) => new()
    {
        Code = MeasuringCode.Find(judge.Code)!.Value,
        Neighbours = judge.Neighbours,
        TreeSize = judge.TreeSize,
    };

    /// <summary>What was found in single records: nobody's business where the batch is sealed, so it is sealed with it.</summary>
    private static async ValueTask<byte[]> DetailsOfAsync(BatchReading reading, BatchState batch, Measurements measured)
    {
        byte[] details = measured.ToMap().ToBytes();
        using BatchSecret? secret = await reading.SecretAsync(batch).ConfigureAwait(false);
        return secret is null ? details : SealedObject.SealDetails(details, secret);
    }

    private static BatchJudge ToPayload(BatchState batch, Measurements measured, ObjectReference details) => new(
        batch.Id, batch.Root,
        [.. measured.Fractions().Select(fraction => new CheckResult(
            fraction.Check, fraction.Good, fraction.Of, fraction.Seeds?.FewestGood, fraction.Seeds?.MostGood))],
        measured.Code, measured.Neighbours, details, measured.Pool, measured.TreeSize);

    /// <summary>The first check that was signed otherwise; null where none was.</summary>
    private static string? DifferenceIn(BatchJudge signed, IEnumerable<CheckResult> again)
    {
        foreach (CheckResult now in again)
        {
            CheckResult? then = signed.Checks.FirstOrDefault(check => check.Check == now.Check);
            if (then != now)
            {
                return $"check {now.Check}: measured now {Words(now)}, signed was {(then is null ? "nothing" : Words(then))}";
            }
        }
        return null;
    }

    private static string Difference(BatchJudge signed, BatchJudge again)
    {
        if (DifferenceIn(signed, again.Checks) is { } check)
        {
            return check;
        }
        return signed.Pool != again.Pool ? "the batches compared with are not those registered at that tree size" : "the details differ";
    }

    private static string Words(CheckResult result) => result.MostGood is null
        ? $"{result.Good} of {result.Of}"
        : $"{result.Good} of {result.Of} (by seeds {result.FewestGood} to {result.MostGood})";
}

/// <summary>What became of a judgement when it was measured again.</summary>
public enum RecheckStatus
{
    Agrees,
    Differs,

    /// <summary>A batch that it was measured against was withdrawn since.</summary>
    Withdrawn,

    /// <summary>A sealed batch cannot be opened here.</summary>
    Sealed,

    /// <summary>Content is missing or altered.</summary>
    Impossible,

    /// <summary>Another version of the checks took them.</summary>
    OtherCode,
}

/// <param name="Problem">One sentence; empty where it agrees.</param>
/// <param name="Measured">What measuring gave now; null where it could not be measured as a whole.</param>
public sealed record RecheckResult(BatchJudge Judge, RecheckStatus Status, string Problem, BatchJudge? Measured = null)
{
    /// <summary>The first batch withdrawn that it was measured against; null where all are there.</summary>
    public BatchState? Lost { get; init; }
}
