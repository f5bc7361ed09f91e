namespace Hallmark.Reports;

/// <summary>
/// The sign of one batch: its shape says the verdict; filled, or with a ring around it, a run trained on it. Colour only repeats that.
/// </summary>
internal static class BatchMark
{
    /// <summary>Half the width of a mark.</summary>
    public const double Radius = 4.5;

    /// <summary>Where batches stand, from best to worst; marks drawn in this order leave the bad ones on top.</summary>
    public static readonly IReadOnlyList<string> Verdicts = ["accepted", "pending", "challenged", "quarantined", "refused", "withdrawn"];

    /// <summary>Position in <see cref="Verdicts"/>; one that is not known comes last and is never overlooked.</summary>
    public static int Rank(string verdict)
    {
        for (int i = 0; i < Verdicts.Count; i++)
        {
            if (Verdicts[i] == verdict)
            {
                return i;
            }
        }
        return Verdicts.Count;
    }

    /// <param name="title">Shown when pointed at; empty for none.</param>
    public static void Draw(Html html, string verdict, bool scheduled, double x, double y, string title = "")
    {
        int rank = Rank(verdict);
        if (scheduled && rank != 0)
        {
            // Trained on though not accepted (or not any more): that must catch the eye.
            html.Leaf("circle", ("class", "ring"), ("cx", Figures.Place(x)), ("cy", Figures.Place(y)), ("r", "6.4"));
        }
        string place = Figures.Place(x) + " " + Figures.Place(y);
        (string css, string path) = rank switch
        {
            0 => ("accepted", "m-4.5 0 a4.5 4.5 0 1 0 9 0 a4.5 4.5 0 1 0 -9 0 Z"),
            1 => ("pending", "m-3.5 -3.5 h7 v7 h-7 Z"),
            2 => ("challenged", "m-4.5 0 h9 m-4.5 -4.5 v9"),
            3 => ("quarantined", "m0 -4.8 l5 9 h-10 Z"),
            4 => ("refused", "m-4 -4 l8 8 m0 -8 l-8 8"),
            5 => ("withdrawn", "m-4.5 0 h9"),
            _ => ("unknown", "m0 -5 l5 5 l-5 5 l-5 -5 Z"),
        };
        using (html.In("path", ("class", $"mark {css}{(scheduled ? " used" : "")}"), ("d", $"M{place} {path}")))
        {
            if (title.Length > 0)
            {
                html.Put("title", title);
            }
        }
    }

    /// <summary>Mark and verdict in words, for a cell of a table or a legend.</summary>
    public static void Badge(Html html, string verdict, bool scheduled, string words)
    {
        using (html.In("span", ("class", "badge")))
        {
            Small(html, verdict, scheduled);
            html.Text(" ");
            html.Foreign(words);
        }
    }

    /// <summary>The mark alone, as high as a line of text.</summary>
    public static void Small(Html html, string verdict, bool scheduled)
    {
        using (html.In("svg", ("class", "key"), ("viewBox", "0 0 14 14"), ("width", "14"), ("height", "14"), ("aria-hidden", "true")))
        {
            Draw(html, verdict, scheduled, 7, 7);
        }
    }
}
