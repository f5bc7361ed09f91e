namespace Hallmark.Reports;

/// <summary>How a training went and whether cleaning helped: a picture, the same in words, and the numbers as a table.</summary>
internal static class RunPictures
{
    private const int ShownRows = 100;

    public static void WriteLosses(Html html, ReportRun run, string id)
    {
        using (html.In("figure", ("class", "panel")))
        {
            html.Put("h4", "Loss");
            if (run.LossesPpm.Count == 0)
            {
                html.Put("p", "No epoch is on record.");
                return;
            }
            LossChart.Draw(html, id + "-loss", run.LossesPpm);
            html.Put("figcaption", LossSummary.Describe(run.LossesPpm));
            using (html.In("details"))
            {
                html.Put("summary", "The losses as a table");
                List<(int Epoch, long Ppm)> rows = [.. run.LossesPpm.Select((ppm, i) => (i + 1, ppm))];
                FoldedTable.Write(html, "epochs", ["Epoch", "Mean training loss"], rows, ShownRows, row =>
                {
                    FoldedTable.Cell(html, "Epoch", Figures.Count(row.Epoch), "number");
                    FoldedTable.Cell(
                        html, "Mean training loss", row.Ppm == LossSummary.NoNumber ? "no number" : Figures.Loss(Figures.OfPpm(row.Ppm)),
                        "number");
                });
            }
        }
    }

    public static void WriteAccuracy(Html html, ReportRun run, string id)
    {
        using (html.In("figure", ("class", "panel")))
        {
            html.Put("h4", "Accuracy with and without cleaning");
            html.Put("p", "Measured beside the ledger, not on record: only the run's own accuracy is signed, and recomputed by a replay.");
            WriteOwnAccuracy(html, run);
            List<ReportAccuracies> series = [.. run.Comparison.Where(one => one.Ppm.Count > 0)];
            if (series.Count == 0)
            {
                html.Put(
                    "p",
                    "No comparison of the chosen batches with all batches was made, so this report does not say whether cleaning helped.",
                    ("class", "quiet"));
                return;
            }
            AccuracyChart.Draw(html, id + "-accuracy", series);
            using (html.In("figcaption"))
            {
                using (html.In("p"))
                {
                    for (int i = 0; i < series.Count; i++)
                    {
                        html.Text(i == 0 ? "" : " against ");
                        html.Foreign(series[i].Name);
                        html.Text($", {AccuracyComparison.Summary(series[i])}");
                    }
                    html.Text(series.Any(one => one.Ppm.Count > 1) ? " (mean ± standard deviation)." : ".");
                }
                html.Put("p", AccuracyComparison.Conclude(series), ("class", "conclusion"));
            }
            WriteSeeds(html, series);
        }
    }

    private static void WriteOwnAccuracy(Html html, ReportRun run)
    {
        if (run.TestAccuracyPpm is { } chosen)
        {
            string all = run.TestAccuracyAllPpm is { } other
                ? $"; the same training on all batches, {Figures.Percent(other / 10_000m)} %"
                : "";
            html.Put("p", $"This run got {Figures.Percent(chosen / 10_000m)} % of the test set right{all}.");
        }
    }

    private static void WriteSeeds(Html html, List<ReportAccuracies> series)
    {
        using (html.In("details"))
        {
            html.Put("summary", "The accuracies as a table");
            List<(string Name, int Seed, long Ppm)> rows =
                [.. series.SelectMany(one => one.Ppm.Select((ppm, i) => (one.Name, i + 1, ppm)))];
            FoldedTable.Write(html, "accuracies", ["Batches", "Repetition", "Test accuracy in %"], rows, ShownRows, row =>
            {
                FoldedTable.Cell(html, "Batches", row.Name);
                FoldedTable.Cell(html, "Repetition", Figures.Count(row.Seed), "number");
                FoldedTable.Cell(html, "Test accuracy in %", Figures.Percent(row.Ppm / 10_000m), "number");
            });
        }
    }
}
