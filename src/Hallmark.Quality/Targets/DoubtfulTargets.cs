using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Quality.Drift;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Targets;

/// <summary>
/// Numbers to be foretold that the other records do not bear out: a line through the other folds (<see cref="RidgeFolds"/>), and what it
/// leaves is foretold by the median of the nearest records of the other folds, where that leaves less; then once more by those alone whose
/// targets were not far off. What is far beyond the usual spread of what is left is doubted, or, where many are, less far. The spread is of
/// medians, which wrong targets hardly move while they are few.
/// </summary>
public static class DoubtfulTargets
{
    /// <summary>Fewer targets say too little of what is usual.</summary>
    public const int LeastRecords = 50;

    private const int Folds = 5;
    private const int Neighbours = 10;
    private const int VotersMax = 20_000; // neighbours of more records cost more than they add
    private const double Far = 5; // normal residuals are so far once in two million, those of a double exponential twice in a thousand
    private const double Least = 3; // spreads that anything flagged lies off
    private const double Most = 0.25; // of the records, that can be exceptions
    private const double Few = 0.2; // of what is flagged for being many, by chance
    private const double Ln2 = 0.69314718055994531;
    private const double Off = 3; // spreads, from which on a target is not asked about others
    private const double Heavier = 1.25; // a double exponential's: more than that at four fifths is no tail but what is wrong
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
        FiniteTargets scale = FiniteTargets.Of(targets);
        double[] given = [.. rows.Select(row => scale.Targets[row])];
        double spread = Spread(given, Median(given));
        if (!(spread > 0) || !double.IsFinite(spread))
        {
            return TargetMeasurement.Refused(targets.Length, "most targets are one number");
        }
        int[] groupOf = groups is null ? [] : [.. rows.Select(row => groups[row])];
        (int[] folds, int count) = FoldsOf([.. rows.Select(row => contents[row])], groupOf, seed);
        if (count < 2)
        {
            return TargetMeasurement.Refused(targets.Length, "most records are copies of each other");
        }
        Matrix scaled = LabelFeatures.Of(features.Gather(rows), seed).ForNeighbours;
        double[] foretold = Foretell(scaled, given, folds, count, Enumerable.Range(0, rows.Length), seed);
        int[] near = Near(given, foretold);
        if (near.Select(row => folds[row]).Distinct().Skip(1).Any()) // so that each fold is foretold by another
        {
            foretold = Foretell(scaled, given, folds, count, near, seed);
        }
        TargetMeasurement judged = Judge(targets.Length, rows, given, spread, foretold);
        foreach (int row in judged.Refusal is null && scale.Exponent > 0 ? rows : [])
        {
            judged.Foretold[row] = scale.Back(judged.Foretold[row]);
        }
        return judged;
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

    /// <summary>Records whose targets are not far off: only these are asked the second time, so that wrong ones pull nothing.</summary>
    private static int[] Near(double[] given, double[] foretold)
    {
        double[] left = Minus(given, foretold);
        double middle = Median(left);
        double usual = Spread(left, middle);
        return [.. Enumerable.Range(0, left.Length).Where(row => Math.Abs(left[row] - middle) <= Off * usual)];
    }

    /// <summary>What the records of other folds, or of other providers, foretell of each record.</summary>
    /// <param name="features">Standardised.</param>
    /// <param name="given">One target for each.</param>
    /// <param name="folds">Fold or provider of each, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="trusted">Records that are asked, ascending; the others are only foretold.</param>
    /// <param name="seed">Decides who is asked where there are many.</param>
    internal static double[] Foretell(
        Matrix features, double[] given, int[] folds, int count, IEnumerable<int> trusted, ulong seed)
    {
        int[] rows = [.. trusted];
        int[] voters = [.. Drawn.Rows(rows.Length, VotersMax, seed).Select(place => rows[place])];
        HashSet<int> asked = [.. rows];
        return Foretell(features, given, folds, count, voters, asked.Contains);
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
        int[] farthest = [.. Enumerable.Range(0, rows.Length).OrderByDescending(i => Math.Abs(left[i] - middle)).ThenBy(i => i)];
        double[] distances = [.. farthest.Select(i => Math.Abs(left[i] - middle) / usual)];
        int crowd = Crowd(distances);
        if (Math.Max(crowd, distances.Count(far => far >= Far)) > Most * rows.Length)
        {
            // So many are no exceptions: the records are of several kinds, and what is left of some spreads wider.
            double wide = Spread(left, middle, double.MaxValue);
            distances = [.. distances.Select(far => far * usual / wide)];
            (usual, crowd) = (wide, 0);
        }
        var measured = new TargetMeasurement(
            new bool[records], [.. Enumerable.Repeat(double.NaN, records)], new double[records], new bool[records])
        {
            Explained = Math.Clamp(1 - (usual / spread), 0, 1),
        };
        for (int rank = 0; rank < farthest.Length; rank++)
        {
            int i = farthest[rank];
            double far = distances[rank];
            // So many would lie as far by chance, of those that do.
            double chance = rows.Length * ChiSquare.Survival(far * far, 1) / (rank + 1);
            measured.Checked[rows[i]] = true;
            measured.Foretold[rows[i]] = foretold[i];
            measured.Suspicion[rows[i]] = Math.Clamp(1 - chance, 0, 1);
            measured.Flagged[rows[i]] = rank < crowd || (far >= Far && chance < 0.5);
        }
        return measured;
    }

    /// <summary>
    /// How many of the farthest are too many to be a tail: so many lie as far that of a double exponential's tail few would (Benjamini and
    /// Hochberg, 1995). Where much is wrong the limit so comes nearer than where little is.
    /// </summary>
    /// <param name="distances">In usual spreads, the farthest first.</param>
    private static int Crowd(double[] distances)
    {
        for (int rank = distances.Length; rank > 0; rank--)
        {
            double far = distances[rank - 1];
            if (far >= Least && distances.Length * PortableMath.Exp(-far * Ln2 / NormalMedian) <= Few * rank)
            {
                return rank;
            }
        }
        return 0;
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

    /// <summary>
    /// As a standard deviation where all is normal: by the median, or by four fifths where the rest lies farther out, as far as tails do.
    /// </summary>
    internal static double Spread(double[] values, double middle, double heavier = Heavier)
    {
        double[] sizes = [.. values.Select(value => Math.Abs(value - middle)).Order()];
        double median = sizes[sizes.Length / 2] / NormalMedian;
        double most = median > 0 ? Math.Min(double.MaxValue, heavier * median) : double.MaxValue;
        return Math.Clamp(sizes[sizes.Length * 4 / 5] / NormalFourFifths, median, most);
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
