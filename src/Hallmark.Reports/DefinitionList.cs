namespace Hallmark.Reports;

/// <summary>Named values, for a list of definitions of the class "facts".</summary>
internal static class DefinitionList
{
    public static void Short(Html html, string name, string value) => Write(html, name, value, "fact");

    /// <summary>A digest takes a line of its own, in letters of equal width.</summary>
    public static void Digest(Html html, string name, string value) => Write(html, name, value, "fact digest");

    private static void Write(Html html, string name, string value, string css)
    {
        using (html.In("div", ("class", css)))
        {
            html.Put("dt", name);
            using (html.In("dd"))
            {
                FoldedTable.Words(html, value.Length == 0 ? "none" : value);
            }
        }
    }
}
