using Hallmark.Learning;
using Hallmark.Quality.Drift;

namespace Hallmark.Quality.Tests.Drift;

public sealed class DistributionTests
{
    /// <summary>Oracle: the density, integrated numerically outside this repository.</summary>
    [Theory]
    [InlineData(3.841458820694124, 1, 0.05)]
    [InlineData(18.307038053275146, 10, 0.05)]
    [InlineData(100, 3, 1.5541594e-21)]
    [InlineData(7.5, 4, 0.11170929281604)]
    [InlineData(250, 101, 1.2390563539742054e-14)]
    [InlineData(60, 1, 9.4857e-15)]
    public void The_chi_square_tail_is_that_of_the_tables(double x, int degrees, double tail) =>
        Assert.InRange(ChiSquare.Survival(x, degrees) / tail, 0.999, 1.001);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 0.8875370839817152)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(2.4, 0.0006885138966450786)]
    [InlineData(2.6, 0.0002360344165293492)]
    [InlineData(5, 1.537459794428035e-12)]
    public void The_error_function_meets_its_published_values(double x, double expected) =>
        Assert.InRange(ChiSquare.ComplementaryError(x) / expected, 1 - 1e-11, 1 + 1e-11);

    [Fact]
    public void Two_by_three_cells_give_the_textbook_statistic()
    {
        // Expected 15, 20, 25 in each sample: 2 · (25/15 + 0 + 25/25) = 5.333, times 119/120 for a finite sample.
        double expected = ChiSquare.Survival(16.0 / 3 * 119 / 120, 2);
        Assert.Equal(expected, ChiSquare.Homogeneity([10, 20, 30], [20, 20, 20]), 1e-12);
    }

    [Fact]
    public void Rare_cells_are_pooled_and_a_lone_cell_tells_nothing()
    {
        Assert.Equal(1, ChiSquare.Homogeneity([100, 0], [1, 0]));
        Assert.Equal(1, ChiSquare.Homogeneity([100, 2], [0, 1]));
        Assert.Equal(1, ChiSquare.Homogeneity([0, 0], [0, 5]));
        double pooled = ChiSquare.Homogeneity([50, 50, 6], [20, 80, 6]);
        Assert.Equal(pooled, ChiSquare.Homogeneity([50, 50, 3, 2, 1], [20, 80, 1, 2, 3]));
    }

    [Fact]
    public void The_distance_is_the_largest_step_between_the_distributions_also_with_ties()
    {
        float[] first = [1, 1, 2, 3, 3, 3, 5];
        float[] second = [0, 1, 3, 3, 4];
        double brute = first.Concat(second).Max(at =>
            Math.Abs((first.Count(v => v <= at) / 7.0) - (second.Count(v => v <= at) / 5.0)));
        Assert.Equal(brute, KolmogorovSmirnov.Distance(first, second), 1e-15);
        Assert.Equal(0, KolmogorovSmirnov.Distance(first, first));
        Assert.Equal(1, KolmogorovSmirnov.Distance([1, 2], [3]));
        Assert.Equal(0, KolmogorovSmirnov.Distance([], [3]));
    }

    /// <summary>Oracle: every way to choose which places the first sample takes.</summary>
    [Theory]
    [InlineData(1, 6)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    public void The_exact_chance_is_the_share_of_all_orders(int first, int second)
    {
        double[] distances = [.. Orders(first, second)];
        Assert.All(distances.Distinct(), distance => Assert.Equal(
            (double)distances.Count(other => other >= distance - 1e-9) / distances.Length,
            KolmogorovSmirnov.Exact(distance, first, second),
            1e-12));
    }

    [Theory]
    [InlineData(100, 101)]
    [InlineData(150, 150)]
    [InlineData(40, 300)]
    public void Beyond_small_samples_the_limit_is_near_the_exact_chance(int first, int second)
    {
        for (double distance = 0.05; distance < 0.4; distance += 0.02)
        {
            double exact = KolmogorovSmirnov.Exact(distance, first, second);
            double limit = KolmogorovSmirnov.Limit(distance, first, second);
            Assert.True(limit < exact + 0.05 && limit > exact * 0.75, $"{distance}: {limit} for {exact}");
        }
    }

    [Fact]
    public void One_record_far_out_is_not_significant_in_the_limit() => Assert.True(KolmogorovSmirnov.Limit(1, 1, 1_000_000) > 0.05);

    [Fact]
    public void Quantile_cells_count_every_value_once_and_keep_odd_values_apart()
    {
        var bins = new FeatureBins([0, 1, 2, 3, 4, 5, 6, 7], 4);
        float[] values = [-1, 0, 0.5f, 7, 8, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        long[] counts = bins.Count(values);
        Assert.Equal(values.Length, counts.Sum());
        Assert.Equal([1, 2], counts[..2]);
        Assert.Equal([1, 2, 1, 1], counts[^4..]);
        Assert.Equal([1, 2, 1, 0, 0, 0], new FeatureBins([3, 3, 3], 10).Count([2, 3, 3, 4]));
        Assert.Equal([0, 2, 0, 0, 0, 0], new FeatureBins([], 10).Count([2, 3]));
    }

    [Fact]
    public void The_stability_index_is_the_sum_by_hand_and_finite_with_empty_cells()
    {
        Assert.Equal(0, FeatureBins.StabilityIndex([10, 20, 0], [10, 20, 0]));
        double a = 10.5 / 101;
        double b = 30.5 / 101;
        double expected = 2 * (b - a) * PortableMath.Log(b / a);
        Assert.Equal(FeatureBins.StabilityIndex([10, 60, 30, 0], [30, 60, 10, 0]) * 101.5 / 101, expected, 3e-3);
        Assert.InRange(FeatureBins.StabilityIndex([100, 0], [0, 100]), 5, 20);
    }

    private static IEnumerable<double> Orders(int first, int second)
    {
        for (int places = 0; places < 1 << (first + second); places++)
        {
            if (int.PopCount(places) == first)
            {
                float[] taken = [.. Enumerable.Range(0, first + second).Where(i => (places >> i & 1) == 1).Select(i => (float)i)];
                float[] left = [.. Enumerable.Range(0, first + second).Where(i => (places >> i & 1) == 0).Select(i => (float)i)];
                yield return KolmogorovSmirnov.Distance(taken, left);
            }
        }
    }
}
