using Hallmark.Learning;

namespace Hallmark.Quality.Drift;

/// <summary>
/// Do incoming records look like those accepted before? Of each feature the distribution of its finite values (Kolmogorov and
/// Smirnov) and its bins, which hold missing and infinite values, too (chi-square); and the balance of classes. With few
/// records little can be told: one record alone never raises an alarm about bins or classes.
/// </summary>
public static class DistributionDrift
{
    /// <summary>
    /// Fewer incoming records than this say too little by themselves: they fill no two cells by Cochran's rule, so that bins and classes
    /// tell nothing, and a feature can only lie out of the range of the others.
    /// </summary>
    public const int FewestRecords = 2 * ChiSquare.LeastExpected;

    private sealed record Raw(
        double Index, double Distance, double DistanceP, double BinsP, double[] ReferenceOdd, double[] IncomingOdd);

    /// <param name="reference"><c>[records, features]</c>, at least one record; any numbers.</param>
    /// <param name="incoming">As many features, at least one record; any numbers.</param>
    /// <param name="referenceLabels">Class of each reference record below <paramref name="classes"/>, negative for none; or null.</param>
    /// <param name="incomingLabels">The same of the incoming records; null exactly if those are.</param>
    /// <param name="classes">How many there are; not looked at without labels.</param>
    /// <param name="options">Level and bins.</param>
    /// <exception cref="ArgumentException">Parts that do not fit each other, or no records.</exception>
    public static DriftMeasurement Measure(
        Matrix reference, Matrix incoming, int[]? referenceLabels, int[]? incomingLabels, int classes, DriftOptions options)
    {
        options.Validate();
        RequireFit(reference, incoming);
        var raw = new Raw[reference.Columns];
        Parallel.For(0, raw.Length, feature => raw[feature] = Compare(reference, incoming, feature, options.Bins));
        var chances = new List<double>();
        foreach (Raw feature in raw)
        {
            chances.Add(feature.DistanceP);
            chances.Add(feature.BinsP);
        }
        ClassDrift? classDrift = CompareClasses(reference, incoming, referenceLabels, incomingLabels, classes);
        if (classDrift is not null)
        {
            chances.Add(classDrift.P);
        }
        double[] corrected = Holm([.. chances]);
        FeatureDrift[] features = [.. raw.Select((feature, i) =>
            Describe(i, feature, Math.Min(corrected[2 * i], corrected[(2 * i) + 1]), options.Level))];
        classDrift = classDrift is null ? null : classDrift with { CorrectedP = corrected[^1], Drifted = corrected[^1] <= options.Level };
        return new DriftMeasurement(features, classDrift, reference.Rows, incoming.Rows, chances.Count, options.Level);
    }

    /// <summary>Holm's step-down correction: the smallest chance times all tests, the next times one fewer, never falling.</summary>
    internal static double[] Holm(double[] chances)
    {
        int[] order = [.. Enumerable.Range(0, chances.Length).OrderBy(i => chances[i]).ThenBy(i => i)];
        double[] corrected = new double[chances.Length];
        double highest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, chances[order[rank]] * (order.Length - rank)));
            corrected[order[rank]] = highest;
        }
        return corrected;
    }

    private static Raw Compare(Matrix reference, Matrix incoming, int feature, int bins)
    {
        float[] first = Column(reference, feature);
        float[] second = Column(incoming, feature);
        float[] firstFinite = FiniteAscending(first);
        float[] secondFinite = FiniteAscending(second);
        double distance = KolmogorovSmirnov.Distance(firstFinite, secondFinite);
        var cells = new FeatureBins(firstFinite, bins);
        long[] firstCounts = cells.Count(first);
        long[] secondCounts = cells.Count(second);
        return new Raw(
            FeatureBins.StabilityIndex(firstCounts, secondCounts),
            distance,
            KolmogorovSmirnov.Chance(distance, firstFinite.Length, secondFinite.Length),
            ChiSquare.Homogeneity(firstCounts, secondCounts),
            OddShares(first),
            OddShares(second));
    }

    private static FeatureDrift Describe(int feature, Raw raw, double corrected, double level) => new(
        feature,
        raw.Index,
        raw.Distance,
        raw.DistanceP,
        raw.BinsP,
        corrected,
        corrected <= level,
        raw.ReferenceOdd[0],
        raw.IncomingOdd[0],
        raw.ReferenceOdd[1],
        raw.IncomingOdd[1]);

    private static ClassDrift? CompareClasses(
        Matrix reference, Matrix incoming, int[]? referenceLabels, int[]? incomingLabels, int classes)
    {
        if (referenceLabels is null && incomingLabels is null)
        {
            return null;
        }
        if (referenceLabels?.Length != reference.Rows || incomingLabels?.Length != incoming.Rows)
        {
            throw new ArgumentException(
                $"{reference.Rows} and {incoming.Rows} records have {referenceLabels?.Length} and {incomingLabels?.Length} labels.",
                nameof(incomingLabels));
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        long[] first = CountClasses(referenceLabels, classes);
        long[] second = CountClasses(incomingLabels, classes);
        return new ClassDrift(FeatureBins.StabilityIndex(first, second), ChiSquare.Homogeneity(first, second), 1, false);
    }

    private static long[] CountClasses(int[] labels, int classes)
    {
        long[] counts = new long[classes + 1];
        foreach (int label in labels)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classes, nameof(labels));
            counts[label < 0 ? classes : label]++;
        }
        return counts;
    }

    private static float[] Column(Matrix matrix, int column)
    {
        float[] values = new float[matrix.Rows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = matrix[row, column];
        }
        return values;
    }

    private static float[] FiniteAscending(float[] values)
    {
        float[] finite = Array.FindAll(values, float.IsFinite);
        Array.Sort(finite);
        return finite;
    }

    private static double[] OddShares(float[] values) =>
        [(double)values.Count(float.IsNaN) / values.Length, (double)values.Count(float.IsInfinity) / values.Length];

    private static void RequireFit(Matrix reference, Matrix incoming)
    {
        if (reference.Rows == 0 || incoming.Rows == 0 || reference.Columns != incoming.Columns)
        {
            throw new ArgumentException(
                $"[{incoming.Rows}, {incoming.Columns}] cannot be compared with [{reference.Rows}, {reference.Columns}].",
                nameof(incoming));
        }
    }
}
