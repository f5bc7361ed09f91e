using System.Globalization;
using System.Xml.Linq;
using Hallmark.Reports;

namespace Hallmark.Reports.Tests;

public sealed class MeasurementChartTests
{
    [Fact]
    public void Every_measured_batch_is_named_where_its_share_lies()
    {
        XElement svg = Draw(
            Check("noise", Measure("a", "accepted", 100, 100), Measure("b", "refused", 40, 100), Measure("c", "quarantined", 70, 100)));
        Dictionary<string, double> places = svg.Descendants("path").ToDictionary(mark => mark.Value.Split(": ")[1].Split(' ')[0], PlaceOf);
        Assert.Equal(["b", "c", "a"], places.OrderBy(pair => pair.Value).Select(pair => pair.Key));
        Assert.Contains(svg.Descendants("path"), mark => mark.Value == "noise, refused: b 40 of 100");
    }

    [Fact]
    public void Limits_stand_where_the_policy_puts_them()
    {
        XElement svg = Draw(Check("noise", Measure("a", "accepted", 100, 100), Measure("b", "refused", 0, 100)) with
        {
            QuarantineBelowPpm = 900_000,
            RefuseBelowPpm = 500_000,
        });
        double quarantine = Number((string)Assert.Single(svg.WithClass("quarantine")).Attribute("x1")!);
        double refuse = Number((string)Assert.Single(svg.WithClass("refuse")).Attribute("x1")!);
        double[] marks = [.. svg.Descendants("path").Select(PlaceOf).Order()];
        Assert.Equal(marks[0] + (0.5 * (marks[1] - marks[0])), refuse, 1.0);
        Assert.Equal(marks[0] + (0.9 * (marks[1] - marks[0])), quarantine, 1.0);
    }

    [Fact]
    public void A_limit_below_the_axis_and_none_at_all_are_not_drawn()
    {
        Assert.Empty(
            Draw(
                Check(
                    "noise", Measure("a", "accepted", 100, 100),
                    Measure("b", "accepted", 95, 100)) with
                { RefuseBelowPpm = 100_000 }).WithClass("limit"));
        Assert.Empty(Draw(Check("noise", Measure("a", "accepted", 0, 100))).WithClass("limit"));
    }

    [Fact]
    public void The_picture_does_not_grow_with_the_ledger()
    {
        ReportMeasure[] many = [.. Enumerable.Range(0, 20_000).Select(i => Measure($"b{i}", "accepted", i % 1000, 1000))];
        XElement[] marks = [.. Draw(Check("noise", many)).Descendants("path")];
        Assert.InRange(marks.Length, 100, 600);
        Assert.Contains(marks, mark => mark.Value.EndsWith("more", StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_nobody_measured_says_so()
    {
        XElement svg = Draw(Check("triggers"), Check("noise", Measure("a", "accepted", 9, 10)) with { WeightPpm = 300_000 });
        Assert.Contains(svg.Descendants("text"), text => text.Value == "lowest not measured, not weighed");
        Assert.Contains(svg.Descendants("text"), text => text.Value == "lowest 0.900, weight 30.00 %");
    }

    [Fact]
    public void Trained_on_though_refused_catches_the_eye() =>
        Assert.Single(
            Draw(
                Check(
                    "noise",
                    Measure("a", "refused", 1, 10) with { Batch = Batch("a", "refused") with { Scheduled = true } })).WithClass("ring"));

    private static XElement Draw(params ReportCheck[] checks) => Page.Part(html => MeasurementChart.Draw(html, "measurements", checks));

    private static ReportCheck Check(string name, params ReportMeasure[] measures) => new(name, null, null, null, measures);

    private static ReportMeasure Measure(string id, string verdict, long good, long of) => new(Batch(id, verdict), good, of);

    private static ReportBatch Batch(string id, string verdict) => new(id, "provider", 10, verdict, 500_000, [], false);

    private static double PlaceOf(XElement mark) => Number(((string)mark.Attribute("d")!)[1..].Split(' ')[0]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
