using Hallmark.Learning;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>What a rule says of each target.</summary>
/// <param name="Flagged">Whether to look at it.</param>
/// <param name="Suspicion">Higher is more suspect.</param>
public sealed record TargetFlags(bool[] Flagged, double[] Suspicion);

/// <summary>
/// Rules for wrong numbers that the field uses, each from its published description, over a linear regression that never saw the record.
/// </summary>
internal static class PublishedRules
{
    private const int Folds = 5;
    private const int Bootstraps = 5;
    private const int FineSteps = 3;
    private const double ZLimit = 3;
    private const double TukeyFence = 1.5;

    private static readonly double[] CoarseShares = [0.01, 0.05, 0.1, 0.15, 0.2];

    /// <summary>Residuals of more than three standard deviations.</summary>
    public static TargetFlags ZScore(Matrix features, double[] targets, int seed)
    {
        double[] left = Left(targets, Cross(features, targets, [], Folds, seed));
        double mean = left.Average();
        double deviation = Deviation(left);
        double[] far = [.. left.Select(value => Math.Abs(value - mean) / deviation)];
        return new TargetFlags([.. far.Select(value => value > ZLimit)], far);
    }

    /// <summary>Targets more than 1.5 times the distance of the quartiles beyond them (Tukey, 1977); features have no say.</summary>
    public static TargetFlags Tukey(double[] targets)
    {
        double[] sorted = [.. targets.Order()];
        (double low, double high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        double[] far = [.. targets.Select(target => Math.Max(low - target, target - high) / (high - low))];
        return new TargetFlags([.. far.Select(value => value > TukeyFence)], far);
    }

    /// <summary>
    /// Residuals over what the model does not know and what the data do not tell, and as many flagged as make the model foretell best
    /// without them (Zhou, Mueller, Kumar, Wang and Lei, 2023): the rule of cleanlab's <c>CleanLearning</c> for regression with its
    /// defaults, five folds, five bootstraps in halves, coarse and fine search.
    /// </summary>
    public static TargetFlags Cleanlab(Matrix features, double[] targets, int seed)
    {
        double[] first = Left(targets, Cross(features, targets, [], Folds, seed));
        int[] byResidual = [.. Enumerable.Range(0, targets.Length).OrderByDescending(row => Math.Abs(first[row]))];
        double share = BestShare(features, targets, byResidual, seed);
        double[] left = Left(targets, Cross(features, targets, Dropped(byResidual, share), Folds, seed));
        double[] unknown = Epistemic(features, targets, seed);
        double untold = Deviation(Cross(features, left, [], Folds, seed + 1));
        double[] suspicion = [.. left.Select((value, row) => Math.Abs(value) / (unknown[row] + untold))];
        bool[] flagged = new bool[targets.Length];
        foreach (int row in Enumerable.Range(0, flagged.Length).OrderByDescending(row => suspicion[row])
            .Take((int)Math.Ceiling(flagged.Length * share)))
        {
            flagged[row] = true;
        }
        return new TargetFlags(flagged, suspicion);
    }

    private static double BestShare(Matrix features, double[] targets, int[] byResidual, int seed)
    {
        double[] coarse = [.. CoarseShares.Select(Explained)];
        int best = Array.IndexOf(coarse, coarse.Max());
        double[] fine =
        [
            .. best > 0 ? Between(CoarseShares[best - 1], CoarseShares[best]) : [],
            .. best < CoarseShares.Length - 1 ? Between(CoarseShares[best], CoarseShares[best + 1]) : [],
        ];
        double[] finer = [.. fine.Select(Explained)];
        return coarse.Max() > finer.Max() ? CoarseShares[best] : fine[Array.IndexOf(finer, finer.Max())];

        double Explained(double share)
        {
            double[] left = Left(targets, Cross(features, targets, Dropped(byResidual, share), Folds, seed));
            return -left.Sum(value => value * value); // R² of the same targets is in the same order
        }

        static IEnumerable<double> Between(double from, double to) =>
            Enumerable.Range(1, FineSteps).Select(step => from + ((to - from) * step / (FineSteps + 1)));
    }

    private static int[] Dropped(int[] byResidual, double share) => byResidual[..(int)Math.Ceiling(byResidual.Length * share)];

    /// <summary>How far models trained on several halves lie apart.</summary>
    private static double[] Epistemic(Matrix features, double[] targets, int seed)
    {
        double[][] each = [.. Enumerable.Range(0, Bootstraps).Select(i => Cross(features, targets, [], 2, (seed * 100) + i))];
        return [.. Enumerable.Range(0, targets.Length).Select(row => Deviation([.. each.Select(one => one[row])]))];
    }

    /// <summary>
    /// What the records of other folds foretell of each; dropped ones are in no fold, and the mean of all models foretells them.
    /// </summary>
    private static double[] Cross(Matrix features, double[] targets, int[] dropped, int folds, int seed)
    {
        int[] kept = [.. Enumerable.Range(0, targets.Length).Except(dropped)];
        new SeededRandom((ulong)seed, "experiment.folds").Shuffle<int>(kept);
        double[] foretold = new double[targets.Length];
        for (int fold = 0; fold < folds; fold++)
        {
            var model = LeastSquares.Fit(features, targets, kept.Where((_, place) => place % folds != fold));
            foreach (int row in kept.Where((_, place) => place % folds == fold))
            {
                foretold[row] = model.Foretell(features, row);
            }
            foreach (int row in dropped)
            {
                foretold[row] += model.Foretell(features, row) / folds;
            }
        }
        return foretold;
    }

    private static double[] Left(double[] targets, double[] foretold) =>
        [.. targets.Zip(foretold, (target, other) => target - other)];

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
