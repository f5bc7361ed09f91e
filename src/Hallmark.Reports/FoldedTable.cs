namespace Hallmark.Reports;

/// <summary>
/// A table of any length: the first rows stand open, the rest behind one line to unfold. On a phone each row becomes a card,
/// for which its cells carry their heading.
/// </summary>
internal static class FoldedTable
{
    /// <summary>Fewer hidden rows than this are not worth hiding.</summary>
    private const int Slack = 5;

    /// <summary>Longer texts show their beginning and unfold.</summary>
    private const int LongText = 400;
    private const int Beginning = 160;

    /// <param name="rows">What the rows are, in the plural: "batches".</param>
    /// <param name="shown">Rows that stand open.</param>
    /// <param name="write">Writes the cells of one row.</param>
    public static void Write<T>(Html html, string rows, IReadOnlyList<string> headings, IReadOnlyList<T> items, int shown, Action<T> write)
    {
        if (items.Count <= shown + Slack)
        {
            Table(html, headings, items, write);
            return;
        }
        Table(html, headings, items.Take(shown), write);
        using (html.In("details"))
        {
            html.Put("summary", $"{Figures.Count(items.Count - shown)} more {rows}");
            Table(html, headings, items.Skip(shown), write);
        }
    }

    /// <summary>A cell under the heading; on a phone the heading stands before it.</summary>
    public static void Cell(Html html, string heading, string text, string css = "")
    {
        using (In(html, heading, css))
        {
            Words(html, text);
        }
    }

    public static Html.OpenElement In(Html html, string heading, string css = "") =>
        css.Length == 0 ? html.In("td", ("data-label", heading)) : html.In("td", ("data-label", heading), ("class", css));

    /// <summary>A text of strangers, whole, but folded where it is very long.</summary>
    public static void Words(Html html, string text)
    {
        if (text.Length <= LongText)
        {
            html.Foreign(text);
            return;
        }
        using (html.In("details", ("class", "long")))
        {
            using (html.In("summary"))
            {
                html.Foreign(HtmlText.Shorten(text, Beginning));
                html.Text($" ({Figures.Count(text.Length)} characters)");
            }
            html.Foreign(text);
        }
    }

    private static void Table<T>(Html html, IReadOnlyList<string> headings, IEnumerable<T> items, Action<T> write)
    {
        using (html.In("div", ("class", "wide")))
        using (html.In("table"))
        {
            using (html.In("thead"))
            using (html.In("tr"))
            {
                foreach (string heading in headings)
                {
                    html.Put("th", heading, ("scope", "col"));
                }
            }
            using (html.In("tbody"))
            {
                foreach (T item in items)
                {
                    using (html.In("tr"))
                    {
                        write(item);
                    }
                    html.Line();
                }
            }
        }
    }
}
