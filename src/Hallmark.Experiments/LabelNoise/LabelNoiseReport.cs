using System.Text;

namespace Hallmark.Experiments.LabelNoise;

/// <summary>
/// The rows of <see cref="LabelNoiseExperiment"/> beside the baselines, as Markdown. A cell that misses its goal says so.
/// </summary>
public static class LabelNoiseReport
{
    public static string Write(IReadOnlyList<LabelNoiseRow> rows)
    {
        var text = new StringBuilder();
        text.Append("# Label noise: the label check beside cleanlab\n\n");
        text.Append("Means over the splits. *best* is the best of nine methods, picked afterwards for each cell (a strict bar), its ");
        text.Append("name behind its F1; *default* is cleanlab 2.9.0 with one model. **missed** marks an F1 below the best one. The ");
        text.Append(
            "baselines drew other splits of the same data, so differences within a standard deviation mean nothing. Seconds are of a ");
        text.Append("shared machine.\n\n");
        text.Append(Found(rows)).Append("\n## Nothing wrong: what is flagged all the same\n\n").Append(Clean(rows));
        text.Append("\n## How far the answer hangs on the seed, and whether the interval holds\n\n").Append(Certainty(rows));
        text.Append("\n## Test accuracy after what is flagged is removed, 40 % wrong\n\n");
        text.Append("Of our logistic regression; the baselines' own figures in brackets.\n\n").Append(Removed(rows));
        return text.ToString();
    }

    private static MarkdownTable Found(IReadOnlyList<LabelNoiseRow> rows)
    {
        var table = new MarkdownTable(
            "data", "noise", "splits", "P / R", "F1 ± sd (worst)", "AUROC", "default F1 / AUROC", "best F1 (method) / AUROC", "",
            "k-NN agreement F1", "s");
        foreach (IGrouping<(string Set, NoiseKind Kind, int Percent), LabelNoiseRow> cell in
            Cells(rows).Where(cell => cell.Key.Percent > 0))
        {
            LabelNoiseRow[] ours = [.. cell.Where(row => row.Method == LabelNoiseExperiment.Ours)];
            double f1 = ours.Average(row => row.Detection.F1);
            Baseline? other = Baseline.Of(cell.Key.Set, cell.Key.Kind, cell.Key.Percent);
            table.Row(
                cell.Key.Set, Noise(cell.Key), $"{ours.Length}",
                $"{ours.Average(row => row.Detection.Precision):F3} / {ours.Average(row => row.Detection.Recall):F3}",
                $"{f1:F3} ± {Deviation(ours):F3} ({ours.Min(row => row.Detection.F1):F3})",
                $"{ours.Average(row => row.Detection.Auroc):F3}",
                other is null ? "–" : $"{other.F1:F3} / {other.Auroc:F3}",
                other is null ? "–" : $"{other.BestF1:F3} ({other.BestMethod}) / {other.BestAuroc:F3}",
                other is null ? "" : Math.Round(f1, 3) >= other.BestF1 ? "met" : "**missed**",
                $"{cell.Where(row => row.Method == LabelNoiseExperiment.Agreement).Average(row => row.Detection.F1):F3}",
                $"{ours.Average(row => row.Seconds):F2}");
        }
        return table;
    }

    private static MarkdownTable Clean(IReadOnlyList<LabelNoiseRow> rows)
    {
        var table = new MarkdownTable("data", "label check", "goal", "", "k-NN agreement");
        foreach (IGrouping<(string Set, NoiseKind Kind, int Percent), LabelNoiseRow> cell in
            Cells(rows).Where(cell => cell.Key.Percent == 0))
        {
            double Flagged(string method) => cell.Where(row => row.Method == method).Average(row => row.Detection.Flagged);
            double goal = cell.Key.Set == LabelNoiseSettings.Fashion ? 0.07 : LabelNoiseSettings.HasBaseline(cell.Key.Set) ? 0.005 : 0.03;
            double ours = Flagged(LabelNoiseExperiment.Ours);
            table.Row(
                cell.Key.Set, $"{100 * ours:F2} %", $"≤ {100 * goal:F1} %", ours <= goal ? "met" : "**missed**",
                $"{100 * Flagged(LabelNoiseExperiment.Agreement):F2} %");
        }
        return table;
    }

    // Of the records that any measuring seed flags, how many all flag: those of all cells of a set together, as cells may flag none.
    private static MarkdownTable Certainty(IReadOnlyList<LabelNoiseRow> rows)
    {
        var table = new MarkdownTable("data", "flagged by any seed", "of those by all", "intervals that hold the share", "of");
        foreach (IGrouping<string, LabelNoiseRow> set in
            rows.Where(row => row.Method == LabelNoiseExperiment.Ours).GroupBy(row => row.Set))
        {
            int any = set.Sum(row => row.FlaggedByAny ?? 0);
            int all = set.Sum(row => row.FlaggedByAll ?? 0);
            table.Row(
                set.Key, $"{any}", any == 0 ? "–" : $"{100.0 * all / any:F1} %", $"{set.Count(row => row.Holds == true)}",
                $"{set.Count(row => row.Holds is not null)}");
        }
        return table;
    }

    private static MarkdownTable Removed(IReadOnlyList<LabelNoiseRow> rows)
    {
        var table = new MarkdownTable("data", "noise", "untreated", "label check", "k-NN agreement", "oracle");
        foreach (IGrouping<(string Set, NoiseKind Kind, int Percent), LabelNoiseRow> cell in
            Cells(rows).Where(cell => cell.Any(row => !double.IsNaN(row.Accuracy))))
        {
            double After(string method) => cell.Where(row => row.Method == method).Average(row => row.Accuracy);
            Baseline? other = Baseline.Of(cell.Key.Set, cell.Key.Kind, cell.Key.Percent);
            table.Row(
                cell.Key.Set, Noise(cell.Key), $"{cell.Average(row => row.Untreated):F3} ({other?.NoisyAccuracy:F3})",
                $"{After(LabelNoiseExperiment.Ours):F3} (best {other?.BestAccuracy:F3})", $"{After(LabelNoiseExperiment.Agreement):F3}",
                $"{cell.Average(row => row.Oracle):F3} ({other?.OracleAccuracy:F3})");
        }
        return table;
    }

    private static IEnumerable<IGrouping<(string Set, NoiseKind Kind, int Percent), LabelNoiseRow>> Cells(
        IReadOnlyList<LabelNoiseRow> rows) => rows.GroupBy(row => (row.Set, row.Kind, row.Percent));

    private static string Noise((string Set, NoiseKind Kind, int Percent) cell) =>
        $"{(cell.Kind == NoiseKind.Symmetric ? "sym" : "cc")} {cell.Percent} %";

    private static double Deviation(LabelNoiseRow[] rows)
    {
        double mean = rows.Average(row => row.Detection.F1);
        return rows.Length < 2 ? 0 : Math.Sqrt(rows.Sum(row => (row.Detection.F1 - mean) * (row.Detection.F1 - mean)) / (rows.Length - 1));
    }
}
