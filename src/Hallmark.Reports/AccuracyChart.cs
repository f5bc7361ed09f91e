namespace Hallmark.Reports;

/// <summary>
/// Test accuracy of the same training on different batches, one strip each: a dot per seed, and over the dots the mean as a
/// diamond with one standard deviation to either side.
/// </summary>
public static class AccuracyChart
{
    private const double Edge = 14;
    private const double Right = Chart.Width - Edge;
    private const double NameHeight = 42;
    private const double Foot = 46;
    private const double Step = 11;

    /// <param name="id">Unlike that of any other picture on the page.</param>
    /// <param name="series">At least one, each with at least one seed.</param>
    public static void Draw(Html html, string id, IReadOnlyList<ReportAccuracies> series)
    {
        List<decimal> ends = [.. series.SelectMany(one => one.Ppm.Select(InPercent).Append(Low(one)).Append(High(one)))];
        Axis axis = Axis.Within(0, 100, ends.Min(), ends.Max());
        List<(ReportAccuracies Series, double[] Places, int[] Levels)> strips = [.. series.Select(one => Arrange(one, axis))];
        double height = strips.Sum(strip => HeightOf(strip.Levels)) + Foot;
        string description = string.Join("; ", series.Select(one => $"{one.Name}: {AccuracyComparison.Summary(one)}"))
            + ". " + AccuracyComparison.Conclude(series);
        using (Chart.Begin(html, id, "accuracy", height, "Test accuracy by seed", description))
        {
            Chart.Across(html, axis, Edge + 10, Right - 10, 4, height - Foot + 4);
            Chart.Label(html, "test accuracy in %", Right, height - 4, "end", "axis-name");
            double top = 0;
            foreach ((ReportAccuracies one, double[] places, int[] levels) in strips)
            {
                DrawStrip(html, one, places, levels, axis, top);
                top += HeightOf(levels);
            }
        }
        html.Line();
    }

    private static decimal InPercent(long ppm) => ppm / 10_000m;

    private static decimal Low(ReportAccuracies one) => (decimal)(one.MeanPercent - one.DeviationPercent);

    private static decimal High(ReportAccuracies one) => (decimal)(one.MeanPercent + one.DeviationPercent);

    private static double HeightOf(int[] levels) => NameHeight + 16 + ((levels.Max() + 1) * Step);

    private static double Across(Axis axis, decimal percent) => axis.Place(percent, Edge + 10, Right - 10);

    private static (ReportAccuracies Series, double[] Places, int[] Levels) Arrange(ReportAccuracies one, Axis axis)
    {
        double[] places = [.. one.Ppm.Order().Select(ppm => Across(axis, InPercent(ppm)))];
        return (one, places, Swarm.Levels(places, Step));
    }

    private static void DrawStrip(Html html, ReportAccuracies one, double[] places, int[] levels, Axis axis, double top)
    {
        double bottom = top + HeightOf(levels);
        Chart.Line(html, "base", Edge, bottom, Right, bottom);
        Chart.Label(html, HtmlText.Shorten(one.Name, 24), Edge, top + 20, "start", "label strong");
        Chart.Label(html, AccuracyComparison.Summary(one), Right, top + 20, "end", "label halo");
        long[] sorted = [.. one.Ppm.Order()];
        for (int i = 0; i < places.Length; i++)
        {
            using (html.In(
                "circle",
                ("class", "dot"),
                ("cx", Figures.Place(places[i])),
                ("cy", Figures.Place(bottom - 9 - (levels[i] * Step))),
                ("r", "4.5")))
            {
                html.Put("title", Figures.Percent(InPercent(sorted[i])) + " %");
            }
        }
        if (one.Ppm.Count > 1)
        {
            DrawMean(html, one, axis, top + NameHeight - 4);
        }
    }

    private static void DrawMean(Html html, ReportAccuracies one, Axis axis, double y)
    {
        double low = Across(axis, Low(one));
        double high = Across(axis, High(one));
        double mean = Across(axis, (decimal)one.MeanPercent);
        Chart.Line(html, "spread", low, y, high, y);
        Chart.Line(html, "spread", low, y - 4, low, y + 4);
        Chart.Line(html, "spread", high, y - 4, high, y + 4);
        using (html.In("path", ("class", "diamond"), ("d", $"M{Figures.Place(mean)} {Figures.Place(y)} m0 -6 l6 6 l-6 6 l-6 -6 Z")))
        {
            html.Put("title", "mean ± standard deviation: " + AccuracyComparison.Summary(one));
        }
    }
}
