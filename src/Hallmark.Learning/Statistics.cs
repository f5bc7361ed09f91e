namespace Hallmark.Learning;

/// <summary>Sums in the order given, so the same numbers in the same order give the same bits.</summary>
public static class Statistics
{
    /// <exception cref="ArgumentException">No values.</exception>
    public static double Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("The mean of nothing is not defined.", nameof(values));
        }
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }
        return PortableMath.Canonical(sum / values.Length);
    }

    /// <summary>Sample standard deviation, divided by n - 1, in two passes; 0 for a single value.</summary>
    /// <exception cref="ArgumentException">No values.</exception>
    public static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = Mean(values);
        if (values.Length == 1)
        {
            return 0;
        }
        double sum = 0;
        foreach (double value in values)
        {
            double difference = value - mean;
            sum += difference * difference;
        }
        return PortableMath.Canonical(Math.Sqrt(sum / (values.Length - 1)));
    }
}
