using Hallmark.Learning;

namespace Hallmark.Experiments.Providers;

/// <summary>The mean difference of two figures measured on the same pools, and a 95 % interval by resampling pools.</summary>
/// <param name="Mean">NaN where there is nothing to compare.</param>
/// <param name="Lower">2.5 % of resampled means lie below.</param>
/// <param name="Upper">2.5 % of resampled means lie above.</param>
public sealed record PairedGain(double Mean, double Lower, double Upper)
{
    private const int Resamples = 2_000;

    /// <param name="outcomes">Pools.</param>
    /// <param name="with">Figure of the one way.</param>
    /// <param name="without">Figure of the other, on the same pool.</param>
    public static PairedGain Of(
        IReadOnlyList<ProviderOutcome> outcomes, Func<ProviderOutcome, double> with, Func<ProviderOutcome, double> without) =>
        Of(outcomes.Select(outcome => with(outcome) - without(outcome)));

    /// <param name="measured">A difference, or any other figure, of each pool; those not finite are left out.</param>
    public static PairedGain Of(IEnumerable<double> measured)
    {
        double[] differences = [.. measured.Where(double.IsFinite)];
        if (differences.Length == 0)
        {
            return new PairedGain(double.NaN, double.NaN, double.NaN);
        }
        var random = new SeededRandom(0, "paired gain");
        double[] means = new double[Resamples];
        double[] drawn = new double[differences.Length];
        for (int i = 0; i < Resamples; i++)
        {
            for (int j = 0; j < drawn.Length; j++)
            {
                drawn[j] = differences[random.NextInt(differences.Length)];
            }
            means[i] = Statistics.Mean(drawn);
        }
        Array.Sort(means);
        return new PairedGain(Statistics.Mean(differences), means[Resamples / 40], means[Resamples - 1 - (Resamples / 40)]);
    }

    /// <summary>In words what the interval allows to say.</summary>
    public string Verdict => double.IsNaN(Mean) ? "–" : Lower > 0 ? "gain" : Upper < 0 ? "**loss**" : "no gain shown";
}
