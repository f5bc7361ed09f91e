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
    /// <param name="groups">What records share that do not vouch for each other either, such as their batch; null: each is its own.</param>
    public static TargetMeasurement Measure(
        Matrix features, double[] targets, IReadOnlyList<Digest> contents, ulong seed, int[]? groups = null)
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
        (int[] folds, int count) = FoldsOf([.. rows.Select(row => contents[row])], groups is null ? [] : [.. rows.Select(row => groups[row])], seed);
        if (count < 2)
        {
            return TargetMeasurement.Refused(targets.Length, "most records are copies of each other");
        }
        double[] foretold = Foretell(LabelFeatures.Of(features.Gather(rows), seed).ForNeighbours, given, folds, count, seed);
        return Judge(targets.Length, rows, given, spread, foretold);
    }

    /// <summary>The same under several seeds, see <see cref="SeveralSeeds"/>: what most of them flag is flagged.</summary>
    /// <inheritdoc cref="Measure(Matrix, double[], IReadOnlyList{Digest}, ulong, int[])"/>
    public static TargetMeasurement MeasureBySeveralSeeds(
        Matrix features, double[] targets, IReadOnlyList<Digest> contents, ulong seed, int[]? groups = null,
        Action<double>? progress = null)
    {
        var each = new List<TargetMeasurement>();
        foreach (ulong own in SeveralSeeds.SeedsOf(seed, "target.seeds"))
        {
            TargetMeasurement found = Measure(features, targets, contents, own, groups);
            if (found.Refusal is not null)
            {
                return found; // no seed can help
            }
            each.Add(found);
            progress?.Invoke((double)each.Count / SeveralSeeds.Count);
        }
        return TargetMeasurement.Pooled(each);
    }

    private static double[] Foretell(Matrix features, double[] given, int[] folds, int count, ulong seed) =>
        Foretell(features, given, folds, count, Drawn.Rows(given.Length, VotersMax, seed), _ => true);

    /// <summary>What the records of other providers foretell of each record.</summary>
    /// <param name="features">Standardised.</param>
    /// <param name="given">One target for each.</param>
    /// <param name="owners">Provider of each, from 0, none without records.</param>
    /// <param name="trusted">Records that are asked, ascending; the others are only foretold.</param>
    /// <param name="seed">Decides who is asked where there are many.</param>
    internal static double[] ForetellByOthers(Matrix features, double[] given, int[] owners, int[] trusted, ulong seed)
    {
        int[] voters = [.. Drawn.Rows(trusted.Length, VotersMax, seed).Select(place => trusted[place])];
        HashSet<int> asked = [.. trusted];
        return Foretell(features, given, owners, owners.Max() + 1, voters, asked.Contains);
    }

    private static double[] Foretell(
        Matrix features, double[] given, int[] folds, int count, int[] voters, Func<int, bool> isAsked)
    {
        double[] known = [.. given.Where((_, row) => isAsked(row))];
        double middle = Median(known);
        double spread = Spread(known, middle);
        double[] tame = [.. given.Select(target => Math.Clamp(target, middle - (Usual * spread), middle + (Usual * spread)))];
        double[] line = RidgeFolds.Foretell(features, tame, folds, count, isAsked);
        double[] left = Minus(tame, line);
        Neighbours near = new NearestNeighbours(features.Gather(voters))
            .Find(features, Neighbours, folds, [.. voters.Select(row => folds[row])]);
        double[] bent = [.. line.Select((value, row) => value + MedianOf(near.Indices(row), voters, left))];
        double[] flat = [.. Enumerable.Repeat(middle, given.Length)];
        return ((double[][])[line, bent, flat]).MinBy(model =>
            SpreadOf(known, [.. model.Where((_, row) => isAsked(row))]))!;
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

    /// <summary>Groups are kept together where there are several; otherwise records of the same contents are.</summary>
    private static (int[] Folds, int Count) FoldsOf(Digest[] contents, int[] groups, ulong seed)
    {
        if (groups.Distinct().Skip(1).Any())
        {
            return LabelFolds.Dealt(groups, Folds, seed);
        }
        Digest[] distinct = [.. contents.Distinct()];
        new SeededRandom(seed, "target.folds").Shuffle<Digest>(distinct);
        Dictionary<Digest, int> foldOf = distinct.Index().ToDictionary(item => item.Item, item => item.Index % Folds);
        return ([.. contents.Select(content => foldOf[content])], distinct.Length < Folds ? 1 : Folds);
    }

    /// <summary>As a standard deviation where all is normal: by the median, or by four fifths where the rest lies farther out.</summary>
    internal static double Spread(double[] values, double middle)
    {
        double[] sizes = [.. values.Select(value => Math.Abs(value - middle)).Order()];
        return Math.Max(sizes[sizes.Length / 2] / NormalMedian, sizes[sizes.Length * 4 / 5] / NormalFourFifths);
    }

    private static double SpreadOf(double[] given, double[] foretold)
    {
        double[] left = Minus(given, foretold);
        return Spread(left, Median(left));
    }

    internal static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

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
