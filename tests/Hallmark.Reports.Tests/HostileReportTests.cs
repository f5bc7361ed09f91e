using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hallmark.Audit;

namespace Hallmark.Reports.Tests;

/// <summary>Names, reasons and messages come from strangers: none of them may become markup, run, load, or mislead the eye.</summary>
public sealed partial class HostileReportTests
{
    public static TheoryData<string> Texts =>
    [
        "<script>alert(1)</script>",
        "</title></style></svg><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "]]><!--",
        "&lt;script&gt;",
        "a\0b\u0007c\u001b[2J",
        "invoice\u202Egpj.exe",
        "st\u200B-anna\u2066\u00AD",
        "\uD800 half",
        "javascript:alert(1)",
        "שלום עולם",
        new string('x', 70_000),
        "",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Hostile_text_stays_text(string text)
    {
        XElement calm = Page.Of(ModelOf("calm"));
        XElement page = Page.Of(ModelOf(text));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "iframe" or "object" or "link");
        Assert.DoesNotContain(
            page.DescendantsAndSelf().Attributes(),
            attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "style" or "src");
        Assert.Equal(Kinds(calm).Except(["summary", "details"]), Kinds(page).Except(["summary", "details"]));
        Assert.DoesNotMatch(Unseen(), page.ToString());
    }

    [Fact]
    public void A_name_that_turns_the_line_around_is_shown_as_what_it_is() =>
        Assert.Contains("invoice[U+202E]gpj.exe", Page.Of(ModelOf("invoice\u202Egpj.exe")).Section("data").Value, StringComparison.Ordinal);

    [Fact]
    public void Very_long_text_is_folded_but_whole()
    {
        string text = new('x', 70_000);
        XElement page = Page.Of(ModelOf(text));
        Assert.Contains(page.WithClass("long"), fold => fold.Element("bdi")!.Value == text);
        Assert.All(page.Descendants("text"), label => Assert.InRange(label.Value.Length, 0, 60));
    }

    [Fact]
    public void Numbers_beyond_all_sense_are_drawn_all_the_same()
    {
        ReportModel model = ModelOf("x");
        ReportBatch batch = model.Batches[0] with { Records = long.MaxValue, ScorePpm = long.MinValue };
        ReportRun run = model.Runs[0] with
        {
            LossesPpm = [long.MinValue, 0, long.MaxValue - 1],
            Comparison = SampleReports.Comparison([long.MaxValue, long.MinValue], [0, 1]),
        };
        XElement page = Page.Of(model with
        {
            Batches = [batch, batch, batch with { ScorePpm = long.MaxValue }],
            Runs = [run],
            Height = ulong.MaxValue,
        });
        Assert.Contains("27,670,116,110,564,327,421 records", page.Section("data").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string html = HtmlReport.Render(SampleReports.Clinics());
        Assert.DoesNotMatch(Elsewhere(), html);
        XElement policy = Page.Parse(html).Descendants("meta").Single(
            meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy");
        Assert.StartsWith(
            "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-", (string?)policy.Attribute("content"),
            StringComparison.Ordinal);
        Assert.All(
            Page.Parse(html).Descendants("a"), link => Assert.StartsWith("#", (string?)link.Attribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_id_is_used_once_and_every_picture_is_described()
    {
        XElement page = Page.Of(SampleReports.Large(1000, 500));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.WithClass("chart"), chart =>
        {
            Assert.NotEmpty(chart.Element("title")!.Value);
            Assert.NotEmpty(chart.Element("desc")!.Value);
            Assert.All(((string)chart.Attribute("aria-labelledby")!).Split(' '), id => Assert.Contains(id, ids));
        });
    }

    private static IEnumerable<string> Kinds(XElement page) =>
        page.Descendants().Select(element => element.Name.LocalName).Distinct().Order();

    /// <summary>The text everywhere a text can stand.</summary>
    private static ReportModel ModelOf(string text) => SampleReports.Clinics() with
    {
        Title = text,
        LedgerName = text,
        LedgerId = text,
        HeaderHash = text,
        Checks = [new ReportCheck(text, 1, 1, 1, [new ReportMeasure(new ReportBatch(text, text, 10, text, null, [], false), 1, 2)])],
        Batches =
        [
            new ReportBatch(text, text, 10, "refused", 100_000, [text], true) { WorstRecords = [text] },
            new ReportBatch("b", text, 10, text, null, [], false),
        ],
        Runs =
        [
            new ReportRun(
                text, text, text, text, text, 10, 1, text, [1], [text, text + "?"], 1, 1,
                [new ReportAccuracies(text, [900_000, 910_000]), new ReportAccuracies(text, [1, 2])]),
        ],
        Audit = new AuditReport(
            AuditVerdict.Tampered, [Of(text, AuditVerdict.Tampered), Of(text, AuditVerdict.Good)], new Coverage(), SampleReports.Head),
    };

    private static Finding Of(string text, AuditVerdict severity) => new(text, severity, text)
    {
        Dataset = text,
        Batch = text,
        Field = text,
        Member = text,
        Rule = text,
        Run = text,
        Checkpoints = [text, text, text, text],
    };

    [GeneratedRegex(@"[\p{Cf}\p{Zl}\p{Zp}\x00-\x08\x0B-\x1F\x7F-\x9F]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"https?:|//\w|url\(|@import|src=", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
