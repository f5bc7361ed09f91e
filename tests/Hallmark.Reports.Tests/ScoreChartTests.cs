using System.Globalization;
using System.Xml.Linq;

namespace Hallmark.Reports.Tests;

public sealed class ScoreChartTests
{
    [Fact]
    public void Every_batch_has_a_mark_that_names_it()
    {
        IReadOnlyList<ReportBatch> batches = SampleReports.Large(1000, 0).Batches;
        HashSet<string> named = [.. Draw(batches).Descendants("path").Select(mark => mark.Value.Split(':')[0])];
        Assert.Equal(1000, named.Count);
        Assert.All(batches, batch => Assert.Contains(batch.Id, named));
    }

    [Fact]
    public void Marks_stay_inside_the_picture()
    {
        ReportBatch[] batches = [.. Enumerable.Range(0, 1000).Select(i => Batch($"b{i}", "accepted", i % 3 == 0 ? null : 1_000_000))];
        XElement svg = Draw(batches).Element("svg")!;
        double[] box = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(Number)];
        Assert.All(svg.Elements("path"), mark =>
        {
            double[] place = [.. ((string)mark.Attribute("d")!)[1..].Split(' ').Take(2).Select(Number)];
            Assert.InRange(place[0], 5, box[2] - 5);
            Assert.InRange(place[1], 5, box[3] - 5);
        });
    }

    [Fact]
    public void The_verdict_shows_in_the_shape_too()
    {
        string[] verdicts = ["accepted", "pending", "quarantined", "refused", "never heard of"];
        XElement[] marks = [.. Draw([.. verdicts.Select(verdict => Batch(verdict, verdict, 500_000))]).Descendants("path")];
        Assert.Equal(5, marks.Select(mark => ((string)mark.Attribute("d")!).Split(' ', 3)[2]).Distinct().Count());
    }

    [Fact]
    public void A_refused_batch_that_was_trained_on_is_ringed()
    {
        Assert.Empty(Draw([Batch("a", "refused", 100_000)]).WithClass("ring"));
        Assert.Empty(Draw([Batch("a", "accepted", 900_000) with { Scheduled = true }]).WithClass("ring"));
        Assert.Single(Draw([Batch("a", "refused", 100_000) with { Scheduled = true }]).WithClass("ring"));
    }

    [Fact]
    public void Means_leave_out_batches_without_a_score()
    {
        ProviderScores provider = ProviderScores.Of(
            [Batch("a", "accepted", 900_000), Batch("b", "pending", null), Batch("c", "refused", 400_000)]).Single();
        Assert.Equal("0.650", provider.MeanText);
        Assert.Equal("no score yet", ProviderScores.Of([Batch("b", "pending", null)]).Single().MeanText);
    }

    [Fact]
    public void The_lowest_mean_comes_first_and_no_score_last()
    {
        ReportBatch[] batches =
        [
            Batch("1", "pending", null) with { Provider = "new" },
            Batch("2", "accepted", 900_000) with { Provider = "fine" },
            Batch("3", "refused", 1) with { Provider = "poor" },
        ];
        Assert.Equal(["poor", "fine", "new"], ProviderScores.Of(batches).Select(provider => provider.Provider));
    }

    [Fact]
    public void The_picture_says_in_words_what_it_shows()
    {
        XElement svg = Draw([Batch("a", "accepted", 900_000), Batch("b", "accepted", 800_000)]).Element("svg")!;
        Assert.Contains("provider 0.850 in 2 batches", svg.Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Equal("scores-title scores-desc", (string?)svg.Attribute("aria-labelledby"));
    }

    private static XElement Draw(IReadOnlyList<ReportBatch> batches) =>
        Page.Part(html => ScoreChart.Draw(html, "scores", ProviderScores.Of(batches), ScoreChart.AxisFor(batches)));

    private static ReportBatch Batch(string id, string verdict, long? score) => new(id, "provider", 10, verdict, score, [], false);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
