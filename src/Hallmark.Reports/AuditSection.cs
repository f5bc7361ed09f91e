using Hallmark.Audit;

namespace Hallmark.Reports;

/// <summary>What was examined, and what was found.</summary>
internal static class AuditSection
{
    public static void Write(Html html, ReportModel model)
    {
        using (html.In("section", ("id", "audit")))
        {
            html.Put("h2", "Audit");
            FindingsTable.Write(html, model.Audit.Findings);
            html.Put("h3", "What was examined");
            WriteCoverage(html, model);
        }
        html.Line();
    }

    private static void WriteCoverage(Html html, ReportModel model)
    {
        Coverage coverage = model.Audit.Coverage;
        using (html.In("div", ("class", "wide")))
        using (html.In("table", ("class", "coverage")))
        {
            using (html.In("tbody"))
            {
                Row(html, "Entries read", coverage.Entries, model.Entries);
                Row(html, "Signatures verified", coverage.Signatures, coverage.Entries);
                Row(html, "Timestamps verified", coverage.TimestampsVerified, coverage.Timestamps);
                Row(html, "Batches hashed again", coverage.BatchesHashed, coverage.Batches);
                Row(html, "Judgements measured again", coverage.Remeasured, coverage.Judged);
                Row(html, "Schedules recomputed", coverage.SchedulesRecomputed, coverage.Schedules);
                Row(html, "Checkpoints hashed again", coverage.CheckpointsHashed, coverage.Checkpoints);
                Row(html, "Runs trained again", coverage.RunsReplayed, coverage.Runs);
            }
        }
        string blocks = Figures.Count(coverage.Blocks, "block", "blocks");
        string records = Figures.Count(coverage.Records, "record", "records");
        html.Put(
            "p",
            $"{blocks} with their seals were read, and {records} hashed. What was not examined is neither good nor bad: nothing is "
            + "known about it.",
            ("class", "quiet"));
    }

    private static void Row(Html html, string what, decimal done, decimal all)
    {
        using (html.In("tr"))
        {
            html.Put("th", what, ("scope", "row"));
            using (html.In("td", ("class", "bar")))
            {
                if (all > 0)
                {
                    Bar(html, Math.Clamp(done / all, 0, 1));
                }
            }
            html.Put("td", all == 0 ? "there are none" : $"{Figures.Count(done)} of {Figures.Count(all)}", ("class", "number"));
            html.Put("td", all == 0 ? "" : done >= all ? "all" : done == 0 ? "not examined" : "in part", ("class", "share"));
        }
    }

    private static void Bar(Html html, decimal share)
    {
        using (html.In("svg", ("class", "share-bar"), ("viewBox", "0 0 100 8"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")))
        {
            html.Leaf("rect", ("class", "all"), ("width", "100"), ("height", "8"));
            html.Leaf("rect", ("class", share == 1 ? "done" : "done part"), ("width", Figures.Place((double)share * 100)), ("height", "8"));
        }
    }
}
