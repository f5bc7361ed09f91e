using System.Text;

namespace Hallmark.Experiments.Backdoors;

/// <summary>The tables of <c>docs/results/backdoor.md</c>.</summary>
public static class BackdoorReport
{
    /// <summary>Least share of the poison that must be found.</summary>
    public const double RecallGoal = 0.99;

    /// <summary>Largest share of clean records that may be accused.</summary>
    public const double FalsePositiveGoal = 0.005;

    /// <summary>Largest share of triggered images that may still reach the target after removal.</summary>
    public const double SuccessGoal = 0.05;

    /// <summary>One table per data set, a row for each trigger and share, means over the seeds; cells that miss a goal say so.</summary>
    public static string Markdown(IReadOnlyList<BackdoorCell> cells)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, BackdoorCell> set in cells.GroupBy(cell => cell.Data))
        {
            int seeds = set.Select(cell => cell.Seed).Distinct().Count();
            text.Append($"## {set.Key}\n\nMeans over {seeds} {(seeds == 1 ? "seed" : "seeds")}; the lowest recall in brackets.\n\n");
            var table = new MarkdownTable(
                "trigger", "poison", "recall", "false positives", "attack before", "after", "never poisoned", "accuracy before", "after",
                "spectral recall / fp", "clustering recall / fp", "goals");
            foreach (IGrouping<(string, double), BackdoorCell> row in set.GroupBy(cell => (cell.Trigger, cell.Share)))
            {
                table.Row(Row([.. row]));
            }
            text.Append(table).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Row(BackdoorCell[] cells)
    {
        double recall = cells.Average(cell => cell.Recall);
        double falsePositives = cells.Average(cell => cell.FalsePositives);
        double after = cells.Average(cell => cell.After.Success);
        string[] missed =
        [
            .. recall < RecallGoal ? ["recall"] : Array.Empty<string>(),
            .. falsePositives > FalsePositiveGoal ? ["false positives"] : Array.Empty<string>(),
            .. after > SuccessGoal ? ["attack after"] : Array.Empty<string>(),
        ];
        return
        [
            cells[0].Trigger,
            $"{100 * cells[0].Share:0.#} %",
            $"{recall:0.000} ({cells.Min(cell => cell.Recall):0.000})",
            Percent(falsePositives),
            $"{cells.Average(cell => cell.Before.Success):0.000}",
            $"{after:0.000}",
            $"{cells.Average(cell => cell.Never.Success):0.000}",
            $"{cells.Average(cell => cell.Before.Accuracy):0.000}",
            $"{cells.Average(cell => cell.After.Accuracy):0.000}",
            $"{cells.Average(cell => cell.Spectral.Recall):0.00} / {Percent(cells.Average(cell => cell.Spectral.FalsePositives))}",
            $"{cells.Average(cell => cell.Clustering.Recall):0.00} / {Percent(cells.Average(cell => cell.Clustering.FalsePositives))}",
            missed.Length == 0 ? "met" : $"**missed: {string.Join(", ", missed)}**",
        ];
    }

    private static string Percent(double share) => $"{100 * share:0.00} %";
}
