using Hallmark.Learning;

namespace Hallmark.Quality.Drift;

/// <summary>The two-sample test of Kolmogorov and Smirnov.</summary>
internal static class KolmogorovSmirnov
{
    private const long ExactUpTo = 10_000; // product of the sizes; beyond, the limit is within a few percent of the chance

    /// <summary>The largest difference between the two empirical distributions, 0 if a sample is empty.</summary>
    /// <param name="first">Ascending.</param>
    /// <param name="second">Ascending.</param>
    public static double Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double largest = 0;
        int a = 0;
        int b = 0;
        while (a < first.Length && b < second.Length)
        {
            float at = Math.Min(first[a], second[b]);
            a += CountEqual(first[a..], at);
            b += CountEqual(second[b..], at);
            largest = Math.Max(largest, Math.Abs(((double)a / first.Length) - ((double)b / second.Length)));
        }
        return largest;
    }

    /// <summary>
    /// The chance of a distance as large between samples of one continuous distribution. Ties make it too large, never too small.
    /// </summary>
    public static double Chance(double distance, int first, int second) =>
        first == 0 || second == 0 ? 1
        : (long)first * second <= ExactUpTo ? Exact(distance, first, second)
        : Limit(distance, first, second);

    /// <summary>
    /// All orders in which two samples without ties may come are paths through a lattice; 1 minus the share of those that never
    /// reach the distance.
    /// </summary>
    internal static double Exact(double distance, int first, int second)
    {
        double reached = distance - 1e-9; // differences of two fractions, rounded
        double[] share = new double[second + 1]; // of the paths to (i, j) that stayed below, i being the row at hand
        for (int i = 0; i <= first; i++)
        {
            for (int j = 0; j <= second; j++)
            {
                bool below = Math.Abs(((double)i / first) - ((double)j / second)) < reached;
                double fromBefore = j == 0 ? 0 : share[j - 1] * j;
                share[j] = !below ? 0 : i + j == 0 ? 1 : ((share[j] * i) + fromBefore) / (i + j);
            }
        }
        return 1 - share[second];
    }

    /// <summary>Kolmogorov's limit with Stephens's correction (1970).</summary>
    internal static double Limit(double distance, int first, int second)
    {
        double root = Math.Sqrt((double)first * second / ((double)first + second));
        double scaled = (root + 0.12 + (0.11 / root)) * distance;
        if (scaled < 0.2) // the chance differs from 1 by less than 1e-12, and the series would need many terms
        {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 40; k++)
        {
            double term = PortableMath.Exp(-2 * k * k * scaled * scaled);
            sum += k % 2 == 1 ? term : -term;
        }
        return Math.Clamp(2 * sum, 0, 1);
    }

    private static int CountEqual(ReadOnlySpan<float> ascending, float value)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] == value)
        {
            count++;
        }
        return count;
    }
}
