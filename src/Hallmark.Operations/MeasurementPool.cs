using Hallmark.Contracts;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Data.Sealing;
using Hallmark.Evidence;
using Hallmark.Quality;

namespace Hallmark.Operations;

/// <summary>
/// The batches of a dataset that measurements compare with. Open ones are read. A sealed one is opened only to be judged itself;
/// all others are compared with by the fingerprints that its provider registered with it.
/// </summary>
internal sealed class MeasurementPool(Catalog catalog, BatchReading reading, DatasetKey? datasetKey, string dataset, IReadOnlyList<BatchState> batches)
{
    private readonly Schema _schema = catalog.Schema(dataset);

    /// <returns>One for each target, in their order.</returns>
    public IReadOnlyList<Measurements> Measure(IReadOnlyList<BatchState> targets, JudgeOptions options, CancellationToken cancellation)
    {
        PoolBatch[] open = [.. batches.Where(batch => batch.Tier == BatchTier.Open).Select(Read)];
        Dictionary<Digest, Measurements> measured = [];
        Digest[] openTargets = [.. targets.Where(batch => batch.Tier == BatchTier.Open).Select(batch => batch.Root)];
        if (openTargets.Length > 0)
        {
            foreach (Measurements one in Judge.Measure(open, openTargets, options, cancellation))
            {
                measured[one.Batch] = one;
            }
        }
        var records = open.ToDictionary(batch => batch.Root, batch => batch.Records);
        foreach (BatchState target in targets.Where(batch => batch.Tier != BatchTier.Open))
        {
            PoolBatch own = ReadChecked(target);
            records[target.Root] = own.Records;
            measured[target.Root] = Judge.Measure([.. open, own], [target.Root], options, cancellation)[0];
        }
        return batches.All(batch => batch.Tier == BatchTier.Open)
            ? [.. targets.Select(target => measured[target.Root])]
            : CompareSealed(targets, measured, records);
    }

    /// <summary>Puts in what only fingerprints can tell: copies and conflicting labels across all batches, whoever may open them.</summary>
    private IReadOnlyList<Measurements> CompareSealed(
        IReadOnlyList<BatchState> targets, Dictionary<Digest, Measurements> measured, Dictionary<Digest, RecordBatch> records)
    {
        DatasetKey key = datasetKey ?? throw new InvalidOperationException(
            $"{dataset} has sealed batches, and the key under which its records are compared is not here; its owner shares it");
        Dictionary<Digest, Fingerprints> prints = batches.ToDictionary(batch => batch.Root, batch => PrintsOf(batch, key, records));
        Digest pool = Judge.PoolRoot(batches.Select(batch => batch.Root));
        return [.. targets.Select(target =>
        {
            Fingerprints own = prints[target.Root];
            (long within, long across) = own.Copies(batches.Where(other => other.Entry < target.Entry).Select(other => prints[other.Root]));
            Measurements one = measured[target.Root];
            return one with
            {
                Pool = pool,
                ExactDuplicatesWithin = within,
                ExactDuplicatesAcross = across,
                ConflictingLabels = one.HasLabel ? own.Conflicts(batches.Where(other => other.Root != target.Root).Select(other => prints[other.Root])) : 0,
            };
        })];
    }

    /// <exception cref="MalformedException">A provider registered other fingerprints than its records have.</exception>
    private Fingerprints PrintsOf(BatchState batch, DatasetKey key, Dictionary<Digest, RecordBatch> records)
    {
        if (batch.Tier == BatchTier.Open)
        {
            return Fingerprints.Of(records[batch.Root], key);
        }
        ObjectReference reference = catalog.Manifest(batch).Fingerprints ?? throw new MalformedException($"{batch.Id}.fingerprints", "are missing");
        var registered = Fingerprints.Open(catalog.Store.Read(reference), key, batch.Root);
        return !records.TryGetValue(batch.Root, out RecordBatch? opened) || registered.SameAs(Fingerprints.Of(opened, key))
            ? registered
            : throw new MalformedException($"{batch.Id}.fingerprints", "are not those of its records");
    }

    private PoolBatch Read(BatchState batch) => new(batch.Root, new EntryIndex((ulong)batch.Entry), reading.Read(batch, _schema));

    /// <summary>A sealed batch's root is over salted leaves: it is derived again here, where the secret is at hand.</summary>
    private PoolBatch ReadChecked(BatchState batch)
    {
        PoolBatch read = Read(batch) with { Salted = true };
        using BatchSecret secret = reading.Secret(batch)!;
        BatchExamination examination = BatchVerifier.Examine(catalog.Manifest(batch), _schema, catalog.Store, secret);
        return examination.Damages.Count == 0
            ? read
            : throw new MalformedException($"batch {batch.Id}", examination.Damages[0].Message);
    }
}
