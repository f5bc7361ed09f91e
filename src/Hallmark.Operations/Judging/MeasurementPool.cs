using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Quality;

namespace Hallmark.Operations.Judging;

/// <summary>
/// The batches of a dataset that measurements compare with, all under the schema in force at that size of the tree. Open ones are read.
/// A sealed one is opened only to be judged itself;
/// all others are compared with by the fingerprints that its provider registered with it.
/// </summary>
internal sealed class MeasurementPool(
    Catalog catalog, BatchReading reading, DatasetKey? datasetKey, string dataset, IReadOnlyList<BatchState> batches, TreeSize treeSize)
{
    /// <returns>One for each target, in their order.</returns>
    public async Task<IReadOnlyList<Measurements>> MeasureAsync(
        IReadOnlyList<BatchState> targets, JudgeOptions options, Action<string, double>? progress, CancellationToken cancellation)
    {
        Schema schema = await catalog.SchemaAsync(dataset, treeSize, cancellation).ConfigureAwait(false);
        PoolBatch[] open = [.. batches.Where(batch => batch.Tier == BatchTier.Open).Select(batch => Read(batch, schema))];
        try
        {
            return await MeasureAsync(targets, schema, open, options, progress, cancellation).ConfigureAwait(false);
        }
        catch (UntrueBatchException)
        {
            // Whoever signs what its records are not must not keep others from being judged: such a batch is compared with nothing.
            return await MeasureAsync(targets, schema, [.. open.Where(IsTrue)], options, progress, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Measurements>> MeasureAsync(
        IReadOnlyList<BatchState> targets, Schema schema, PoolBatch[] open, JudgeOptions options, Action<string, double>? progress,
        CancellationToken cancellation)
    {
        Dictionary<Digest, Measurements> measured = [];
        Digest[] openTargets = [.. targets.Where(batch => batch.Tier == BatchTier.Open).Select(batch => batch.Root)];
        if (openTargets.Length > 0)
        {
            foreach (Measurements one in Judge.Measure(open, openTargets, options, progress, cancellation))
            {
                measured[one.Batch] = one;
            }
        }
        var records = open.ToDictionary(batch => batch.Root, batch => batch.Read);
        foreach (BatchState target in targets.Where(batch => batch.Tier != BatchTier.Open))
        {
            PoolBatch own = await ReadCheckedAsync(target, schema, cancellation).ConfigureAwait(false);
            records[target.Root] = own.Read;
            measured[target.Root] = Judge.Measure([.. open, own], [target.Root], options, progress, cancellation)[0];
        }
        return batches.All(batch => batch.Tier == BatchTier.Open)
            ? [.. targets.Select(target => measured[target.Root])]
            : await CompareSealedAsync(targets, measured, records, cancellation).ConfigureAwait(false);
    }

    /// <summary>What the checks find that look at a batch's own cells alone, whatever else the pool has.</summary>
    public async Task<OwnCells> MeasureCellsAsync(BatchState target, int code, CancellationToken cancellation)
    {
        Schema schema = await catalog.SchemaAsync(dataset, treeSize, cancellation).ConfigureAwait(false);
        PoolBatch own = target.Tier == BatchTier.Open
            ? Read(target, schema)
            : await ReadCheckedAsync(target, schema, cancellation).ConfigureAwait(false);
        return Judge.MeasureCells(own.Read(), code);
    }

    /// <summary>Puts in what only fingerprints can tell: copies and conflicting labels across all batches, whoever may open them.</summary>
    private async Task<IReadOnlyList<Measurements>> CompareSealedAsync(
        IReadOnlyList<BatchState> targets, Dictionary<Digest, Measurements> measured, Dictionary<Digest, Func<RecordBatch>> records,
        CancellationToken cancellation)
    {
        DatasetKey key = datasetKey ?? throw new DatasetKeyMissingException(dataset);
        var all = new List<(BatchState Batch, Fingerprints? Prints)>();
        foreach (BatchState batch in batches)
        {
            // what is not there is compared with nothing
            if (batch.Tier != BatchTier.Absent || targets.Any(target => target.Id == batch.Id))
            {
                all.Add((batch, await PrintsOfAsync(batch, key, records, cancellation).ConfigureAwait(false)));
            }
        }
        Digest pool = Judge.PoolRoot(batches.Select(batch => batch.Root));
        return [.. targets.Select(target =>
        {
            Measurements one = measured[target.Root] with { Pool = pool };
            IEnumerable<Fingerprints> Others(Func<BatchState, bool> which) =>
                all.Where(other => which(other.Batch)).Select(other => other.Prints).OfType<Fingerprints>();
            if (all.First(item => item.Batch.Root == target.Root).Prints is not { } own)
            {
                // Without true fingerprints nobody can say that a record is new: none counts as such, so the policy keeps the batch out.
                return one with { ExactDuplicatesWithin = target.Records, ExactDuplicatesAcross = 0 };
            }
            (long within, long across) = own.Copies(Others(other => other.Entry < target.Entry));
            return one with
            {
                ExactDuplicatesWithin = within,
                ExactDuplicatesAcross = across,
                ConflictingLabels = one.HasLabel ? own.Conflicts(Others(other => other.Root != target.Root)) : 0,
            };
        })];
    }

    /// <summary>
    /// Null where a provider registered none, or others than its records have, or under another key, or a sketch that is not theirs: that
    /// is its own harm, and must not stop the judging of others.
    /// </summary>
    private async ValueTask<Fingerprints?> PrintsOfAsync(
        BatchState batch, DatasetKey key, Dictionary<Digest, Func<RecordBatch>> records, CancellationToken cancellation)
    {
        if (batch.Tier == BatchTier.Open)
        {
            return Fingerprints.Of(records[batch.Root](), key);
        }
        if (catalog.Manifest(batch).Fingerprints is not { } reference)
        {
            return null;
        }
        try
        {
            var registered = Fingerprints.Open(
                await catalog.Store.ReadAsync(reference, cancellation).ConfigureAwait(false), key, batch.Root);
            bool sketched = catalog.Manifest(batch).Sketch is not { } sketch || sketch.Equals(registered.Sketch());
            bool ofRecords = !records.TryGetValue(batch.Root, out Func<RecordBatch>? opened)
                || registered.SameAs(Fingerprints.Of(opened(), key));
            return sketched && ofRecords ? registered : null;
        }
        catch (ContentException) when (batch.Withdrawn is not null)
        {
            throw new WithdrawnException(batch);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static bool IsTrue(PoolBatch batch)
    {
        try
        {
            return MerkleTree.Root(batch.Read().Leaves()) == batch.Root;
        }
        catch (UntrueBatchException)
        {
            return false;
        }
    }

    private RecordBatch ReadTrue(BatchState batch, Schema schema)
    {
        try
        {
            return reading.ReadAsync(batch, schema).Pull();
        }
        catch (MalformedException e)
        {
            throw new UntrueBatchException(batch.Root, e.Message);
        }
    }

    private PoolBatch Read(BatchState batch, Schema schema) => new(
        batch.Root, batch.Entry, schema, (int)batch.Records, () => ReadTrue(batch, schema))
    {
        Provider = batch.Provider,
        Accepted = batch.WasAt(Verdict.Accepted, treeSize),
    };

    /// <summary>A sealed batch's root is over salted leaves: it is derived again here, where the secret is at hand.</summary>
    private async ValueTask<PoolBatch> ReadCheckedAsync(BatchState batch, Schema schema, CancellationToken cancellation)
    {
        PoolBatch read = Read(batch, schema) with { Salted = true };
        using BatchSecret? secret = await reading.SecretAsync(batch).ConfigureAwait(false);
        BatchExamination examination = await BatchVerifier
            .ExamineAsync(catalog.Manifest(batch), schema, catalog.Store, secret, cancellation).ConfigureAwait(false);
        return examination.Damages.Count == 0
            ? read
            : throw new MalformedException($"batch {batch.Id}", examination.Damages[0].Message);
    }
}

/// <summary>A dataset has sealed batches, and the key under which its records are compared is not here.</summary>
public sealed class DatasetKeyMissingException(string dataset) : Exception(
    $"{dataset} has sealed batches, and the key under which its records are compared is not here; its owner shares it");
