using System.Buffers.Binary;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>
/// Measures batches against a pool of batches of the same dataset. Measuring only: what the counts mean is for contracts to
/// decide. The result is a pure function of the pool, whatever the order it is given in and however many threads there are:
/// batches are taken by entry, their records by index.
/// </summary>
public static class Judge
{
    /// <param name="pool">All batches to compare with, the targets among them.</param>
    /// <param name="targets">Roots of the batches to measure.</param>
    /// <param name="options">Parameters.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    /// <returns>One measurement for each target, in the order of the targets.</returns>
    /// <exception cref="ArgumentException">
    /// An empty pool, batches of different schemas or with the same root, records that do not give their batch's root, or a
    /// target that is not in the pool.
    /// </exception>
    public static IReadOnlyList<Measurements> Measure(
        IReadOnlyList<PoolBatch> pool, IReadOnlyList<Digest> targets, JudgeOptions options, Action<string, double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        PoolBatch[] ordered = [.. pool.OrderBy(batch => batch.Entry).ThenBy(batch => batch.Root)];
        Check(ordered, targets);
        Digest poolRoot = PoolRoot(ordered);
        ulong seed = BinaryPrimitives.ReadUInt64BigEndian(poolRoot.ToArray());
        var contents = PoolContents.Read(ordered, [.. targets], options.FindingsPerCheck, progress, cancellation);
        var duplicates = new ExactDuplicates(contents);
        var conflicts = new ConflictingLabels(contents);
        var poolChecks = new PoolChecks(contents, seed, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        progress?.Invoke("neighbours", 0);
        var agreement = new LabelAgreement(contents, seed, options.Neighbours);
        var measurements = new List<Measurements>();
        foreach (Digest root in targets)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke("each batch", (double)measurements.Count / targets.Count);
            int place = contents.PlaceOf(root);
            SchemaCheck schema = contents.CellsOf(place);
            var copied = new CheckResult(CheckNames.Duplicates, options.FindingsPerCheck);
            var conflicting = new CheckResult(CheckNames.Conflicts, options.FindingsPerCheck);
            var disagreeing = new CheckResult(CheckNames.Labels, options.FindingsPerCheck);
            (long within, long across) = duplicates.Measure(place, copied);
            conflicts.Measure(place, conflicting);
            (long labelChecked, long labelAgreed) = agreement.Measure(place, disagreeing);
            (IReadOnlyList<CheckFraction> pooled, NoiseShare noise, IReadOnlyList<Finding> found) = poolChecks.Measure(place, options.FindingsPerCheck);
            measurements.Add(new Measurements
            {
                Batch = root,
                Pool = poolRoot,
                TreeSize = options.TreeSize,
                Neighbours = options.Neighbours,
                FindingsPerCheck = options.FindingsPerCheck,
                Records = ordered[place].Count,
                SchemaViolations = schema.Violations.Count,
                RangeViolations = schema.OutOfRange.Count,
                MissingCells = schema.MissingCells,
                ExactDuplicatesWithin = within,
                ExactDuplicatesAcross = across,
                ConflictingLabels = conflicting.Count,
                HasLabel = contents.Schema.LabelIndex >= 0,
                LabelChecked = labelChecked,
                LabelAgreed = labelAgreed,
                IgnoredColumns = IgnoredColumns(contents.Schema),
                Findings = [.. schema.Violations.Findings, .. schema.OutOfRange.Findings, .. copied.Findings, .. conflicting.Findings, .. disagreeing.Findings, .. found],
                Seed = seed,
                PoolChecks = pooled,
                Noise = noise,
            });
        }
        return measurements;
    }

    /// <summary>What a pool is called in measurements: the RFC 9162 root over the sorted roots of its batches, each as an entry.</summary>
    public static Digest PoolRoot(IEnumerable<PoolBatch> pool) => PoolRoot(pool.Select(batch => batch.Root));

    /// <summary>The same from the batches' roots.</summary>
    public static Digest PoolRoot(IEnumerable<Digest> roots) =>
        MerkleTree.Root([.. roots.Order().Select(root => MerkleTree.LeafHash(root.ToArray()))]);

    private static long IgnoredColumns(Schema schema) =>
        schema.Columns.Index().Count(item => item.Index != schema.LabelIndex && !item.Item.IsNumeric);

    private static void Check(PoolBatch[] ordered, IReadOnlyList<Digest> targets)
    {
        if (ordered.Length == 0)
        {
            throw new ArgumentException("The pool is empty.");
        }
        var roots = new HashSet<Digest>();
        for (int i = 0; i < ordered.Length; i++)
        {
            if (ordered[i].Schema.Digest != ordered[0].Schema.Digest)
            {
                throw new ArgumentException($"Batch {ordered[i].Root} has another schema than batch {ordered[0].Root}.");
            }
            if (!roots.Add(ordered[i].Root))
            {
                throw new ArgumentException($"Batch {ordered[i].Root} is in the pool twice.");
            }
        }
        foreach (Digest target in targets.Where(target => !roots.Contains(target)))
        {
            throw new ArgumentException($"Batch {target} is not in the pool.");
        }
    }
}
