namespace Hallmark.Reports;

/// <summary>The batches of a run in the order they were trained on.</summary>
internal static class ScheduleList
{
    private const int Shown = 30;

    public static void Write(Html html, ReportRun run, Dictionary<string, ReportBatch> batches)
    {
        html.Put("h4", "Schedule");
        if (run.Schedule.Count == 0)
        {
            html.Put("p", "The schedule is empty.");
            return;
        }
        decimal records = run.Schedule.Sum(id => batches.TryGetValue(id, out ReportBatch? batch) ? (decimal)batch.Records : 0);
        html.Put(
            "p",
            $"{Figures.Count(run.Schedule.Count, "batch", "batches")} with {Figures.Count(records, "record", "records")}, "
            + "in training order. The sign before each is its verdict as of this report.");
        if (run.Schedule.Count <= Shown)
        {
            WriteItems(html, run.Schedule, 0, batches);
            return;
        }
        WriteItems(html, run.Schedule.Take(Shown), 0, batches);
        using (html.In("details"))
        {
            html.Put("summary", $"{Figures.Count(run.Schedule.Count - Shown)} more batches in order");
            WriteItems(html, run.Schedule.Skip(Shown), Shown, batches);
        }
    }

    private static void WriteItems(Html html, IEnumerable<string> ids, int before, Dictionary<string, ReportBatch> batches)
    {
        using (html.In("ol", ("class", "schedule"), ("start", (before + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))))
        {
            foreach (string id in ids)
            {
                using (html.In("li"))
                {
                    if (!batches.TryGetValue(id, out ReportBatch? batch))
                    {
                        html.Foreign(id);
                        html.Put("span", " not among the batches above", ("class", "quiet"));
                        continue;
                    }
                    BatchMark.Small(html, batch.Verdict, batch.Scheduled);
                    html.Text(" ");
                    html.Foreign(id);
                    if (batch.Verdict != "accepted")
                    {
                        html.Put("span", " " + batch.Verdict, ("class", "quiet"));
                    }
                }
            }
        }
    }
}
