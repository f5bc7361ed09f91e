using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Targets;

/// <summary>
/// Numbers to be foretold that the other records do not bear out: a line through the other folds (<see cref="RidgeFolds"/>), and what it
/// leaves is foretold by the median of the nearest records of the other folds, where that leaves less. What is far beyond the usual spread
/// of what is left is doubted. The spread is of medians, which wrong targets hardly move while they are few.
/// </summary>
public static class DoubtfulTargets
{
    /// <summary>Fewer targets say too little of what is usual.</summary>
    public const int LeastRecords = 50;

    private const int Folds = 5;
    private const int Neighbours = 10;
    private const int VotersMax = 20_000; // neighbours of more records cost more than they add
    private const double Far = 5; // normal residuals are so far once in two million, those of a double exponential twice in a thousand
    private const double Usual = 6; // targets farther from their median pull the line no more than these
    private const double NormalMedian = 0.6745; // of the size of a normal number
    private const double NormalFourFifths = 1.2816;

    /// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
    /// <param name="targets">One for each record; not a number where it has none.</param>
    /// <param name="contents">What records share that are copies but for their target: they do not vouch for each other.</param>
    /// <param name="seed">Decides folds.</param>
    public static TargetMeasurement Measure(Matrix features, double[] targets, IReadOnlyList<Digest> contents, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(features);
        int[] rows = [.. Enumerable.Range(0, targets.Length).Where(row => double.IsFinite(targets[row]))];
        if (rows.Length < LeastRecords)
        {
            return TargetMeasurement.Refused(targets.Length, $"{rows.Length} records have a target, fewer than {LeastRecords}");
        }
        double[] given = [.. rows.Select(row => targets[row])];
        double spread = Spread(given, Median(given));
        if (!(spread > 0) || !double.IsFinite(spread))
        {
            return TargetMeasurement.Refused(targets.Length, "most targets are one number");
        }
        int[] folds = FoldsOf([.. rows.Select(row => contents[row])], seed);
        if (folds.Distinct().Count() < Folds)
        {
            return TargetMeasurement.Refused(targets.Length, "most records are copies of each other");
        }
        double[] foretold = Foretell(LabelFeatures.Of(features.Gather(rows), seed).ForNeighbours, given, spread, folds, seed);
        return Judge(targets.Length, rows, given, spread, foretold);
    }

    private static double[] Foretell(Matrix features, double[] given, double spread, int[] folds, ulong seed)
    {
        double middle = Median(given);
        double[] tame = [.. given.Select(target => Math.Clamp(target, middle - (Usual * spread), middle + (Usual * spread)))];
        double[] line = RidgeFolds.Foretell(features, tame, folds, Folds);
        double[] left = Minus(tame, line);
        int[] voters = Drawn.Rows(given.Length, VotersMax, seed);
        Neighbours near = new NearestNeighbours(features.Gather(voters))
            .Find(features, Neighbours, folds, [.. voters.Select(row => folds[row])]);
        double[] bent = [.. line.Select((value, row) => value + MedianOf(near.Indices(row), voters, left))];
        double[] flat = [.. Enumerable.Repeat(middle, given.Length)];
        return ((double[][])[line, bent, flat]).MinBy(model => SpreadOf(given, model))!;
    }

    private static TargetMeasurement Judge(int records, int[] rows, double[] given, double spread, double[] foretold)
    {
        double[] left = Minus(given, foretold);
        double middle = Median(left);
        double usual = Spread(left, middle);
        if (!(usual > 0))
        {
            return TargetMeasurement.Refused(records, "most targets follow from the other columns without a remainder");
        }
        var measured = new TargetMeasurement(
            new bool[records], [.. Enumerable.Repeat(double.NaN, records)], new double[records], new bool[records])
        {
            Explained = Math.Clamp(1 - (usual / spread), 0, 1),
        };
        int[] farthest = [.. Enumerable.Range(0, rows.Length).OrderByDescending(i => Math.Abs(left[i] - middle)).ThenBy(i => i)];
        for (int rank = 0; rank < farthest.Length; rank++)
        {
            int i = farthest[rank];
            double far = Math.Abs(left[i] - middle) / usual;
            // So many would lie as far by chance, of those that do.
            double chance = rows.Length * ChiSquare.Survival(far * far, 1) / (rank + 1);
            measured.Checked[rows[i]] = true;
            measured.Foretold[rows[i]] = foretold[i];
            measured.Suspicion[rows[i]] = Math.Clamp(1 - chance, 0, 1);
            measured.Flagged[rows[i]] = far >= Far && chance < 0.5;
        }
        return measured;
    }

    private static int[] FoldsOf(Digest[] contents, ulong seed)
    {
        Digest[] distinct = [.. contents.Distinct()];
        new SeededRandom(seed, "target.folds").Shuffle<Digest>(distinct);
        Dictionary<Digest, int> foldOf = distinct.Index().ToDictionary(item => item.Item, item => item.Index % Folds);
        return [.. contents.Select(content => foldOf[content])];
    }

    /// <summary>As a standard deviation where all is normal: by the median, or by four fifths where the rest lies farther out.</summary>
    private static double Spread(double[] values, double middle)
    {
        double[] sizes = [.. values.Select(value => Math.Abs(value - middle)).Order()];
        return Math.Max(sizes[sizes.Length / 2] / NormalMedian, sizes[sizes.Length * 4 / 5] / NormalFourFifths);
    }

    private static double SpreadOf(double[] given, double[] foretold)
    {
        double[] left = Minus(given, foretold);
        return Spread(left, Median(left));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double MedianOf(ReadOnlySpan<int> near, int[] voters, double[] left)
    {
        if (near.IsEmpty)
        {
            return 0;
        }
        double[] values = new double[near.Length];
        for (int i = 0; i < near.Length; i++)
        {
            values[i] = left[voters[near[i]]];
        }
        return Median(values);
    }

    private static double[] Minus(double[] values, double[] others) => [.. values.Zip(others, (value, other) => value - other)];
}
