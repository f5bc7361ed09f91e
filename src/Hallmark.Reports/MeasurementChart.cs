namespace Hallmark.Reports;

/// <summary>
/// Measurements, one strip per check: where the batches lie between all records bad (0) and all good (1), the limits of the policy
/// as dashed upright lines. Batches of one verdict at one place share a mark, so the picture does not grow with the ledger.
/// </summary>
public sealed class MeasurementChart
{
    private const double Edge = 14;
    private const double NameHeight = 30;
    private const double RowHeight = 11;
    private const double Foot = 46;
    private const int MostNames = 5;

    private readonly Html _html;
    private readonly Axis _axis;

    private MeasurementChart(Html html, Axis axis)
    {
        _html = html;
        _axis = axis;
    }

    private static double Right => Chart.Width - Edge;

    /// <param name="html">Where it is drawn.</param>
    /// <param name="id">Unlike that of any other picture on the page.</param>
    /// <param name="checks">At least one; those that nobody measured show an empty strip.</param>
    public static void Draw(Html html, string id, IReadOnlyList<ReportCheck> checks)
    {
        decimal[] shares = [.. checks.SelectMany(check => check.Measures).Select(measure => measure.Share)];
        var chart = new MeasurementChart(
            html, shares.Length == 0 ? Axis.Within(0, 1, 0, 1) : Axis.Within(0, 1, shares.Min(), shares.Max()));
        double height = checks.Sum(HeightOf) + Foot;
        string description = "Lowest share of good records by check: "
            + string.Join(
                "; ",
                checks.Select(
                    check => $"{check.Name} {LowestOf(check)} in {Figures.Count(check.Measures.Count, "batch", "batches")}")) + ".";
        using (Chart.Begin(html, id, "measurements", height, "Share of good records of each batch, by check", description))
        {
            double bottom = height - Foot;
            Chart.Across(html, chart._axis, Edge, Right, 4, bottom + 4);
            Chart.Label(html, "share of records without a finding", Right, height - 4, "end", "axis-name");
            double top = 0;
            foreach (ReportCheck check in checks)
            {
                chart.DrawStrip(check, top);
                top += HeightOf(check);
            }
        }
        html.Line();
    }

    private static double HeightOf(ReportCheck check) => NameHeight + (Math.Max(1, RowsOf(check).Length) * RowHeight) + 4;

    // The worst verdict lowest, next to the line.
    private static string[] RowsOf(ReportCheck check) =>
        [.. check.Measures.Select(measure => measure.Batch.Verdict).Distinct()
            .OrderByDescending(BatchMark.Rank).ThenBy(verdict => verdict, StringComparer.Ordinal)];

    private static string LowestOf(ReportCheck check) =>
        check.Measures.Count == 0 ? "not measured" : Figures.Share(check.Measures.Min(measure => measure.Share));

    private void DrawStrip(ReportCheck check, double top)
    {
        double bottom = top + HeightOf(check);
        Chart.Line(_html, "base", Edge, bottom, Right, bottom);
        string weight = check.WeightPpm is { } ppm ? $"weight {Figures.Percent(ppm / 10_000m)} %" : "not weighed";
        Chart.Label(_html, HtmlText.Shorten(check.Name, 30), Edge, top + 20, "start", "label strong");
        Chart.Label(_html, $"lowest {LowestOf(check)}, {weight}", Right, top + 20, "end", "label halo");
        DrawLimit(check.QuarantineBelowPpm, "quarantine", top, bottom);
        DrawLimit(check.RefuseBelowPpm, "refuse", top, bottom);
        string[] rows = RowsOf(check);
        for (int row = 0; row < rows.Length; row++)
        {
            DrawRow(check, rows[row], bottom - 7 - (row * RowHeight));
        }
    }

    private void DrawLimit(long? ppm, string css, double top, double bottom)
    {
        // A limit left of the axis keeps nobody out who is in the picture.
        if (ppm is { } limit && Figures.OfPpm(limit) >= _axis.Low && limit > 0)
        {
            double x = _axis.Place(Figures.OfPpm(limit), Edge, Right);
            Chart.Line(_html, "limit " + css, x, top + NameHeight - 4, x, bottom);
        }
    }

    private void DrawRow(ReportCheck check, string verdict, double y)
    {
        foreach (var place in check.Measures.Where(measure => measure.Batch.Verdict == verdict)
            .GroupBy(
                measure => (X: Math.Round(_axis.Place(measure.Share, Edge, Right)), measure.Batch.Scheduled)).OrderBy(place => place.Key))
        {
            ReportMeasure[] here = [.. place.OrderBy(measure => measure.Share).ThenBy(measure => measure.Batch.Id, StringComparer.Ordinal)];
            string names = string.Join(
                ", ",
                here.Take(MostNames).Select(measure => $"{measure.Batch.Id} {Figures.Count(measure.Good)} of {Figures.Count(measure.Of)}"));
            string more = here.Length > MostNames ? $" and {Figures.Count(here.Length - MostNames)} more" : "";
            BatchMark.Draw(_html, verdict, place.Key.Scheduled, place.Key.X, y, $"{check.Name}, {verdict}: {names}{more}");
        }
    }
}
