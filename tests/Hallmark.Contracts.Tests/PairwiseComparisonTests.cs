using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>
/// The analytic hierarchy process against its definition in floating point, and against comparisons that contradict one another.
/// </summary>
public sealed class PairwiseComparisonTests
{
    [Fact]
    public void Comparisons_without_contradiction_give_exactly_their_ratios()
    {
        (int[] weights, long ratio) = PairwiseComparisons.Solve(["a", "b", "c"], [new("a", "b", 2), new("b", "c", 3), new("a", "c", 6)]);
        Assert.Equal([600_000, 300_000, 100_000], weights, (x, y) => Math.Abs(x - y) <= 1);
        Assert.Equal(0, ratio);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Weights_are_the_principal_eigenvector(int seed)
    {
        var random = new Random(seed);
        int n = random.Next(3, 16);
        double[] true_ = [.. Enumerable.Range(0, n).Select(_ => 1 + (random.NextDouble() * 3))];
        string[] checks = [.. Enumerable.Range(0, n).Select(i => $"c{i}")];
        var comparisons = new List<PairwiseComparison>();
        double[,] matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            matrix[i, i] = 1;
            for (int j = 0; j < i; j++)
            {
                (int more, int than) = true_[i] > true_[j] ? (i, j) : (j, i);
                int by = (int)Math.Round(true_[more] / true_[than]);
                comparisons.Add(new(checks[more], checks[than], by));
                (matrix[more, than], matrix[than, more]) = (by, 1.0 / by);
            }
        }
        double[] expected = Eigenvector(matrix);
        (int[] weights, _) = PairwiseComparisons.Solve(checks, comparisons);
        Assert.All(weights.Index(), item => Assert.Equal(expected[item.Index], item.Item / 1e6, 2e-6));
    }

    [Fact]
    public void Contradictions_are_refused_and_the_worst_pair_is_named()
    {
        MalformedException fault = Assert.Throws<MalformedException>(() => PairwiseComparisons.Solve(
            ["a", "b", "c", "d"],
            [new("a", "b", 2), new("a", "c", 3), new("b", "c", 2), new("a", "d", 5), new("b", "d", 3), new("d", "c", 9)]));
        // By way of a: (d to a) 1/5 times (a to c) 3 is 0.6; by way of b: 1/3 times 2 is 0.66.
        Assert.Contains("worst pair: d is said to matter 9 times as much as c, by way of the other checks it is 0.66 times", fault.Message);
    }

    [Fact]
    public void Every_pair_is_compared_once()
    {
        Assert.Contains(
            "does not compare a and c", Fault(["a", "b", "c"], new PairwiseComparison("a", "b", 2), new PairwiseComparison("b", "c", 2)));
        Assert.Contains("twice", Fault(["a", "b"], new PairwiseComparison("a", "b", 2), new PairwiseComparison("b", "a", 2)));
        Assert.Contains("with itself", Fault(["a", "b"], new PairwiseComparison("a", "a", 1)));
        Assert.Contains("not among the checks", Fault(["a", "b"], new PairwiseComparison("a", "z", 1)));
        Assert.Contains("at most 15", Fault([.. Enumerable.Range(0, 16).Select(i => $"c{i}")]));
    }

    [Fact]
    public void As_many_checks_as_can_be_compared_are_compared()
    {
        string[] checks = [.. Enumerable.Range(0, 15).Select(i => $"c{i}")];
        PairwiseComparison[] alike = [.. checks.SelectMany((more, i) => checks[..i].Select(than => new PairwiseComparison(more, than, 1)))];
        (int[] weights, long ratio) = PairwiseComparisons.Solve(checks, alike);
        Assert.All(weights, weight => Assert.Equal(1_000_000 / 15, weight, 1.0));
        Assert.Equal(0, ratio);
    }

    [Fact]
    public void One_check_alone_has_all_the_weight_and_one_or_two_cannot_contradict_themselves()
    {
        (int[] weights, long ratio) = PairwiseComparisons.Solve(["a"], []);
        Assert.Equal([1_000_000], weights);
        Assert.Equal(0, ratio);
        Assert.Equal(0, PairwiseComparisons.Solve(["a", "b"], [new("a", "b", 9)]).ConsistencyPpm);
    }

    private static string Fault(string[] checks, params PairwiseComparison[] comparisons) =>
        Assert.Throws<MalformedException>(() => PairwiseComparisons.Solve(checks, comparisons)).Message;

    private static double[] Eigenvector(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[] vector = [.. Enumerable.Repeat(1.0 / n, n)];
        for (int round = 0; round < 1_000; round++)
        {
            double[] next = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => matrix[i, j] * vector[j]))];
            double sum = next.Sum();
            vector = [.. next.Select(value => value / sum)];
        }
        return vector;
    }
}
