namespace Hallmark.Reports;

/// <summary>The batches: how good they are by provider, which were kept out and why, and each of them.</summary>
internal static class DataSection
{
    /// <summary>So many providers share a picture; the rest follow folded.</summary>
    private const int ProvidersInPicture = 16;

    private static readonly string[] ProviderHeadings =
        ["Provider", "Mean score", "Batches", "Records", "Accepted", "Quarantined", "Refused", "Pending", "Challenged", "Withdrawn"];

    public static void Write(Html html, ReportModel model)
    {
        using (html.In("section", ("id", "data")))
        {
            html.Put("h2", "Data");
            if (model.Batches.Count == 0)
            {
                html.Put("p", "No batch is registered.");
                return;
            }
            WriteTotals(html, model.Batches);
            WriteTrainedOnThough(html, model.Batches);
            IReadOnlyList<ProviderScores> providers = ProviderScores.Of(model.Batches);
            html.Put("h3", "Integrity scores by provider");
            WritePictures(html, model.Batches, providers);
            FoldedTable.Write(
                html, "providers", ProviderHeadings, providers, ProvidersInPicture, provider => WriteProvider(html, provider));
            WriteMeasurements(html, model.Checks);
            BatchTables.WriteKeptOut(html, model.Batches);
            BatchTables.WriteAll(html, model.Batches);
        }
        html.Line();
    }

    private static void WriteTotals(Html html, IReadOnlyList<ReportBatch> batches)
    {
        using (html.In("ul", ("class", "totals")))
        {
            Total(html, batches.Count, "batches");
            Total(html, batches.Sum(batch => (decimal)batch.Records), "records");
            foreach (string verdict in BatchMark.Verdicts)
            {
                Total(html, batches.Count(batch => batch.Verdict == verdict), verdict);
            }
            Total(html, batches.Count(batch => batch.Scheduled), "trained on");
        }
    }

    /// <summary>No finding by itself: a verdict may have changed after the training. But nobody should have to look for it.</summary>
    private static void WriteTrainedOnThough(Html html, IReadOnlyList<ReportBatch> batches)
    {
        int count = batches.Count(batch => batch.Scheduled && batch.Verdict != "accepted");
        if (count > 0)
        {
            html.Put(
                "p", $"{Figures.Count(count, "batch", "batches")} trained on, but not accepted as of this report; ringed in the picture.",
                ("class", "conclusion"));
        }
    }

    private static void Total(Html html, decimal value, string what)
    {
        using (html.In("li"))
        {
            html.Put("strong", Figures.Count(value));
            html.Text(" " + what);
        }
    }

    private static void WritePictures(Html html, IReadOnlyList<ReportBatch> batches, IReadOnlyList<ProviderScores> providers)
    {
        Axis axis = ScoreChart.AxisFor(batches);
        using (html.In("figure", ("class", "panel beside")))
        {
            ScoreChart.Draw(html, "scores-1", [.. providers.Take(ProvidersInPicture)], axis);
            using (html.In("figcaption"))
            {
                WriteLegend(html, batches);
                string start = axis.Low > 0 ? $" The axis starts at {axis.Label(axis.Low)}, not at 0." : "";
                html.Put("p", "One mark per batch, the provider with the lowest mean first; the upright line is the mean." + start);
            }
        }
        for (int i = ProvidersInPicture; i < providers.Count; i += ProvidersInPicture)
        {
            using (html.In("details"))
            {
                int end = Math.Min(i + ProvidersInPicture, providers.Count);
                html.Put(
                    "summary", $"Scores of providers {Figures.Count(i + 1)} to {Figures.Count(end)} of {Figures.Count(providers.Count)}");
                ScoreChart.Draw(html, "scores-" + Figures.Count(i + 1), [.. providers.Skip(i).Take(end - i)], axis);
            }
        }
    }

    private static void WriteMeasurements(Html html, IReadOnlyList<ReportCheck> checks)
    {
        if (checks.Count == 0)
        {
            return;
        }
        html.Put("h3", "What was measured");
        using (html.In("figure", ("class", "panel beside")))
        {
            MeasurementChart.Draw(html, "measurements", checks);
            using (html.In("figcaption"))
            {
                html.Put("p", "One mark per place and verdict: point at it for the batches. "
                    + "Weights and dashed limits are those of the policies in force now; a batch left of the first line is quarantined, "
                    + "left of the second refused. A verdict may stem from an earlier policy.");
                foreach (ReportCheck check in checks.Where(check => check.Counts.Length > 0))
                {
                    html.Put("p", $"{check.Name} counts {check.Counts}.");
                }
            }
        }
    }

    private static void WriteLegend(Html html, IReadOnlyList<ReportBatch> batches)
    {
        using (html.In("ul", ("class", "legend")))
        {
            foreach ((string verdict, bool scheduled) in batches
                .Select(batch => (batch.Verdict, batch.Scheduled))
                .Distinct()
                .OrderBy(kind => BatchMark.Rank(kind.Verdict))
                .ThenBy(kind => kind.Verdict, StringComparer.Ordinal)
                .ThenByDescending(kind => kind.Scheduled))
            {
                using (html.In("li"))
                {
                    BatchMark.Badge(
                        html, verdict, scheduled, verdict + (scheduled ? ", trained on" : verdict == "accepted" ? ", not trained on" : ""));
                }
            }
        }
    }

    private static void WriteProvider(Html html, ProviderScores provider)
    {
        FoldedTable.Cell(html, ProviderHeadings[0], provider.Provider, "name");
        FoldedTable.Cell(html, ProviderHeadings[1], provider.MeanText, "number");
        FoldedTable.Cell(html, ProviderHeadings[2], Figures.Count(provider.Batches.Count), "number");
        FoldedTable.Cell(html, ProviderHeadings[3], Figures.Count(provider.Records), "number");
        for (int i = 4; i < ProviderHeadings.Length; i++)
        {
            FoldedTable.Cell(html, ProviderHeadings[i], Figures.Count(provider.Count(ProviderHeadings[i].ToLowerInvariant())), "number");
        }
    }
}
