using Hallmark.Learning;

namespace Hallmark.Quality.Drift;

/// <summary>Pearson's test of whether two samples fall into the same cells alike, and the distribution behind it.</summary>
internal static class ChiSquare
{
    /// <summary>Cochran's rule (1954): with fewer expected in a cell the distribution is no good approximation.</summary>
    public const int LeastExpected = 5;

    private const double SquareRootOfPi = 1.7724538509055160;

    /// <summary>
    /// The chance of counts as different when both samples have one distribution. Cells in which the smaller sample expects
    /// fewer than 5 are pooled; with only one cell left nothing can be told and the chance is 1.
    /// </summary>
    public static double Homogeneity(ReadOnlySpan<long> first, ReadOnlySpan<long> second)
    {
        (long firstSum, long secondSum) = (Sum(first), Sum(second));
        if (firstSum == 0 || secondSum == 0)
        {
            return 1;
        }
        double all = (double)firstSum + secondSum;
        List<(double A, double B)> cells = Pooled(first, second, Math.Min(firstSum, secondSum) / all);
        double statistic = 0;
        foreach ((double a, double b) in cells)
        {
            double expected = (a + b) * firstSum / all;
            statistic += (a - expected) * (a - expected) * all / (expected * secondSum); // both samples' terms in one
        }
        return cells.Count < 2 ? 1 : Survival(statistic * (all - 1) / all, cells.Count - 1);
    }

    /// <summary>
    /// Chance that a chi-square variable exceeds x: the finite sum over half the degrees of freedom (Abramowitz and Stegun,
    /// 26.4.4 and 26.4.5). Relative error below 1e-12 while the result is above 1e-300.
    /// </summary>
    public static double Survival(double x, int degrees)
    {
        if (x <= 0)
        {
            return 1;
        }
        double half = x / 2;
        bool odd = degrees % 2 == 1;
        double order = odd ? 0.5 : 1;
        double sum = odd ? ComplementaryError(Math.Sqrt(half)) : PortableMath.Exp(-half);
        double logTerm = odd ? (0.5 * PortableMath.Log(half)) - half - PortableMath.Log(SquareRootOfPi / 2) : PortableMath.Log(half) - half;
        for (; order < degrees / 2.0; order++)
        {
            sum += PortableMath.Exp(logTerm);
            logTerm += PortableMath.Log(half / (order + 1));
        }
        return Math.Min(1, sum);
    }

    /// <summary>1 - erf(x) for x ≥ 0: a series near 0, Laplace's continued fraction beyond.</summary>
    public static double ComplementaryError(double x)
    {
        double scale = PortableMath.Exp(-x * x) / SquareRootOfPi;
        if (x < 2.5)
        {
            double term = 2 * x;
            double sum = term;
            for (int n = 1; n < 60; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }
            return 1 - (scale * sum);
        }
        double fraction = 0;
        for (int n = 80; n >= 1; n--)
        {
            fraction = n / 2.0 / (x + fraction);
        }
        return scale / (x + fraction);
    }

    private static List<(double A, double B)> Pooled(ReadOnlySpan<long> first, ReadOnlySpan<long> second, double smallerShare)
    {
        var kept = new List<(double A, double B)>();
        (double A, double B) rest = default;
        for (int i = 0; i < first.Length; i++)
        {
            bool rare = (first[i] + second[i]) * smallerShare < LeastExpected;
            rest = rare ? (rest.A + first[i], rest.B + second[i]) : rest;
            if (!rare)
            {
                kept.Add((first[i], second[i]));
            }
        }
        bool restIsRare = (rest.A + rest.B) * smallerShare < LeastExpected;
        if (restIsRare && kept.Count > 0 && rest.A + rest.B > 0)
        {
            int smallest = kept.IndexOf(kept.MinBy(cell => cell.A + cell.B));
            kept[smallest] = (kept[smallest].A + rest.A, kept[smallest].B + rest.B);
        }
        else if (!restIsRare)
        {
            kept.Add(rest);
        }
        return kept;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts)
        {
            sum += count;
        }
        return sum;
    }
}
