namespace Hallmark.Reports;

/// <summary>The batches one by one: first those that were kept out, with the reasons on record, then all.</summary>
internal static class BatchTables
{
    private const int Shown = 20;

    private static readonly string[] AllHeadings = ["Batch", "Provider", "Records", "Verdict", "Score", "Trained on"];
    private static readonly string[] KeptOutHeadings = ["Batch", "Verdict", "Score", "Why"];

    public static void WriteKeptOut(Html html, IReadOnlyList<ReportBatch> batches)
    {
        List<ReportBatch> keptOut = [.. batches
            .Where(batch => batch.Verdict is not ("accepted" or "pending" or "challenged" or "withdrawn"))
            .OrderByDescending(batch => BatchMark.Rank(batch.Verdict))];
        html.Put("h3", "Refused and quarantined, and why");
        if (keptOut.Count == 0)
        {
            html.Put("p", "No batch was refused or quarantined.");
            return;
        }
        FoldedTable.Write(html, "batches kept out", KeptOutHeadings, keptOut, Shown, batch =>
        {
            FoldedTable.Cell(html, KeptOutHeadings[0], batch.Id, "name");
            WriteVerdict(html, KeptOutHeadings[1], batch);
            FoldedTable.Cell(html, KeptOutHeadings[2], ScoreOf(batch), "number");
            using (FoldedTable.In(html, KeptOutHeadings[3], "message"))
            {
                WriteReasons(html, batch.Reasons);
                WriteWorst(html, batch.WorstRecords);
            }
        });
    }

    public static void WriteAll(Html html, IReadOnlyList<ReportBatch> batches)
    {
        html.Put("h3", "All batches");
        FoldedTable.Write(html, "batches", AllHeadings, batches, Shown, batch => WriteBatch(html, batch));
    }

    private static void WriteReasons(Html html, IReadOnlyList<string> reasons)
    {
        if (reasons.Count == 0)
        {
            html.Put("span", "no reason is on record", ("class", "quiet"));
            return;
        }
        using (html.In("ul", ("class", "plain")))
        {
            foreach (string reason in reasons)
            {
                using (html.In("li"))
                {
                    FoldedTable.Words(html, reason);
                }
            }
        }
    }

    private static void WriteWorst(Html html, IReadOnlyList<string> records)
    {
        if (records.Count == 0)
        {
            return;
        }
        using (html.In("details"))
        {
            html.Put("summary", "The worst records");
            using (html.In("ul", ("class", "plain")))
            {
                foreach (string record in records)
                {
                    using (html.In("li"))
                    {
                        FoldedTable.Words(html, record);
                    }
                }
            }
        }
    }

    private static void WriteBatch(Html html, ReportBatch batch)
    {
        FoldedTable.Cell(html, AllHeadings[0], batch.Id, "name");
        FoldedTable.Cell(html, AllHeadings[1], batch.Provider);
        FoldedTable.Cell(html, AllHeadings[2], Figures.Count(batch.Records), "number");
        WriteVerdict(html, AllHeadings[3], batch);
        FoldedTable.Cell(html, AllHeadings[4], ScoreOf(batch), "number");
        FoldedTable.Cell(html, AllHeadings[5], batch.Scheduled ? "yes" : "no");
    }

    private static void WriteVerdict(Html html, string heading, ReportBatch batch)
    {
        using (FoldedTable.In(html, heading))
        {
            BatchMark.Badge(html, batch.Verdict, batch.Scheduled, batch.Verdict);
        }
    }

    private static string ScoreOf(ReportBatch batch) => batch.ScorePpm is { } ppm ? Figures.Score(ppm) : "none";
}
