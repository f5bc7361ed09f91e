namespace Hallmark.Audit.Reports;

/// <summary>The batches: how good they are by provider, which were kept out and why, and each of them.</summary>
internal static class DataSection
{
    /// <summary>So many providers share a picture; the rest follow folded.</summary>
    private const int ProvidersInPicture = 16;
    private const int ShownBatches = 20;

    private static readonly string[] BatchHeadings = ["Batch", "Provider", "Records", "Verdict", "Score", "Trained on"];
    private static readonly string[] ProviderHeadings = ["Provider", "Mean score", "Batches", "Records", "Accepted", "Quarantined", "Refused", "Pending"];
    private static readonly string[] KeptOutHeadings = ["Batch", "Verdict", "Score", "Why"];

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
            FoldedTable.Write(html, "providers", ProviderHeadings, providers, ProvidersInPicture, provider => WriteProvider(html, provider));
            WriteKeptOut(html, model.Batches);
            html.Put("h3", "All batches");
            FoldedTable.Write(html, "batches", BatchHeadings, model.Batches, ShownBatches, batch => WriteBatch(html, batch));
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
            html.Put("p", $"{Figures.Count(count, "batch", "batches")} trained on, but not accepted as of this report; ringed in the picture.", ("class", "conclusion"));
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
                html.Put("summary", $"Scores of providers {Figures.Count(i + 1)} to {Figures.Count(end)} of {Figures.Count(providers.Count)}");
                ScoreChart.Draw(html, "scores-" + Figures.Count(i + 1), [.. providers.Skip(i).Take(end - i)], axis);
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
                    BatchMark.Badge(html, verdict, scheduled, verdict + (scheduled ? ", trained on" : verdict == "accepted" ? ", not trained on" : ""));
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

    private static void WriteKeptOut(Html html, IReadOnlyList<ReportBatch> batches)
    {
        List<ReportBatch> keptOut = [.. batches
            .Where(batch => batch.Verdict is not ("accepted" or "pending"))
            .OrderByDescending(batch => BatchMark.Rank(batch.Verdict))];
        html.Put("h3", "Refused and quarantined, and why");
        if (keptOut.Count == 0)
        {
            html.Put("p", "No batch was refused or quarantined.");
            return;
        }
        FoldedTable.Write(html, "batches kept out", KeptOutHeadings, keptOut, ShownBatches, batch =>
        {
            FoldedTable.Cell(html, KeptOutHeadings[0], batch.Id, "name");
            WriteVerdict(html, KeptOutHeadings[1], batch);
            FoldedTable.Cell(html, KeptOutHeadings[2], ScoreOf(batch), "number");
            using (FoldedTable.In(html, KeptOutHeadings[3], "message"))
            {
                WriteReasons(html, batch.Reasons);
            }
        });
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

    private static void WriteBatch(Html html, ReportBatch batch)
    {
        FoldedTable.Cell(html, BatchHeadings[0], batch.Id, "name");
        FoldedTable.Cell(html, BatchHeadings[1], batch.Provider);
        FoldedTable.Cell(html, BatchHeadings[2], Figures.Count(batch.Records), "number");
        WriteVerdict(html, BatchHeadings[3], batch);
        FoldedTable.Cell(html, BatchHeadings[4], ScoreOf(batch), "number");
        FoldedTable.Cell(html, BatchHeadings[5], batch.Scheduled ? "yes" : "no");
    }

    private static void WriteVerdict(Html html, string heading, ReportBatch batch)
    {
        using (FoldedTable.In(html, heading))
        {
            BatchMark.Badge(html, batch.Verdict, batch.Scheduled, batch.Verdict);
        }
    }

    private static string ScoreOf(ReportBatch batch) => batch.ScorePpm is { } ppm ? Figures.Score(ppm) : "none yet";
}
