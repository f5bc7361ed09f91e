using System.Globalization;

namespace Hallmark.Audit.Reports;

/// <summary>Each run: what was trained on what, how the training went, and whether cleaning helped.</summary>
internal static class RunSection
{
    /// <summary>So many runs stand open.</summary>
    private const int OpenRuns = 4;

    public static void Write(Html html, ReportModel model)
    {
        using (html.In("section", ("id", "runs")))
        {
            html.Put("h2", "Runs");
            if (model.Runs.Count == 0)
            {
                html.Put("p", "No run is on record: nothing was trained on these batches.");
            }
            Dictionary<string, ReportBatch> batches = new(StringComparer.Ordinal);
            foreach (ReportBatch batch in model.Batches)
            {
                batches.TryAdd(batch.Id, batch);
            }
            for (int i = 0; i < model.Runs.Count; i++)
            {
                WriteRun(html, model.Runs[i], "run-" + (i + 1).ToString(CultureInfo.InvariantCulture), i < OpenRuns, batches);
            }
        }
        html.Line();
    }

    private static void WriteRun(Html html, ReportRun run, string id, bool open, Dictionary<string, ReportBatch> batches)
    {
        using (open ? html.In("details", ("class", "run"), ("id", id), ("open", "open")) : html.In("details", ("class", "run"), ("id", id)))
        {
            using (html.In("summary"))
            using (html.In("h3"))
            {
                html.Foreign(run.Id);
            }
            WriteFacts(html, run);
            using (html.In("div", ("class", "pair")))
            {
                WriteLosses(html, run, id);
                WriteAccuracy(html, run, id);
            }
            ScheduleList.Write(html, run, batches);
        }
        html.Line();
    }

    private static void WriteFacts(Html html, ReportRun run)
    {
        using (html.In("dl", ("class", "facts")))
        {
            Facts.Short(html, "Trained by", run.Trainer);
            Facts.Short(html, "Model", run.Model);
            Facts.Short(html, "Method of choice", run.Method);
            Facts.Short(html, "Budget", Figures.Count(run.BudgetRecords, "record", "records"));
            Facts.Short(html, "Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
            Facts.Short(html, "Origin of the seed", run.SeedOrigin);
            Facts.Digest(html, "Model digest", run.ModelDigest);
        }
        using (html.In("p", ("class", "quiet")))
        {
            html.Text(Explain(run.SeedOrigin));
        }
    }

    /// <summary>What an auditor should make of where the seed came from.</summary>
    private static string Explain(string seedOrigin) => seedOrigin switch
    {
        "chosen" => "The seed was chosen: whoever asked for the schedule named it, and may have tried others before.",
        "operator-grindable" => "The seed is operator-grindable: the operator of the ledger drew it alone, and could have drawn again until the schedule suited.",
        _ => "This report does not know that origin of a seed; ask how it was drawn.",
    };

    private static void WriteLosses(Html html, ReportRun run, string id)
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
                FoldedTable.Write(html, "epochs", ["Epoch", "Mean training loss"], rows, 100, row =>
                {
                    FoldedTable.Cell(html, "Epoch", Figures.Count(row.Epoch), "number");
                    FoldedTable.Cell(html, "Mean training loss", row.Ppm == LossSummary.NoNumber ? "no number" : Figures.Loss(Figures.OfPpm(row.Ppm)), "number");
                });
            }
        }
    }

    private static void WriteAccuracy(Html html, ReportRun run, string id)
    {
        using (html.In("figure", ("class", "panel")))
        {
            html.Put("h4", "Accuracy with and without cleaning");
            WriteOwnAccuracy(html, run);
            List<ReportAccuracies> series = [.. run.Comparison.Where(one => one.Ppm.Count > 0)];
            if (series.Count == 0)
            {
                html.Put("p", "No comparison of the chosen batches with all batches was made, so this report does not say whether cleaning helped.", ("class", "quiet"));
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
            string all = run.TestAccuracyAllPpm is { } other ? $"; the same training on all batches, {Figures.Percent(other / 10_000m)} %" : "";
            html.Put("p", $"This run got {Figures.Percent(chosen / 10_000m)} % of the test set right{all}.");
        }
    }

    private static void WriteSeeds(Html html, List<ReportAccuracies> series)
    {
        using (html.In("details"))
        {
            html.Put("summary", "The accuracies as a table");
            List<(string Name, int Seed, long Ppm)> rows = [.. series.SelectMany(one => one.Ppm.Select((ppm, i) => (one.Name, i + 1, ppm)))];
            FoldedTable.Write(html, "accuracies", ["Batches", "Repetition", "Test accuracy in %"], rows, 100, row =>
            {
                FoldedTable.Cell(html, "Batches", row.Name);
                FoldedTable.Cell(html, "Repetition", Figures.Count(row.Seed), "number");
                FoldedTable.Cell(html, "Test accuracy in %", Figures.Percent(row.Ppm / 10_000m), "number");
            });
        }
    }
}
