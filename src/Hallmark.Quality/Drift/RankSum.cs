namespace Hallmark.Quality.Drift;

/// <summary>The test of Wilcoxon, and of Mann and Whitney: whether numbers of one group are greater than those of another.</summary>
internal static class RankSum
{
    /// <summary>Chance that these are so much greater by luck: ranks of both together, by the normal distribution.</summary>
    internal static double ChanceOfGreater(double[] own, double[] others)
    {
        (double Value, bool Own)[] all =
            [.. own.Select(value => (value, true)).Concat(others.Select(value => (value, false))).OrderBy(item => item.Item1)];
        double ranks = 0;
        for (int first = 0; first < all.Length;)
        {
            int end = first + 1;
            while (end < all.Length && all[end].Value == all[first].Value)
            {
                end++;
            }
            ranks += all[first..end].Count(item => item.Own) * (first + end + 1) / 2.0; // the mean of the ranks of equal ones
            first = end;
        }
        double expected = own.Length * (all.Length + 1) / 2.0;
        double variance = (double)own.Length * others.Length * (all.Length + 1) / 12;
        double far = (ranks - expected) * (ranks - expected) / variance;
        return ranks <= expected ? 1 : ChiSquare.Survival(far, 1) / 2;
    }
}
