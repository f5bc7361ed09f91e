namespace Hallmark.Reports;

/// <summary>
/// The audit as one HTML file that needs nothing else: no scripts, no fonts, no pictures from elsewhere. The same model gives the
/// same bytes.
/// </summary>
public static class HtmlReport
{
    public static string Render(ReportModel model)
    {
        Html html = new();
        html.Doctype();
        using (html.In("html", ("lang", "en")))
        {
            html.Line();
            WriteHead(html, model);
            using (html.In("body"))
            {
                html.Line();
                VerdictSection.Write(html, model);
                WriteContents(html, model);
                using (html.In("main"))
                {
                    html.Line();
                    AuditSection.Write(html, model);
                    DataSection.Write(html, model);
                    RunSection.Write(html, model);
                    CheckSection.Write(html, model);
                }
            }
        }
        html.Line();
        return html.ToString();
    }

    private static void WriteHead(Html html, ReportModel model)
    {
        using (html.In("head"))
        {
            html.Leaf("meta", ("charset", "utf-8"));
            // Should escaping ever fail, the browser still runs and fetches nothing.
            html.Leaf("meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportStyle.ContentSecurityPolicy));
            html.Leaf("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Leaf("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Put("title", $"{VerdictLook.Word(model.Audit.Verdict)}: {model.Title}");
            html.Style(ReportStyle.Css);
        }
        html.Line();
    }

    private static void WriteContents(Html html, ReportModel model)
    {
        using (html.In("nav", ("aria-label", "On this page")))
        {
            html.Put("a", "Audit", ("href", "#audit"));
            html.Put("a", "Data", ("href", "#data"));
            html.Put("a", model.Runs.Count > 0 ? $"Runs ({Figures.Count(model.Runs.Count)})" : "Runs", ("href", "#runs"));
            html.Put("a", "Check it yourself", ("href", "#check"));
        }
        html.Line();
    }
}
