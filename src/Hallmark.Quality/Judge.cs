using System.Buffers.Binary;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Checks;
using Hallmark.Quality.Labels;
using Hallmark.Quality.Targets;

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
    /// An empty pool, batches of different schemas or with the same root, or a target that is not in the pool.
    /// </exception>
    /// <exception cref="UntrueBatchException">Records that do not give their batch's root.</exception>
    public static IReadOnlyList<Measurements> Measure(
        IReadOnlyList<PoolBatch> pool, IReadOnlyList<Digest> targets, JudgeOptions options, Action<string, double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        PoolBatch[] ordered = [.. pool.OrderBy(batch => batch.Entry).ThenBy(batch => batch.Root)];
        Require(ordered, targets);
        Digest pooled = PoolRoot(ordered);
        ulong seed = BinaryPrimitives.ReadUInt64BigEndian(pooled.ToArray());
        CheckedRecords records = PoolReading.Read(ordered, targets.ToHashSet(), seed, options, progress, cancellation);
        var run = CheckRun.Measure(records, progress, cancellation);
        var measurements = new List<Measurements>();
        foreach (Digest root in targets)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke("each batch", (double)measurements.Count / targets.Count);
            CheckedBatch batch = records.Batches.First(other => other.Root == root);
            measurements.Add(Describe(records, run, batch, pooled, ordered[0].Schema, options));
        }
        return measurements;
    }

    /// <summary>What the checks find that look at a record's own cells alone; the same in every pool.</summary>
    /// <param name="code">Version of the <see cref="MeasuringCode"/>.</param>
    public static OwnCells MeasureCells(RecordBatch batch, int code) => new(
        [.. CheckList.Of(code).OfType<CellCheck>().Select(check => check.Look(batch, findingLimit: 0).Fraction)],
        PoolReading.MissingCells(batch));

    private static Measurements Describe(
        CheckedRecords records, CheckRun run, CheckedBatch batch, Digest pool, Schema schema, JudgeOptions options)
    {
        IReadOnlyList<CheckFindings> found = run.In(batch, options.FindingsPerCheck);
        long across = run.Measurement<CopiedRows>()!.FromBefore(batch);
        return new Measurements
        {
            Code = MeasuringCode.NameOf(options.Code),
            Batch = batch.Root,
            Pool = pool,
            TreeSize = options.TreeSize,
            Neighbours = options.Neighbours,
            FindingsPerCheck = options.FindingsPerCheck,
            Records = batch.Count,
            SchemaViolations = Of<SchemaCheck>().Count,
            RangeViolations = Of<RangesCheck>().Count,
            MissingCells = batch.MissingCells,
            ExactDuplicatesWithin = Of<DuplicatesCheck>().Count - across,
            ExactDuplicatesAcross = across,
            ConflictingLabels = Of<ConflictsCheck>().Count,
            HasLabel = schema.HasClasses,
            LabelChecked = Of<LabelAgreementCheck>().Of,
            LabelAgreed = Of<LabelAgreementCheck>().Fraction.Good,
            IgnoredColumns = schema.Columns.Index().Count(item => item.Index != schema.LabelIndex && !item.Item.IsNumeric),
            Seed = records.Seed,
            PoolChecks = [.. found.Where(findings => !Measurements.HasOwnFields(findings.Check)).Select(findings => findings.Fraction)],
            Noise = NoiseOf(run.Measurement<LabelMeasurement>(), batch),
            FarTargets = FarOf(run.Measurement<TargetMeasurement>(), batch),
            LabelsMeasurable = options.Code >= MeasuringCode.Unseen && schema.HasClasses
                ? run.Measurement<LabelMeasurement>() is { IsMeasurable: true } : null,
            Findings = [.. found.SelectMany(findings => findings.Findings)],
        };

        CheckFindings Of<T>()
            where T : Check => found.Single(findings => findings.Check is T);
    }

    private static NoiseShare NoiseOf(LabelMeasurement? labels, CheckedBatch batch)
    {
        if (labels is not { Refusal: null })
        {
            return new NoiseShare(0, 0, 0);
        }
        NoiseEstimate estimate = labels.NoiseOf(batch.Rows);
        return new NoiseShare(Share.Ppm(estimate.Rate), Share.Ppm(estimate.Low), Share.Ppm(estimate.High));
    }

    private static NoiseShare? FarOf(TargetMeasurement? targets, CheckedBatch batch)
    {
        if (targets is not { Refusal: null })
        {
            return null;
        }
        (double rate, double low, double high) = targets.ShareOf(batch.Rows);
        return new NoiseShare(Share.Ppm(rate), Share.Ppm(low), Share.Ppm(high));
    }

    /// <summary>What a pool is called in measurements: the RFC 9162 root over the sorted roots of its batches, each as an entry.</summary>
    public static Digest PoolRoot(IEnumerable<PoolBatch> pool) => PoolRoot(pool.Select(batch => batch.Root));

    /// <summary>The same from the batches' roots.</summary>
    public static Digest PoolRoot(IEnumerable<Digest> roots) =>
        MerkleTree.Root([.. roots.Order().Select(root => MerkleTree.LeafHash(root.ToArray()))]);

    private static void Require(PoolBatch[] ordered, IReadOnlyList<Digest> targets)
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

/// <summary>What a batch's own cells say, without looking at any other.</summary>
/// <param name="Fractions">Of the checks that look at nothing else.</param>
/// <param name="MissingCells">Cells without a value, the label's left out.</param>
public sealed record OwnCells(IReadOnlyList<CheckFraction> Fractions, long MissingCells);
