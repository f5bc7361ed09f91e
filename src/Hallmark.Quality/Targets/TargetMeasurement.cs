namespace Hallmark.Quality.Targets;

/// <summary>What models that never saw the records say of their targets; one entry per record, in the order given.</summary>
/// <param name="Checked">Whether there is a target, and anything could be said of it.</param>
/// <param name="Foretold">What the other records foretell; not a number for a record that was not looked at.</param>
/// <param name="Suspicion">The chance that the target is wrong, in [0, 1], as far as residuals are normal but for the wrong ones.</param>
/// <param name="Flagged">Whether to look at the target.</param>
public sealed record TargetMeasurement(bool[] Checked, double[] Foretold, double[] Suspicion, bool[] Flagged)
{
    private const double Deviations = 1.96;

    /// <summary>Why no record could be looked at, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>What share of the targets' spread the models explain, in [0, 1]: spreads are medians, not squares.</summary>
    public double Explained { get; init; }

    /// <summary>Share of the records looked at that are flagged, in [0, 1]; wrong targets near the right ones are not among them.</summary>
    public double Rate => Count == 0 ? 0 : (double)Flagged.Count(flag => flag) / Count;

    /// <summary>Ends of the 95 % interval of that share (Wilson, 1927).</summary>
    public (double Low, double High) Interval
    {
        get
        {
            if (Count == 0)
            {
                return (0, 1);
            }
            double square = Deviations * Deviations;
            double middle = (Rate + (square / (2 * Count))) / (1 + (square / Count));
            double half = Deviations / (1 + (square / Count)) * Math.Sqrt((Rate * (1 - Rate) / Count) + (square / (4.0 * Count * Count)));
            return (Math.Clamp(middle - half, 0, Rate), Math.Clamp(middle + half, Rate, 1));
        }
    }

    private int Count => Checked.Count(one => one);

    internal static TargetMeasurement Refused(int records, string refusal) => new(
        new bool[records], [.. Enumerable.Repeat(double.NaN, records)], new double[records], new bool[records])
    {
        Refusal = refusal,
    };
}
