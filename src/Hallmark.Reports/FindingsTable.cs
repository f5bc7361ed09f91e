using System.Globalization;
using Hallmark.Audit;

namespace Hallmark.Reports;

/// <summary>The findings, worst first, with the place each names; notes that leave the verdict as it is are folded away.</summary>
internal static class FindingsTable
{
    private const int Shown = 15;
    private const int ShownCheckpoints = 3;

    private static readonly string[] Headings = ["Severity", "Finding", "Where", "Checkpoints"];

    public static void Write(Html html, IReadOnlyList<Finding> findings)
    {
        List<Finding> wrong =
            [.. findings.Where(finding => finding.Severity != AuditVerdict.Good).OrderByDescending(finding => finding.Severity)];
        List<Finding> limits = [.. findings.Where(finding => finding.IsLimit)];
        List<Finding> notes = [.. findings.Where(finding => finding.Severity == AuditVerdict.Good && !finding.IsLimit)];
        html.Put("h3", wrong.Count == 0 ? "Nothing found" : Figures.Count(wrong.Count, "finding", "findings"));
        if (wrong.Count == 0)
        {
            html.Put("p", "No finding speaks against this ledger.");
        }
        else
        {
            WriteCodes(html, wrong);
            FoldedTable.Write(html, "findings", Headings, wrong, Shown, finding => WriteRow(html, finding));
        }
        if (limits.Count > 0)
        {
            html.Put("h3", Figures.Count(limits.Count, "declared limit", "declared limits"));
            html.Put("p", "What the ledger itself declared beforehand, on record, to be beyond recomputing.");
            FoldedTable.Write(html, "limits", Headings, limits, Shown, finding => WriteRow(html, finding));
        }
        if (notes.Count > 0)
        {
            using (html.In("details"))
            {
                html.Put("summary", Figures.Count(notes.Count, "note", "notes") + " without effect on the verdict");
                FoldedTable.Write(html, "notes", Headings, notes, Shown, finding => WriteRow(html, finding));
            }
        }
    }

    /// <summary>How often each code occurs: what 500 findings have in common.</summary>
    private static void WriteCodes(Html html, List<Finding> findings)
    {
        using (html.In("ul", ("class", "chips")))
        {
            foreach (var group in findings.GroupBy(finding => (finding.Severity, finding.Code)))
            {
                using (html.In("li"))
                {
                    VerdictLook.Stamp(html, group.Key.Severity, "16");
                    html.Put("code", group.Key.Code);
                    html.Text($" × {Figures.Count(group.Count())}");
                }
            }
        }
    }

    private static void WriteRow(Html html, Finding finding)
    {
        using (FoldedTable.In(html, Headings[0]))
        {
            VerdictLook.Badge(html, finding);
        }
        using (FoldedTable.In(html, Headings[1], "message"))
        {
            html.Put("code", finding.Code);
            using (html.In("div"))
            {
                FoldedTable.Words(html, finding.Message);
            }
        }
        using (FoldedTable.In(html, Headings[2]))
        {
            WritePlace(html, finding);
        }
        using (FoldedTable.In(html, Headings[3]))
        {
            WriteCheckpoints(html, finding.Checkpoints);
        }
    }

    private static void WritePlace(Html html, Finding finding)
    {
        (string Name, string? Value)[] places =
        [
            ("dataset", finding.Dataset),
            ("batch", finding.Batch),
            ("record", finding.Record?.ToString(CultureInfo.InvariantCulture)),
            ("field", finding.Field),
            ("height", finding.Height?.ToString(CultureInfo.InvariantCulture)),
            ("entry", finding.Entry?.ToString(CultureInfo.InvariantCulture)),
            ("member", finding.Member),
            ("rule", finding.Rule),
            ("run", finding.Run),
        ];
        using (html.In("dl", ("class", "place")))
        {
            foreach ((string name, string? value) in places.Where(place => place.Value is not null))
            {
                using (html.In("div"))
                {
                    html.Put("dt", name);
                    using (html.In("dd"))
                    {
                        FoldedTable.Words(html, value!);
                    }
                }
            }
        }
    }

    private static void WriteCheckpoints(Html html, IReadOnlyList<string> checkpoints)
    {
        if (checkpoints.Count == 0)
        {
            html.Put("span", "none named", ("class", "quiet"));
            return;
        }
        WriteList(html, checkpoints.Take(ShownCheckpoints));
        if (checkpoints.Count > ShownCheckpoints)
        {
            using (html.In("details"))
            {
                html.Put("summary", $"{Figures.Count(checkpoints.Count - ShownCheckpoints)} more");
                WriteList(html, checkpoints.Skip(ShownCheckpoints));
            }
        }
    }

    private static void WriteList(Html html, IEnumerable<string> names)
    {
        using (html.In("ul", ("class", "inline")))
        {
            foreach (string name in names)
            {
                using (html.In("li"))
                {
                    html.Foreign(name);
                }
            }
        }
    }
}
