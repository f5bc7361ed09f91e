using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>The formula for a record left out must say what a fit without the record says.</summary>
public sealed class LeftOutRidgeTests
{
    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(10, 2)]
    [InlineData(200, 3)]
    public void Leaving_each_out_by_the_formula_is_fitting_without_it(double strength, int seed)
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(60, 5, 3, (ulong)seed);
        int[] alone = [.. Enumerable.Range(0, labels.Length)];
        (double loss, Matrix shares) = new LeftOutRidge(features, Even(5), labels, 3, folds: null).Fit(strength);
        (double refitted, Matrix others) = new LeftOutRidge(features, Even(5), labels, 3, alone).Fit(strength);
        Assert.Equal(refitted, loss, 1e-4);
        for (int i = 0; i < shares.Values.Length; i++)
        {
            Assert.Equal(others.Values[i], shares.Values[i], 0.001f);
        }
    }

    [Fact]
    public void Whoever_is_of_the_same_fold_vouches_for_nobody()
    {
        var features = new Matrix(6, 1, [1, 1, 1, -1, -1, -1]);
        int[] labels = [0, 0, 0, 1, 1, 1];
        Matrix together = new LeftOutRidge(features, Even(1), labels, 2, [0, 0, 0, 1, 1, 1]).Fit(1).Shares;
        Matrix apart = new LeftOutRidge(features, Even(1), labels, 2, folds: null).Fit(1).Shares;
        Assert.True(apart[0, 0] > 0.8);
        Assert.Equal(0.875, together[0, 0], 1e-3); // the others' line, drawn on: -1 is class 1, so 1 is class 0
        Matrix split = new LeftOutRidge(features, Even(1), [0, 1, 0, 1, 0, 1], 2, [0, 0, 1, 0, 1, 1]).Fit(1).Shares;
        Assert.All(split.Values.ToArray(), share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void Columns_that_are_the_same_and_columns_of_nothing_break_nothing()
    {
        var random = new SeededRandom(4, "same");
        var features = new Matrix(80, 40);
        for (int record = 0; record < 80; record++)
        {
            features.Row(record)[..30].Fill((float)random.NextGaussian());
        }
        int[] labels = [.. Enumerable.Range(0, 80).Select(record => features[record, 0] > 0 ? 1 : 0)];
        Matrix shares = new LeftOutRidge(features, Even(40), labels, 2, folds: null).Fit(1e-3).Shares;
        Assert.All(shares.Values.ToArray(), share => Assert.InRange(share, 0, 1));
        Assert.True(Enumerable.Range(0, 80).Count(record => shares[record, labels[record]] > 0.5) > 70);
    }

    [Fact]
    public void A_kernel_tells_what_no_line_does()
    {
        var random = new SeededRandom(8, "corners");
        var features = new Matrix(200, 2);
        foreach (ref float value in features.Values)
        {
            value = (float)random.NextGaussian();
        }
        int[] labels = [.. Enumerable.Range(0, 200).Select(record => features[record, 0] * features[record, 1] > 0 ? 1 : 0)];
        int Right(Matrix shares) => Enumerable.Range(0, 200).Count(record => shares[record, labels[record]] > 0.5);
        Assert.InRange(Right(LeftOutShares.Linear(features, labels, 2, folds: null)), 60, 140);
        Assert.InRange(Right(LeftOutShares.Kernel(features, labels, 2, folds: null, seed: 1)), 175, 200);
    }

    private static Matrix Even(int size)
    {
        var result = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            result[i, i] = 1;
        }
        return result;
    }
}
