namespace Hallmark.Reports;

/// <summary>
/// Integrity scores, one strip per provider: a mark per batch along the score axis, its shape the verdict, filled where a run
/// trained on it, and a line at the provider's mean. Batches without a score stand in a column of their own on the left.
/// </summary>
public sealed class ScoreChart
{
    private const double Edge = 14;
    private const double Unscored = 96;
    private const double NameHeight = 30;
    private const double Foot = 46;
    private const double Step = 10;

    /// <summary>A name longer than this would run into the numbers beside it.</summary>
    private const int MostLetters = 24;

    private readonly Html _html;
    private readonly Axis _axis;
    private readonly double _left;

    private ScoreChart(Html html, Axis axis, bool anyUnscored)
    {
        _html = html;
        _axis = axis;
        _left = anyUnscored ? Edge + Unscored : Edge;
    }

    private static double Right => Chart.Width - Edge;

    /// <summary>The axis that fits all scores, so that several pictures of the same batches can share it.</summary>
    public static Axis AxisFor(IEnumerable<ReportBatch> batches)
    {
        decimal[] scores = [.. batches.Where(batch => batch.ScorePpm is not null).Select(batch => Figures.OfPpm(batch.ScorePpm!.Value))];
        return scores.Length == 0 ? Axis.Within(0, 1, 0, 1) : Axis.Within(0, 1, scores.Min(), scores.Max());
    }

    /// <param name="id">Unlike that of any other picture on the page.</param>
    public static void Draw(Html html, string id, IReadOnlyList<ProviderScores> providers, Axis axis)
    {
        ScoreChart chart = new(html, axis, providers.Any(provider => provider.Batches.Any(batch => batch.ScorePpm is null)));
        List<Strip> strips = [.. providers.Select(chart.Arrange)];
        double height = strips.Sum(strip => strip.Height) + Foot;
        string description = "Mean score by provider, lowest first: "
            + string.Join(
                "; ",
                providers.Select(
                    provider => $"{provider.Provider} {provider.MeanText} in {Figures.Count(provider.Batches.Count, "batch", "batches")}"))
            + ". The tables on this page hold every score.";
        using (Chart.Begin(html, id, "scores", height, "Integrity score of each batch, by provider", description))
        {
            double bottom = height - Foot;
            Chart.Across(html, axis, chart._left, Right, 4, bottom + 4);
            if (chart._left > Edge)
            {
                Chart.Label(html, "no score", Edge, bottom + 22, "start", "tick");
            }
            Chart.Label(html, "integrity score", Right, height - 4, "end", "axis-name");
            double top = 0;
            foreach (Strip strip in strips)
            {
                chart.DrawStrip(strip, top);
                top += strip.Height;
            }
        }
        html.Line();
    }

    private Strip Arrange(ProviderScores provider)
    {
        List<(ReportBatch Batch, double X)> placed = [.. provider.Batches
            .Where(batch => batch.ScorePpm is not null)
            .Select(batch => (batch, X: _axis.Place(Figures.OfPpm(batch.ScorePpm!.Value), _left, Right)))
            .OrderBy(mark => mark.X)];
        int[] levels = Swarm.Levels([.. placed.Select(mark => mark.X)], 2 * BatchMark.Radius);
        List<Mark> marks = [.. placed.Select((mark, i) => new Mark(mark.Batch, mark.X, levels[i]))];
        int perRow = (int)((Unscored - 46) / Step);
        int unscored = 0;
        foreach (ReportBatch batch in provider.Batches.Where(batch => batch.ScorePpm is null))
        {
            marks.Add(new Mark(batch, Edge + 5 + (unscored % perRow * Step), unscored / perRow % Swarm.MaxLevels));
            unscored++;
        }
        int rows = marks.Count == 0 ? 1 : marks.Max(mark => mark.Level) + 1;
        return new Strip(provider, marks, NameHeight + (rows * Step) + 4);
    }

    private void DrawStrip(Strip strip, double top)
    {
        double bottom = top + strip.Height;
        Chart.Line(_html, "base", Edge, bottom, Right, bottom);
        string batches = Figures.Count(strip.Provider.Batches.Count, "batch", "batches");
        Chart.Label(_html, HtmlText.Shorten(strip.Provider.Provider, MostLetters), Edge, top + 20, "start", "label strong");
        Chart.Label(_html, $"{batches}, mean {strip.Provider.MeanText}", Right, top + 20, "end", "label halo");
        if (strip.Provider.MeanPpm is { } mean)
        {
            double x = _axis.Place(mean / 1_000_000m, _left, Right);
            Chart.Line(_html, "mean", x, top + NameHeight - 4, x, bottom);
        }
        // The worst are drawn last, so that a refused batch is not hidden behind accepted ones.
        foreach (Mark mark in strip.Marks.OrderBy(mark => BatchMark.Rank(mark.Batch.Verdict)))
        {
            ReportBatch batch = mark.Batch;
            string score = batch.ScorePpm is { } ppm ? "score " + Figures.Score(ppm) : "no score yet";
            string used = batch.Scheduled ? ", trained on" : "";
            BatchMark.Draw(
                _html, batch.Verdict, batch.Scheduled, mark.X, bottom - 7 - (mark.Level * Step),
                $"{batch.Id}: {batch.Verdict}, {score}{used}");
        }
    }

    private sealed record Mark(ReportBatch Batch, double X, int Level);

    private sealed record Strip(ProviderScores Provider, IReadOnlyList<Mark> Marks, double Height);
}
