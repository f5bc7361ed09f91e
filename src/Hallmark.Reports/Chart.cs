namespace Hallmark.Reports;

/// <summary>What the pictures have in common: their frame, their words for those who do not see them, lines and labels.</summary>
internal static class Chart
{
    /// <summary>Width of every picture in its own units; on a phone they are about two thirds of a pixel.</summary>
    public const double Width = 560;

    /// <summary>Opens the picture; title and description are what a screen reader reads.</summary>
    /// <param name="id">Unlike that of any other picture on the page.</param>
    public static Html.OpenElement Begin(Html html, string id, string css, double height, string title, string description)
    {
        Html.OpenElement svg = html.In(
            "svg",
            ("class", "chart " + css),
            ("viewBox", $"0 0 {Figures.Place(Width)} {Figures.Place(height)}"),
            ("role", "img"),
            ("aria-labelledby", $"{id}-title {id}-desc"));
        html.Put("title", title, ("id", id + "-title"));
        html.Put("desc", description, ("id", id + "-desc"));
        return svg;
    }

    public static void Line(Html html, string css, double x1, double y1, double x2, double y2) => html.Leaf(
        "line", ("class", css), ("x1", Figures.Place(x1)), ("y1", Figures.Place(y1)), ("x2", Figures.Place(x2)), ("y2", Figures.Place(y2)));

    /// <param name="anchor">"start", "middle" or "end".</param>
    public static void Label(Html html, string text, double x, double y, string anchor, string css = "label") => html.Put(
        "text", text, ("class", css), ("x", Figures.Place(x)), ("y", Figures.Place(y)), ("text-anchor", anchor));

    /// <summary>Vertical grid lines with their numbers under them.</summary>
    public static void Across(Html html, Axis axis, double left, double right, double top, double bottom)
    {
        foreach (decimal tick in axis.Ticks)
        {
            double x = axis.Place(tick, left, right);
            Line(html, "grid", x, top, x, bottom);
            Label(html, axis.Label(tick), x, bottom + 18, "middle", "tick");
        }
    }

    /// <summary>Horizontal grid lines with their numbers on the left.</summary>
    public static void Upward(Html html, Axis axis, double left, double right, double top, double bottom)
    {
        foreach (decimal tick in axis.Ticks)
        {
            double y = axis.Place(tick, bottom, top);
            Line(html, "grid", left, y, right, y);
            Label(html, axis.Label(tick), left - 8, y + 4.5, "end", "tick");
        }
    }
}
