namespace Hallmark.Learning.Tests;

public class MetricsTests
{
    [Fact]
    public void Counts_accuracy_confusion_and_F1()
    {
        var metrics = new ClassificationMetrics([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], 4);
        Assert.Equal(3 / 5.0, metrics.Accuracy);
        Assert.Equal(1, metrics.Confusion(0, 1));
        Assert.Equal(2, metrics.Confusion(1, 1));
        Assert.Equal(0.5, metrics.F1(0));
        Assert.Equal(0.8, metrics.F1(1));
        Assert.Equal(0, metrics.F1(3));
        Assert.Equal((0.5 + 0.8 + 0) / 3, metrics.MacroF1); // class 3 occurs nowhere and does not count
    }

    [Fact]
    public void The_accuracy_of_known_predictions_is_the_share_met()
    {
        int[] actual = [0, 1, 2, 0, 1, 2, 0, 1];
        for (int wrong = 0; wrong <= actual.Length; wrong++)
        {
            int[] predicted = [.. actual.Select((of, i) => i < wrong ? (of + 1) % 3 : of)];
            Assert.Equal((8 - wrong) / 8.0, new ClassificationMetrics(actual, predicted, 3).Accuracy);
        }
    }

    [Fact]
    public void Shares_in_millionths_are_rounded_from_numbers_and_cut_off_from_counts()
    {
        Assert.Equal([0, 0, 500_000, 666_667, 1_000_000, 1_000_000], new[] { -0.1, 0, 0.5, 2 / 3.0, 1, 1.5 }.Select(Share.Ppm));
        Assert.Equal(666_666, Share.Ppm(2, 3));
        Assert.Equal((0, 999_999, Share.Million), (Share.Ppm(0, 9), Share.Ppm(9_999_999, 10_000_000), Share.Ppm(9, 9)));
        Assert.Equal(["0 %", "66 %", "99 %", "100 %"], new[] { 0, 2 / 3.0, 0.9999, 1 }.Select(Share.Percent));
    }

    [Fact]
    public void Classes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics([0], [2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics([-1], [0], 2));
        Assert.Throws<ArgumentException>(() => new ClassificationMetrics([], [], 2));
    }

    [Fact]
    public void Mean_and_deviation_of_known_numbers()
    {
        Assert.Equal(5, Statistics.Mean([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.Equal(Math.Sqrt(32 / 7.0), Statistics.StandardDeviation([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.Equal(0, Statistics.StandardDeviation([3]));
        Assert.Throws<ArgumentException>(() => Statistics.Mean([]));
    }
}
