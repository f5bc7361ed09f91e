using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class KnnShapleyTests
{
    /// <summary>Oracle: the definition, over all coalitions of a tiny set.</summary>
    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 7)]
    [InlineData(5, 3)]
    [InlineData(2, 1)]
    public void The_recursion_is_the_sum_over_all_coalitions(int k, int records)
    {
        var random = new SeededRandom(4, $"knn {k} {records}");
        (Matrix features, int[] labels) = Draw(random, records, classes: 2);
        (Matrix validation, int[] validationLabels) = Draw(random, 4, classes: 2);
        double[] fast = KnnShapley.Values(features, labels, validation, validationLabels, k);
        ShapleyValue[] slow = ShapleyGame.Enumerate(records, members =>
        {
            bool[] present = members.ToArray();
            return Enumerable.Range(0, 4).Average(v => Nearest(features, validation.Row(v).ToArray(), present).Take(k)
                .Count(i => labels[i] == validationLabels[v]) / (double)k);
        });
        Assert.All(fast.Zip(slow), pair => Assert.Equal(pair.Second.Value, pair.First, 1e-12));
    }

    [Fact]
    public void The_values_sum_to_the_worth_of_all()
    {
        var random = new SeededRandom(5, "knn sum");
        (Matrix features, int[] labels) = Draw(random, 300, classes: 3);
        (Matrix validation, int[] validationLabels) = Draw(random, 150, classes: 3);
        Neighbours found = new NearestNeighbours(features).Find(validation, 5);
        double worth = Enumerable.Range(0, 150).Average(v => found.Indices(v).ToArray().Count(i => labels[i] == validationLabels[v]) / 5.0);
        Assert.Equal(worth, KnnShapley.Values(features, labels, validation, validationLabels, 5).Sum(), 1e-10);
    }

    /// <summary>Oracle: each drawn record alone as the validation of all that are not of its group.</summary>
    [Fact]
    public void Drawn_validators_value_as_they_would_one_by_one_and_all_of_them_value_exactly()
    {
        var random = new SeededRandom(8, "knn drawn");
        (Matrix features, int[] labels) = Draw(random, 50, classes: 3);
        int[] groups = [.. Enumerable.Range(0, 50).Select(i => i % 4)];
        int[] drawn = [3, 4, 8, 11, 30, 49];
        double[] expected = new double[50];
        foreach (int validator in drawn)
        {
            int[] others = [.. Enumerable.Range(0, 50).Where(i => groups[i] != groups[validator])];
            double[] part = KnnShapley.Values(
                features.Gather(others), [.. others.Select(i => labels[i])], features.Gather([validator]), [labels[validator]], 3);
            for (int i = 0; i < others.Length; i++)
            {
                expected[others[i]] += part[i] / drawn.Count(other => groups[other] != groups[others[i]]);
            }
        }
        double[] values = KnnShapley.AgainstOtherGroups(features, labels, groups, 3, drawn);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(
            KnnShapley.AgainstOtherGroups(features, labels, groups, 3),
            KnnShapley.AgainstOtherGroups(features, labels, groups, 3, [.. Enumerable.Range(0, 50)]));
    }

    [Fact]
    public void Against_other_groups_a_record_is_valued_by_others_only()
    {
        var random = new SeededRandom(6, "knn groups");
        (Matrix features, int[] labels) = Draw(random, 40, classes: 2);
        int[] groups = [.. Enumerable.Range(0, 40).Select(i => i % 3)];
        double[] values = KnnShapley.AgainstOtherGroups(features, labels, groups, 3);
        double[] expected = new double[40];
        for (int group = 0; group < 3; group++)
        {
            int[] asked = [.. Enumerable.Range(0, 40).Where(i => groups[i] == group)];
            int[] others = [.. Enumerable.Range(0, 40).Where(i => groups[i] != group)];
            double[] part = KnnShapley.Values(features.Gather(others), [.. others.Select(i => labels[i])],
                features.Gather(asked), [.. asked.Select(i => labels[i])], 3);
            for (int i = 0; i < others.Length; i++)
            {
                int validators = groups.Count(g => g != groups[others[i]]);
                expected[others[i]] += part[i] * asked.Length / validators;
            }
        }
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void The_truncated_values_are_within_the_stated_error(double error)
    {
        var random = new SeededRandom(7, "knn error");
        (Matrix features, int[] labels) = Draw(random, 200, classes: 2);
        int[] groups = [.. Enumerable.Range(0, 200).Select(i => i % 4)];
        double[] exact = KnnShapley.AgainstOtherGroups(features, labels, groups, 3);
        double[] near = KnnShapley.NearlyAgainstOtherGroups(features, labels, groups, 3, error);
        double worst = exact.Zip(near).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(worst, error < 1.0 / 150 ? 0 : 1e-12, error);
    }

    [Fact]
    public void A_wrong_label_is_worth_less_than_any_right_one()
    {
        var features = new Matrix(20, 1, [.. Enumerable.Range(0, 20).Select(i => i < 10 ? i * 0.01f : 5 + (i * 0.01f))]);
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i < 10 ? 0 : 1)];
        labels[3] = 1;
        double[] values = KnnShapley.AgainstOtherGroups(features, labels, [.. Enumerable.Range(0, 20).Select(i => i % 2)], 3);
        Assert.Equal(3, Array.IndexOf(values, values.Min()));
    }

    [Fact]
    public void Degenerate_pools_have_clear_answers()
    {
        Matrix one = new(1, 1, [2]);
        Assert.Equal([0], KnnShapley.AgainstOtherGroups(one, [0], [7], 5));
        Assert.Equal([0], KnnShapley.NearlyAgainstOtherGroups(one, [0], [7], 5, 0.1));
        Assert.Equal([1.0 / 5], KnnShapley.Values(one, [0], one, [0], 5));
        Matrix same = new(4, 1, [1, 1, 1, 1]);
        Assert.Equal(1.0 / 2, KnnShapley.Values(same, [0, 1, 0, 1], one, [0], 2).Sum(), 1e-12);
        Assert.Throws<ArgumentException>(() => KnnShapley.Values(one, [0], new Matrix(1, 2), [0], 1));
        Assert.Throws<ArgumentException>(() => KnnShapley.Values(one, [0, 1], one, [0], 1));
        Assert.Throws<ArgumentException>(() => KnnShapley.Values(new Matrix(1, 1, [float.NaN]), [0], one, [0], 1));
        Assert.Throws<ArgumentException>(() => KnnShapley.Values(one, [0], new Matrix(1, 1, [float.NaN]), [0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KnnShapley.Values(one, [0], one, [0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => KnnShapley.NearlyAgainstOtherGroups(one, [0], [0], 1, 0));
    }

    private static (Matrix Features, int[] Labels) Draw(SeededRandom random, int records, int classes)
    {
        var features = new Matrix(records, 2);
        int[] labels = new int[records];
        for (int i = 0; i < records; i++)
        {
            labels[i] = random.NextInt(classes);
            features[i, 0] = (float)random.NextGaussian() + labels[i];
            features[i, 1] = (float)random.NextGaussian();
        }
        return (features, labels);
    }

    private static IEnumerable<int> Nearest(Matrix features, float[] query, bool[] present) =>
        Enumerable.Range(0, features.Rows).Where(i => present[i])
            .OrderBy(i => Square(features[i, 0] - query[0]) + Square(features[i, 1] - query[1]))
            .ThenBy(i => i);

    private static float Square(float value) => value * value;
}
