namespace Hallmark.Quality.Labels;

/// <summary>
/// What share of some records is labelled wrongly, with bounds meant to hold 95 times in 100. They cover both what is open about
/// each record (its suspicion taken as a chance, records independent) and what is open about the rate over all the data: the
/// lower bound is computed at the lowest rate that the labels do not exclude, the upper one at the highest.
/// </summary>
/// <param name="Records">Records looked at; with none, everything is open.</param>
/// <param name="Rate">In [0, 1].</param>
/// <param name="Low">In [0, <paramref name="Rate"/>].</param>
/// <param name="High">In [<paramref name="Rate"/>, 1].</param>
public sealed record NoiseEstimate(long Records, double Rate, double Low, double High)
{
    private const double Deviations = 1.96;

    /// <summary>The same rate, with bounds that hold those of another estimate, too.</summary>
    internal NoiseEstimate WidenedTo(NoiseEstimate other) =>
        this with { Low = Math.Min(Low, other.Low), High = Math.Max(High, other.High) };

    internal static NoiseEstimate Of(IEnumerable<int> records, double[] suspicion, double[] leastSuspicion)
    {
        double sum = 0, spread = 0, leastSum = 0, leastSpread = 0;
        long count = 0;
        foreach (int record in records)
        {
            sum += suspicion[record];
            spread += suspicion[record] * (1 - suspicion[record]);
            leastSum += leastSuspicion[record];
            leastSpread += leastSuspicion[record] * (1 - leastSuspicion[record]);
            count++;
        }
        if (count == 0)
        {
            return new NoiseEstimate(0, 0, 0, 1);
        }
        double rate = Math.Clamp(sum / count, 0, 1);
        double low = (leastSum - (Deviations * Math.Sqrt(leastSpread))) / count;
        double high = (sum + (Deviations * Math.Sqrt(spread))) / count;
        return new NoiseEstimate(count, rate, Math.Clamp(low, 0, rate), Math.Clamp(high, rate, 1));
    }
}
