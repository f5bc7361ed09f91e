namespace Hallmark.Reports;

/// <summary>
/// Mean training loss by epoch: a line with round ticks and its least value named. An epoch whose loss is no number breaks the
/// line and is marked with a cross at the top.
/// </summary>
public static class LossChart
{
    private const double Height = 300;
    private const double Left = 66;
    private const double Right = Chart.Width - 18;
    private const double Top = 26;
    private const double Bottom = Height - 48;

    /// <summary>Up to so many epochs each has a dot of its own.</summary>
    private const int MostDots = 60;

    /// <param name="id">Unlike that of any other picture on the page.</param>
    /// <param name="lossesPpm">In millionths, from epoch 1; at least one.</param>
    public static void Draw(Html html, string id, IReadOnlyList<long> lossesPpm)
    {
        List<(int Epoch, decimal Loss)> finite = [.. lossesPpm
            .Select((ppm, i) => (Epoch: i + 1, Ppm: ppm))
            .Where(point => point.Ppm != LossSummary.NoNumber)
            .Select(point => (point.Epoch, Figures.OfPpm(point.Ppm)))];
        Axis epochs = EpochAxis(lossesPpm.Count);
        Axis losses = LossAxis(finite);
        using (Chart.Begin(html, id, "loss", Height, "Mean training loss by epoch", LossSummary.Describe(lossesPpm)))
        {
            Chart.Upward(html, losses, Left, Right, Top, Bottom);
            foreach (decimal tick in epochs.Ticks.Where(tick => tick >= 1 && tick <= lossesPpm.Count))
            {
                double x = epochs.Place(tick, Left, Right);
                Chart.Line(html, "base", x, Bottom, x, Bottom + 5);
                Chart.Label(html, epochs.Label(tick), x, Bottom + 20, "middle", "tick");
            }
            Chart.Line(html, "base", Left, Bottom, Right, Bottom);
            Chart.Label(html, "epoch", Right, Height - 6, "end", "axis-name");
            Chart.Label(html, "loss", Left - 8, Top - 12, "end", "axis-name");
            DrawCurve(html, lossesPpm, epochs, losses);
            DrawLeast(html, finite, epochs, losses);
        }
        html.Line();
    }

    private static Axis EpochAxis(int count) => Axis.Over(1, Math.Max(2, count), smallestStep: 1, intervals: 8);

    private static Axis LossAxis(List<(int Epoch, decimal Loss)> finite)
    {
        if (finite.Count == 0)
        {
            return Axis.Over(0, 1);
        }
        decimal low = finite.Min(point => point.Loss);
        decimal high = finite.Max(point => point.Loss);
        // From zero where that costs little room, so that a fall to half looks like a fall to half.
        return low > 0 && low < high / 2 ? Axis.Over(0, high) : Axis.Over(low, high);
    }

    private static void DrawCurve(Html html, IReadOnlyList<long> lossesPpm, Axis epochs, Axis losses)
    {
        System.Text.StringBuilder path = new();
        bool broken = true;
        for (int i = 0; i < lossesPpm.Count; i++)
        {
            double x = epochs.Place(i + 1, Left, Right);
            if (lossesPpm[i] == LossSummary.NoNumber)
            {
                broken = true;
                continue;
            }
            double y = losses.Place(Figures.OfPpm(lossesPpm[i]), Bottom, Top);
            path.Append(broken ? 'M' : 'L').Append(Figures.Place(x)).Append(' ').Append(Figures.Place(y)).Append(' ');
            broken = false;
        }
        if (path.Length > 0)
        {
            html.Leaf("path", ("class", "curve"), ("d", path.ToString().TrimEnd()));
        }
        for (int i = 0; i < lossesPpm.Count; i++)
        {
            double x = epochs.Place(i + 1, Left, Right);
            if (lossesPpm[i] == LossSummary.NoNumber)
            {
                DrawLost(html, i + 1, x);
            }
            else if (lossesPpm.Count <= MostDots)
            {
                decimal loss = Figures.OfPpm(lossesPpm[i]);
                Dot(html, "dot", x, losses.Place(loss, Bottom, Top), 3, $"epoch {Figures.Count(i + 1)}: {Figures.Loss(loss)}");
            }
        }
    }

    private static void DrawLost(Html html, int epoch, double x)
    {
        using (html.In("path", ("class", "mark refused"), ("d", $"M{Figures.Place(x)} {Figures.Place(Top)} m-4 -4 l8 8 m0 -8 l-8 8")))
        {
            html.Put("title", $"epoch {Figures.Count(epoch)}: no number");
        }
    }

    private static void DrawLeast(Html html, List<(int Epoch, decimal Loss)> finite, Axis epochs, Axis losses)
    {
        if (finite.Count == 0)
        {
            Chart.Label(html, "no epoch has a loss that is a number", (Left + Right) / 2, (Top + Bottom) / 2, "middle");
            return;
        }
        (int epoch, decimal loss) = finite.MinBy(point => point.Loss);
        double x = epochs.Place(epoch, Left, Right);
        double y = losses.Place(loss, Bottom, Top);
        string words = $"least {Figures.Loss(loss)}";
        Dot(html, "least", x, y, 5.5, words);
        // Above the point, and towards the middle of the picture, so that it stays within.
        string anchor = x > (Left + Right) / 2 ? "end" : "start";
        Chart.Label(html, words, anchor == "end" ? x + 4 : x - 4, Math.Max(y - 14, Top + 8), anchor, "label strong halo");
    }

    private static void Dot(Html html, string css, double x, double y, double radius, string title)
    {
        using (html.In("circle", ("class", css), ("cx", Figures.Place(x)), ("cy", Figures.Place(y)), ("r", Figures.Place(radius))))
        {
            html.Put("title", title);
        }
    }
}
