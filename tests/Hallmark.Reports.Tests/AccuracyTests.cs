using System.Xml.Linq;

namespace Hallmark.Reports.Tests;

public sealed class AccuracyTests
{
    [Theory]
    [InlineData(new long[] { 910_000, 920_000 }, new long[] { 850_000, 860_000 },
        "Cleaning gained 6.00 percentage points, 6.0 times the standard deviation of the difference.")]
    [InlineData(new long[] { 850_000, 860_000 }, new long[] { 910_000, 920_000 },
        "Cleaning cost 6.00 percentage points, 6.0 times the standard deviation of the difference: here the model is worse on the "
        + "chosen batches than without cleaning.")]
    [InlineData(new long[] { 900_000, 910_000 }, new long[] { 901_000, 907_000 },
        "The difference of 0.10 percentage points is smaller than its standard deviation of 0.82: the seeds do not tell the two apart.")]
    [InlineData(new long[] { 900_000, 900_000 }, new long[] { 900_000, 900_000 }, "There is no difference between the two.")]
    [InlineData(new long[] { 900_000, 900_000, 900_000 }, new long[] { 890_000, 890_000 },
        "Cleaning gained 1.00 percentage points, and the seeds of each agree.")]
    [InlineData(new long[] { 910_000 }, new long[] { 900_000 },
        "With one seed the noise is unknown, so a difference of 1.00 percentage points (higher on the chosen batches) shows nothing by "
        + "itself.")]
    [InlineData(new long[] { 890_000, 891_000 }, new long[] { 900_000 },
        "With one seed the noise is unknown, so a difference of 0.95 percentage points (lower on the chosen batches) shows nothing by "
        + "itself.")]
    public void Concludes_no_more_than_the_seeds_allow(long[] chosen, long[] all, string expected) =>
        Assert.Equal(expected, AccuracyComparison.Conclude(SampleReports.Comparison(chosen, all)));

    [Fact]
    public void Several_comparisons_name_what_they_compare_with()
    {
        ReportAccuracies[] series = [new("chosen", [900_000]), new("all", [900_000]), new("random", [900_000])];
        Assert.Equal(
            "Against all: There is no difference between the two. Against random: There is no difference between the two.",
            AccuracyComparison.Conclude(series));
    }

    [Fact]
    public void One_series_alone_concludes_nothing() => Assert.Empty(AccuracyComparison.Conclude([new ReportAccuracies("chosen", [1])]));

    [Theory]
    [InlineData(new long[] { 912_345 }, "1 seed: 91.23 %")]
    [InlineData(new long[] { 900_000, 920_000 }, "2 seeds: 91.00 % ± 1.41")]
    public void Sums_up_mean_and_deviation(long[] ppm, string expected) =>
        Assert.Equal(expected, AccuracyComparison.Summary(new ReportAccuracies("a", ppm)));

    [Fact]
    public void Each_seed_has_a_dot_and_each_series_a_mean()
    {
        XElement svg = Draw(SampleReports.Comparison([900_000, 910_000, 910_000], [850_000, 860_000]));
        Assert.Equal(5, svg.WithClass("dot").Count());
        Assert.Equal(2, svg.WithClass("diamond").Count());
    }

    [Fact]
    public void One_seed_has_no_spread() => Assert.Empty(Draw(SampleReports.Comparison([1_000_000], [0])).WithClass("spread"));

    private static XElement Draw(IReadOnlyList<ReportAccuracies> series) => Page.Part(html => AccuracyChart.Draw(html, "accuracy", series));
}
