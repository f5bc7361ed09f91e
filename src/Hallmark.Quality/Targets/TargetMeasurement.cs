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

    /// <summary>What each of several seeds says; none where one was asked.</summary>
    public IReadOnlyList<TargetMeasurement> Seeds { get; init; } = [];

    /// <summary>Share of the records looked at that are flagged, in [0, 1]; wrong targets near the right ones are not among them.</summary>
    public double Rate => ShareOf(Enumerable.Range(0, Checked.Length)).Rate;

    /// <summary>Ends of the 95 % interval of that share (Wilson, 1927); of several seeds it holds that of each.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            (_, double low, double high) = ShareOf(Enumerable.Range(0, Checked.Length));
            return (low, high);
        }
    }

    /// <summary>
    /// The share of some of the records, such as a batch, with the ends of its interval; 0 to 1 where none was looked at.
    /// </summary>
    public (double Rate, double Low, double High) ShareOf(IEnumerable<int> records)
    {
        int[] looked = [.. records.Where(record => Checked[record])];
        double rate = looked.Length == 0 ? 0 : (double)looked.Count(record => Flagged[record]) / looked.Length;
        (double low, double high) = Wilson(rate, looked.Length);
        foreach (TargetMeasurement seed in Seeds)
        {
            (_, double least, double most) = seed.ShareOf(looked);
            (low, high) = (Math.Min(low, least), Math.Max(high, most));
        }
        return (rate, low, high);
    }

    /// <summary>One measurement of several that differ in their seed alone: of each record what the seed in the middle says.</summary>
    /// <param name="each">An odd number of them, none refused.</param>
    internal static TargetMeasurement Pooled(IReadOnlyList<TargetMeasurement> each)
    {
        int middle = each.Count / 2;
        TargetMeasurement[] of = [.. Enumerable.Range(0, each[0].Checked.Length)
            .Select(record => each.OrderBy(one => one.Suspicion[record]).ElementAt(middle))];
        return new TargetMeasurement(
            each[0].Checked,
            [.. of.Select((one, record) => one.Foretold[record])],
            [.. of.Select((one, record) => one.Suspicion[record])],
            [.. of.Select((_, record) => each.Count(one => one.Flagged[record]) > middle)])
        {
            Explained = each.Select(one => one.Explained).Order().ElementAt(middle),
            Seeds = each,
        };
    }

    internal static TargetMeasurement Refused(int records, string refusal) => new(
        new bool[records], [.. Enumerable.Repeat(double.NaN, records)], new double[records], new bool[records])
    {
        Refusal = refusal,
    };

    private static (double Low, double High) Wilson(double rate, int count)
    {
        if (count == 0)
        {
            return (0, 1);
        }
        double square = Deviations * Deviations;
        double middle = (rate + (square / (2 * count))) / (1 + (square / count));
        double half = Deviations / (1 + (square / count)) * Math.Sqrt((rate * (1 - rate) / count) + (square / (4.0 * count * count)));
        return (Math.Clamp(middle - half, 0, rate), Math.Clamp(middle + half, rate, 1));
    }
}
