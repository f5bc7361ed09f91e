using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>A rate of wrong labels, with all that goes best with it.</summary>
/// <param name="Rate">Of wrong labels.</param>
/// <param name="LogLikelihood">Of the labels given.</param>
/// <param name="LogWeights">Of the models.</param>
/// <param name="Directions">Where wrong labels go.</param>
internal sealed record NoiseCandidate(double Rate, double LogLikelihood, double[] LogWeights, double[] Directions);

/// <summary>
/// Which rates of wrong labels the data allow: rates are tried from the highest down, each with the models' weights and the
/// directions that suit it best (a profile likelihood). On little or hard data many rates are nearly as likely: the models may
/// be right and the labels wrong, or the models unsure and the labels right. The highest that is not excluded is taken to
/// decide with: a rate that is too high makes the models surer and moves few decisions, one that is too low hides what is wrong.
/// </summary>
internal sealed class NoiseScan
{
    public const double HighestRate = 0.45; // from a half on, labels say the opposite

    private const double Excluded = 3.32; // a likelihood so much below the best lies outside the 99 % interval (Wilks)
    private const double GivenUp = 10;
    private const double LeastLogWeight = -3; // a weight that sank at one rate must be able to rise at the next
    private const int FirstTurns = 8; // of directions and weights by turns, at the first rate
    private const int LaterTurns = 2;

    private static readonly double[] s_rates =
        [HighestRate, 0.4, 0.35, 0.3, 0.25, 0.2, 0.16, 0.13, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.005, 0.002];

    private static readonly double[] s_coarseRates = [HighestRate, 0.35, 0.25, 0.16, 0.08, 0.04, 0.01];

    private NoiseScan(NoiseCandidate best, NoiseCandidate highest, NoiseCandidate lowest, double[] hardDirections) =>
        (Best, Highest, Lowest, HardDirections) = (best, highest, lowest, hardDirections);

    /// <summary>The likeliest rate.</summary>
    public NoiseCandidate Best { get; }

    /// <summary>The highest rate that is not excluded.</summary>
    public NoiseCandidate Highest { get; }

    /// <summary>The lowest rate that is not excluded.</summary>
    public NoiseCandidate Lowest { get; }

    /// <summary>Of the labels given, at the best rate.</summary>
    public double LogLikelihood => Best.LogLikelihood;

    /// <summary>
    /// Whether hardly any wrong label explains the labels about as well as the highest rate does. Clean data with
    /// classes that overlap look like that.
    /// </summary>
    public bool AllowsNone => Lowest.Rate <= s_rates[^2];

    /// <summary>
    /// Where labels go from the class that the models find most likely. Models that took noise with a direction for knowledge
    /// are unsure of it, but their first choice still shows it.
    /// </summary>
    public double[] HardDirections { get; }

    /// <param name="pool">Of the models' scores.</param>
    /// <param name="classes">At least 2.</param>
    /// <param name="coarse">Few rates: enough to see directions.</param>
    public static NoiseScan Of(PoolLikelihood pool, int classes, bool coarse)
    {
        var tried = new List<NoiseCandidate>();
        double[] directions = NoiseMatrix.EvenDirections(classes);
        double[] logWeights = new double[pool.Models];
        Array.Fill(logWeights, -PortableMath.Log(pool.Models));
        foreach (double rate in coarse ? s_coarseRates : s_rates)
        {
            for (int turn = 0; turn < (tried.Count == 0 ? FirstTurns : LaterTurns); turn++)
            {
                Raise(logWeights);
                pool.Suppose(NoiseMatrix.Of(rate, directions, classes));
                pool.Fit(logWeights);
                directions = NoiseMatrix.Directions(pool.Counts(logWeights), classes);
            }
            pool.Suppose(NoiseMatrix.Of(rate, directions, classes));
            double likelihood = pool.Fit(logWeights);
            tried.Add(new NoiseCandidate(rate, likelihood, [.. logWeights], directions));
            if (likelihood < tried.Max(candidate => candidate.LogLikelihood) - GivenUp)
            {
                break;
            }
        }
        NoiseCandidate best = tried.MaxBy(candidate => candidate.LogLikelihood)!;
        NoiseCandidate[] allowed = [.. tried.Where(candidate => candidate.LogLikelihood >= best.LogLikelihood - Excluded)];
        double[] hard = NoiseMatrix.Directions(pool.HardCounts(best.LogWeights), classes);
        return new NoiseScan(best, allowed[0], allowed[^1], hard);
    }

    private static void Raise(double[] logWeights)
    {
        for (int m = 0; m < logWeights.Length; m++)
        {
            logWeights[m] = Math.Max(logWeights[m], LeastLogWeight);
        }
    }
}
