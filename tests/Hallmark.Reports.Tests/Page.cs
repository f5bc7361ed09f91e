using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Hallmark.Reports.Tests;

/// <summary>A report or a part of one, read as XML: what is not well-formed throws.</summary>
internal static class Page
{
    public static XElement Of(ReportModel model) => Parse(HtmlReport.Render(model));

    public static XElement Parse(string html)
    {
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Ignore };
        using XmlReader reader = XmlReader.Create(new StringReader(html), settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
    }

    /// <summary>What one writer wrote, in an element of its own.</summary>
    public static XElement Part(Action<Html> write)
    {
        Html html = new();
        using (html.In("div"))
        {
            write(html);
        }
        return Parse(html.ToString());
    }

    public static XElement Section(this XElement page, string id) =>
        page.Descendants().Single(element => (string?)element.Attribute("id") == id);

    public static IEnumerable<XElement> WithClass(this XElement page, string css) =>
        page.Descendants().Where(element => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(css));

    public static string DigestOf(XElement part) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part.ToString(SaveOptions.DisableFormatting))))[..16];
}
