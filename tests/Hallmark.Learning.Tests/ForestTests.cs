namespace Hallmark.Learning.Tests;

public class ForestTests
{
    [Fact]
    public void Tells_classes_apart_that_no_straight_line_does()
    {
        Matrix features = Sample.Gaussian(600, 4, 1);
        int[] labels = [.. Enumerable.Range(0, 600).Select(r => (features[r, 0] > 0) != (features[r, 2] > 0) ? 1 : 0)];
        int[] learnt = [.. Enumerable.Range(0, 400)], asked = [.. Enumerable.Range(400, 200)];
        Forest forest = Forest.Fit(features.Gather(learnt), labels.AsSpan(0, 400), 2, new ForestOptions());
        int right = forest.Predict(features.Gather(asked)).Index().Count(item => item.Item == labels[asked[item.Index]]);
        Assert.InRange(right, 180, 200);
    }

    [Fact]
    public void The_probabilities_of_a_record_sum_to_1()
    {
        (Matrix features, int[] labels) = Sample.Blobs(200, 6, 4, 2);
        Matrix shares = Forest.Fit(features, labels, 4, new ForestOptions { Trees = 7 }).Probabilities(Sample.Gaussian(300, 6, 3));
        Assert.All(Enumerable.Range(0, 300), row => Assert.Equal(1, shares.Row(row).ToArray().Sum(share => (double)share), 5));
    }

    [Fact]
    public void Only_the_order_of_a_feature_matters_not_its_scale()
    {
        (Matrix features, int[] labels) = Sample.Blobs(200, 3, 3, 4);
        var bent = new Matrix(200, 3, [.. features.Values.ToArray().Select(value => value * value * value * 1000)]);
        var options = new ForestOptions { Trees = 20 };
        Assert.Equal(
            Forest.Fit(features, labels, 3, options).Probabilities(features).Values.ToArray(),
            Forest.Fit(bent, labels, 3, options).Probabilities(bent).Values.ToArray());
    }

    [Fact]
    public void A_record_that_does_not_count_is_as_if_it_were_not_there()
    {
        (Matrix features, int[] labels) = Sample.Blobs(120, 5, 3, 5);
        int[] kept = [.. Enumerable.Range(0, 120).Where(row => row % 4 != 1)];
        int[] someLabels = [.. labels.Select((label, row) => row % 4 == 1 ? -1 : label)];
        float[] weights = [.. labels.Select((_, row) => row % 4 == 1 ? 0f : 0.7f)];
        byte[] without = Bytes(features.Gather(kept), [.. kept.Select(row => labels[row])], []);
        Assert.Equal(without, Bytes(features, someLabels, []));
        byte[] weighed = Bytes(features.Gather(kept), [.. kept.Select(row => labels[row])], [.. kept.Select(_ => 0.7f)]);
        Assert.Equal(weighed, Bytes(features, labels, weights));
        byte[] Bytes(Matrix of, int[] classes, float[] weigh) =>
            ForestFormat.Write(Forest.Fit(of, classes, 3, new ForestOptions { Trees = 5 }, weigh));
    }

    [Fact]
    public void Whoever_weighs_more_decides()
    {
        var features = new Matrix(20, 1, [.. Enumerable.Range(0, 20).Select(row => (float)(row / 10))]);
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row % 2)];
        float[] weights = [.. Enumerable.Range(0, 20).Select(row => row % 2 == row / 10 ? 3f : 1f)];
        Matrix shares = Forest.Fit(features, labels, 2, new ForestOptions { Trees = 3 }, weights).Probabilities(features);
        Assert.Equal([0.75f, 0.75f], [shares[0, 0], shares[19, 1]]);
    }

    [Fact]
    public void Every_leaf_has_the_records_asked_for()
    {
        (Matrix features, int[] labels) = Sample.Blobs(150, 4, 3, 6);
        Forest forest = Forest.Fit(features, labels, 3, new ForestOptions { Trees = 10, LeafRecords = 9 });
        Assert.All(forest.Trees, tree =>
        {
            Assert.True(tree.Leaves.Length > 3);
            int[] sizes = [.. Enumerable.Range(0, tree.Leaves.Length - 1)
                .Select(leaf => tree.Weights[tree.Leaves[leaf]..tree.Leaves[leaf + 1]].Sum(of => of.Weight))];
            Assert.Equal(150, sizes.Sum());
            Assert.All(sizes, size => Assert.InRange(size, 9, 150));
        });
    }

    [Fact]
    public void Features_that_do_not_differ_tell_nothing()
    {
        int[] labels = [0, 0, 0, 1];
        Matrix shares = Forest.Fit(new Matrix(4, 3), labels, 2, new ForestOptions { LeafRecords = 1 }).Probabilities(new Matrix(1, 3));
        Assert.Equal([0.75f, 0.25f], shares.Row(0).ToArray());
    }

    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(20_000)]
    public void Bins_keep_the_order_of_numbers_and_their_bounds_part_them(int values)
    {
        var random = new SeededRandom(7, "bins");
        var features = new Matrix(values, 1, [.. Enumerable.Range(0, values).Select(_ => (float)random.NextGaussian())]);
        var bins = QuantileBins.Of(features, [.. Enumerable.Range(0, values)]);
        byte[] found = new byte[values];
        bins.Gather(0, [.. Enumerable.Range(0, values)], found);
        int last = found.Max();
        Assert.InRange(last, Math.Min(values, 240) - 1, QuantileBins.BinsMax - 1);
        Assert.All(Enumerable.Range(0, values), row => Assert.True(
            (found[row] == last || features[row, 0] <= bins.Bound(0, found[row]))
            && (found[row] == 0 || features[row, 0] > bins.Bound(0, found[row] - 1))));
    }

    [Fact]
    public void Neighbouring_numbers_and_both_zeros_are_parted_where_they_differ()
    {
        float one = 1f, after = MathF.BitIncrement(1f);
        var features = new Matrix(4, 1, [one, after, 0f, -0f]);
        var bins = QuantileBins.Of(features, [0, 1, 2, 3]);
        byte[] found = new byte[4];
        bins.Gather(0, [0, 1, 2, 3], found);
        Assert.Equal([1, 2, 0, 0], found);
        Assert.Equal(one, bins.Bound(0, 1));
    }

    [Fact]
    public void What_cannot_be_is_refused_by_name()
    {
        (Matrix features, int[] labels) = Sample.Blobs(10, 2, 2, 1);
        var options = new ForestOptions();
        Assert.Throws<ArgumentOutOfRangeException>(() => Forest.Fit(features, labels, 1, options));
        Assert.Throws<ArgumentException>("labels", () => Forest.Fit(features, labels.AsSpan(1), 2, options));
        Assert.Throws<ArgumentException>("labels", () => Forest.Fit(features, [.. labels.Select(label => label + 1)], 2, options));
        Assert.Throws<ArgumentException>("labels", () => Forest.Fit(features, [.. labels.Select(_ => -1)], 2, options));
        Assert.Throws<ArgumentException>("labels", () => Forest.Fit(features, labels, 2, options, new float[10]));
        Assert.Throws<ArgumentException>("weights", () => Forest.Fit(features, labels, 2, options, [1f]));
        Assert.Throws<ArgumentException>("weights", () => Forest.Fit(features, labels, 2, options, [.. labels.Select(_ => -1f)]));
        Assert.Throws<ArgumentException>("Trees", () => Forest.Fit(features, labels, 2, options with { Trees = 0 }));
        Assert.Throws<ArgumentException>("LeafRecords", () => Forest.Fit(features, labels, 2, options with { LeafRecords = 0 }));
        Assert.Throws<ArgumentException>("FeaturesTried", () => Forest.Fit(features, labels, 2, options with { FeaturesTried = -1 }));
        Assert.Throws<ArgumentException>("features", () => Forest.Fit(features, labels, 2, options).Predict(new Matrix(1, 3)));
        features[3, 1] = float.NaN;
        Assert.Throws<ArgumentException>("features", () => Forest.Fit(features, labels, 2, options));
    }
}
