using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>What there is to go by: whether the features say anything of the labels, and of which classes.</summary>
/// <param name="IsEnough">
/// Whether experts who did not see a label foresee it better than the classes' shares do, beyond chance. If not, what is hard and what is
/// wrong look alike, and a label that is doubted is doubted by chance.
/// </param>
/// <param name="Explained">Of each class looked at, whether it can be told from wrong labels of others.</param>
internal sealed record LabelEvidence(bool IsEnough, bool[] Explained)
{
    private const double LeastAgreement = 1; // of chance's deviations
    private const double LeastGain = 1.5; // of nats
    private const int LeastForeseen = 2; // records of a class: one may be chance
    private const double LeastForeseenShare = 0.1;
    private const double TimesTheOthers = 2; // as many wrong labels as of another class on average

    /// <param name="subset">Records looked at.</param>
    /// <param name="pool">Of what experts say of them.</param>
    /// <param name="scan">The noise that suits it.</param>
    /// <param name="suspicion">Of all records.</param>
    public static LabelEvidence Of(LabelSubset subset, ScorePool pool, NoiseScan scan, IReadOnlyList<double> suspicion)
    {
        Matrix truth = pool.Probabilities(scan.Highest.LogWeights);
        bool enough = AgreementOf(subset, truth) >= LeastAgreement || GainOf(subset, pool, scan.Best) >= LeastGain;
        return new LabelEvidence(enough, ExplainedOf(subset, truth, suspicion));
    }

    /// <summary>
    /// By how many of chance's deviations the experts give labels more than they would, were labels dealt to records by chance: the score
    /// test of their having any weight at all.
    /// </summary>
    private static double AgreementOf(LabelSubset subset, Matrix truth)
    {
        int[] counts = CountsOf(subset);
        double agreed = 0, variance = 0;
        for (int i = 0; i < subset.Labels.Length; i++)
        {
            double mean = 0, square = 0;
            for (int c = 0; c < counts.Length; c++)
            {
                double share = (double)counts[c] / subset.Labels.Length;
                mean += share * truth[i, c];
                square += share * truth[i, c] * truth[i, c];
            }
            agreed += truth[i, subset.Labels[i]] - mean;
            variance += square - (mean * mean);
        }
        return variance > 0 ? agreed / Math.Sqrt(variance) : 0;
    }

    /// <summary>How much likelier the labels are, in nats, to the experts under the noise than by the classes' shares alone.</summary>
    private static double GainOf(LabelSubset subset, ScorePool pool, NoiseCandidate best)
    {
        Matrix truth = pool.Probabilities(best.LogWeights);
        int[] counts = CountsOf(subset);
        Matrix noise = NoiseMatrix.Of(best.Rate, best.Directions, counts.Length);
        double gain = 0;
        for (int i = 0; i < subset.Labels.Length; i++)
        {
            int given = subset.Labels[i];
            double chance = 0;
            for (int c = 0; c < counts.Length; c++)
            {
                chance += (double)truth[i, c] * noise[c, given];
            }
            gain += PortableMath.Log(chance * subset.Labels.Length / counts[given]);
        }
        return gain;
    }

    /// <summary>
    /// Whether each class can be told from wrong labels of others. One of which experts foresee next to no record looks like wrong labels,
    /// whether it is one or not; that it is not is likely only where labels of other classes are wrong as often.
    /// </summary>
    private static bool[] ExplainedOf(LabelSubset subset, Matrix truth, IReadOnlyList<double> suspicion)
    {
        int[] counts = CountsOf(subset);
        int[] foreseen = new int[counts.Length];
        double[] wrong = new double[counts.Length];
        for (int i = 0; i < subset.Labels.Length; i++)
        {
            foreseen[subset.Labels[i]] += ScorePool.Largest(truth.Row(i)) == subset.Labels[i] ? 1 : 0;
            wrong[subset.Labels[i]] += suspicion[subset.Records[i]];
        }
        double all = wrong.Sum();
        return [.. Enumerable.Range(0, counts.Length).Select(c =>
            foreseen[c] >= Math.Max(LeastForeseen, LeastForeseenShare * counts[c])
            || wrong[c] <= TimesTheOthers * (all - wrong[c]) / (counts.Length - 1))];
    }

    private static int[] CountsOf(LabelSubset subset)
    {
        int[] counts = new int[subset.Classes.Length];
        foreach (int label in subset.Labels)
        {
            counts[label]++;
        }
        return counts;
    }
}
