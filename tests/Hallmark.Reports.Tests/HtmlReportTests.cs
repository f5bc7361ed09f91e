using System.Globalization;
using System.Xml.Linq;
using Hallmark.Audit;

namespace Hallmark.Reports.Tests;

public sealed class HtmlReportTests
{
    [Theory]
    [InlineData(AuditVerdict.Good, "Good")]
    [InlineData(AuditVerdict.Incomplete, "Incomplete")]
    [InlineData(AuditVerdict.RulesBroken, "Rules broken")]
    [InlineData(AuditVerdict.Tampered, "Tampered")]
    public void The_verdict_stands_on_top(AuditVerdict verdict, string word)
    {
        ReportModel model = SampleReports.Empty with { Audit = new AuditReport(verdict, [], new Coverage(), null) };
        XElement page = Page.Of(model);
        Assert.Equal(word, page.WithClass("word").Single().Value);
        Assert.StartsWith(word, page.Descendants("title").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_banner_says_what_to_remember()
    {
        ReportModel model = SampleReports.Clinics();
        string banner = Page.Of(model).Descendants("header").Single().Value;
        Assert.All(
            [model.LedgerName, model.LedgerId, model.HeaderHash, "31", "214", "2026-03-01 07:30:00 UTC"],
            fact => Assert.Contains(fact, banner, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_at_all_still_makes_a_page()
    {
        XElement page = Page.Of(SampleReports.Empty);
        Assert.Contains("No batch is registered.", page.Section("data").Value, StringComparison.Ordinal);
        Assert.Contains("No run is on record", page.Section("runs").Value, StringComparison.Ordinal);
        Assert.Contains("Nothing found", page.Section("audit").Value, StringComparison.Ordinal);
        Assert.Empty(page.WithClass("chart"));
    }

    [Fact]
    public void A_run_without_anything_is_shown_as_such()
    {
        ReportRun run = new("run-1", "", "", "", "", 0, 0, "drawn from a hat", [], [], null, null, [new ReportAccuracies("chosen", [])]);
        string runs = Page.Of(SampleReports.Empty with { Runs = [run] }).Section("runs").Value;
        Assert.All(
            ["No epoch is on record.", "The schedule is empty.", "does not know that origin", "does not say whether cleaning helped"],
            sentence => Assert.Contains(sentence, runs, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_batch_and_every_finding_is_in_a_table()
    {
        ReportModel model = SampleReports.Large(1000, 500);
        XElement page = Page.Of(model);
        HashSet<string> cells = [.. page.Section("data").Descendants("td").Select(cell => cell.Value)];
        Assert.All(model.Batches, batch => Assert.Contains(batch.Id, cells));
        HashSet<string> messages = [.. page.Section("audit").WithClass("message").Select(cell => cell.Value)];
        Assert.All(model.Audit.Findings, finding => Assert.Contains(finding.Code + finding.Message, messages));
    }

    [Fact]
    public void Long_tables_are_folded_and_short_ones_are_not()
    {
        Assert.Contains(Page.Of(SampleReports.Large(1000, 500)).Descendants("summary"), summary => summary.Value == "980 more batches");
        Assert.DoesNotContain(
            Page.Of(SampleReports.Large(25, 3)).Descendants("summary"),
            summary => summary.Value.EndsWith("more batches", StringComparison.Ordinal));
    }

    [Fact]
    public void Findings_stand_worst_first_and_notes_apart()
    {
        XElement audit = Page.Of(SampleReports.Clinics()).Section("audit");
        Assert.Equal(["Tampered", "Rules broken", "Incomplete", "Note"], audit.WithClass("badge").Select(badge => badge.Value.Trim()));
        Assert.Contains("1 note without effect on the verdict", audit.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_names_its_place()
    {
        XElement row = Page.Of(SampleReports.Clinics()).Section("audit").WithClass("place").First().Ancestors("tr").Single();
        Assert.Equal(
            [
                "dataset", "diagnoses", "batch", "diagnoses/hospital-north/3", "record", "41", "field", "age", "height", "4", "entry", "23",
                "member", "hospital-north",
            ],
            row.Descendants("div").Where(pair => pair.Element("dt") is not null)
                .SelectMany(pair => pair.Elements()).Select(part => part.Value));
        Assert.Equal(7, row.Descendants("li").Count());
    }

    [Fact]
    public void Coverage_says_what_was_not_examined()
    {
        string[] rows = [.. Page.Of(SampleReports.Clinics()).Section("audit").WithClass("coverage").Single()
            .Descendants("tr").Select(row => row.Value)];
        Assert.Contains("Batches hashed again44 of 45in part", rows);
        Assert.Contains("Runs trained again0 of 2not examined", rows);
        Assert.Contains("Entries read214 of 214all", rows);
    }

    [Fact]
    public void The_schedule_keeps_its_order_and_counts_on_behind_the_fold()
    {
        ReportModel model = SampleReports.Large(1000, 0);
        XElement run = Page.Of(model).Section("run-1");
        Assert.Equal(
            model.Runs[0].Schedule,
            run.WithClass("schedule").SelectMany(list => list.Elements("li")).Select(item => item.Value.Trim().Split(' ')[0]));
        Assert.Equal(["1", "31"], run.WithClass("schedule").Select(list => (string?)list.Attribute("start")));
    }

    [Fact]
    public void Training_on_what_is_not_accepted_catches_the_eye() =>
        Assert.Contains(
            "1 batch trained on, but not accepted", Page.Of(SampleReports.Clinics()).Section("data").Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("chosen", "may have tried others")]
    [InlineData("operator-grindable", "could have drawn again")]
    [InlineData("revealed", "committed to before it and revealed after it")]
    public void The_origin_of_the_seed_is_explained(string origin, string words)
    {
        ReportRun run = SampleReports.Run("run-1", []) with { SeedOrigin = origin };
        Assert.Contains(words, Page.Of(SampleReports.Empty with { Runs = [run] }).Section("runs").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_head_can_be_copied_as_a_file() =>
        Assert.Contains(
            Page.Of(SampleReports.Clinics()).Section("check").Descendants("pre"), block => block.Value == SampleReports.Head.ToText());

    [Fact]
    public void The_same_model_gives_the_same_bytes_in_any_country()
    {
        string here = HtmlReport.Render(SampleReports.Clinics());
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NumberGroupSeparator = ".";
        other.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(here, HtmlReport.Render(SampleReports.Clinics()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>
    /// Change detectors for the parts that are hard to describe; when one changes on purpose, look at the page and take the new digest.
    /// </summary>
    [Fact]
    public void Selected_parts_look_as_they_did()
    {
        XElement page = Page.Of(SampleReports.Clinics());
        string[] parts =
        [
            "banner " + Page.DigestOf(page.Descendants("header").Single()),
            "scores " + Page.DigestOf(page.WithClass("scores").Single()),
            "loss " + Page.DigestOf(page.WithClass("loss").First()),
            "accuracy " + Page.DigestOf(page.WithClass("accuracy").First()),
            "coverage " + Page.DigestOf(page.WithClass("coverage").Single()),
        ];
        Assert.Equal(
            ["banner 4c55fdfa7b59a3c0", "scores 9113a356684120d2", "loss b33ba48436ff6ea6", "accuracy 554c10d1ae8493d4", "coverage "
                + "0473c31802698bf7"],
            parts);
    }
}
