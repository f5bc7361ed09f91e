using System.Globalization;

namespace Hallmark.Reports;

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
                RunPictures.WriteLosses(html, run, id);
                RunPictures.WriteAccuracy(html, run, id);
            }
            ScheduleList.Write(html, run, batches);
        }
        html.Line();
    }

    private static void WriteFacts(Html html, ReportRun run)
    {
        using (html.In("dl", ("class", "facts")))
        {
            DefinitionList.Short(html, "Trained by", run.Trainer);
            DefinitionList.Short(html, "Model", run.Model);
            DefinitionList.Short(html, "Method of choice", run.Method);
            DefinitionList.Short(html, "Budget", run.Unit == "records" ? Figures.Count(run.Budget, "record", "records")
                : $"{Figures.Count(run.Budget)} {run.Unit}");
            if (run.Order is { } order)
            {
                DefinitionList.Short(html, "Order", order);
            }
            DefinitionList.Short(html, "Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
            DefinitionList.Short(html, "Origin of the seed", run.SeedOrigin);
            DefinitionList.Short(html, "Seed of the run", run.OwnSeed);
            DefinitionList.Short(html, "Runs like it", $"{Figures.Count(run.Tries)} on this schedule and evaluation set");
            if (run.Request is { } request)
            {
                DefinitionList.Short(html, "Request", request);
            }
            DefinitionList.Digest(html, "Model digest", run.ModelDigest);
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
        "operator-grindable" =>
            "The seed is operator-grindable: the operator of the ledger drew it alone, and could have drawn again until the schedule "
            + "suited.",
        "revealed" =>
            "The seed was drawn together: it follows from a request that fixed everything else, and from secrets that other members had "
            + "committed to before it and revealed after it. One who reveals last can only keep the request from its end, and is then "
            + "named.",
        _ => "This report does not know that origin of a seed; ask how it was drawn.",
    };
}
