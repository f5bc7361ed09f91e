namespace Hallmark.Learning;

/// <summary>
/// Brings numbers to be foretold to mean 0 and standard deviation 1 over those that a model is trained on, and back: what one step size
/// learns does not hang on the unit they are in. See <see cref="StandardScaler"/>, which does it for features.
/// </summary>
/// <param name="Mean">Finite.</param>
/// <param name="Scale">Finite and positive: the population's standard deviation, or 1 where all are one number.</param>
public sealed record TargetScale(double Mean, double Scale)
{
    /// <summary>Two passes in float64, in order.</summary>
    /// <param name="targets">At least one, all finite.</param>
    /// <exception cref="ArgumentException">They are so far apart that their spread is no number.</exception>
    public static TargetScale Fit(IReadOnlyList<double> targets)
    {
        double sum = 0;
        foreach (double target in targets)
        {
            sum += target / targets.Count; // so that a sum of large ones stays finite
        }
        double squares = 0;
        foreach (double target in targets)
        {
            squares += (target - sum) * (target - sum) / targets.Count;
        }
        var scale = new TargetScale(PortableMath.Canonical(sum), squares > 0 ? PortableMath.Canonical(Math.Sqrt(squares)) : 1);
        return StandardScaler.IsUsable(scale.Mean, scale.Scale)
            ? scale
            : throw new ArgumentException($"targets of mean {sum} and spread {Math.Sqrt(squares)} cannot be learned");
    }

    public float Of(double target) => (float)((target - Mean) / Scale);

    public double Restore(double scaled) => (scaled * Scale) + Mean;
}
