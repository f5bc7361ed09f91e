using System.Text;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>The rows of <see cref="TargetNoiseExperiment"/>, all rules side by side, as Markdown.</summary>
public static class TargetNoiseReport
{
    public static string Write(IReadOnlyList<TargetNoiseRow> rows)
    {
        var text = new StringBuilder();
        text.Append("# Wrong numbers to be foretold: the target check beside what the field uses\n\n");
        text.Append("Means over the damages. The best F1 of a row stands in bold. The rules of others are our own implementations of ");
        text.Append("what is published, over a linear regression in five folds; Tukey's fence looks at the targets alone.\n\n");
        text.Append(Found(rows)).Append("\n## Nothing damaged: what is flagged all the same\n\n").Append(Clean(rows));
        return text.ToString();
    }

    private static MarkdownTable Found(IReadOnlyList<TargetNoiseRow> rows)
    {
        var table = new MarkdownTable(
        [
            "target", "damage", "times", "our P / R", "our s",
            .. TargetNoiseExperiment.Methods.Select(method => $"{method}: F1 / AUROC"),
        ]);
        foreach (IGrouping<(string Set, DamageKind Kind, int Percent), TargetNoiseRow> cell in
            Cells(rows).Where(cell => cell.Key.Percent > 0))
        {
            TargetNoiseRow[] ours = [.. cell.Where(row => row.Method == TargetNoiseExperiment.Ours)];
            double best = TargetNoiseExperiment.Methods.Max(method => Rounded(cell, method));
            table.Row(
            [
                cell.Key.Set, $"{cell.Key.Kind.ToString().ToLowerInvariant()}, {cell.Key.Percent} %", $"{ours.Length}",
                $"{ours.Average(row => row.Detection.Precision):F3} / {ours.Average(row => row.Detection.Recall):F3}",
                $"{ours.Average(row => row.Seconds):F2}",
                .. TargetNoiseExperiment.Methods.Select(method => Figure(cell, method, best)),
            ]);
        }
        return table;
    }

    private static string Figure(IEnumerable<TargetNoiseRow> cell, string method, double best)
    {
        string f1 = $"{Rounded(cell, method):F3}";
        double area = cell.Where(row => row.Method == method).Average(row => row.Detection.Auroc);
        return $"{(Rounded(cell, method) >= best ? $"**{f1}**" : f1)} / {area:F3}";
    }

    private static double Rounded(IEnumerable<TargetNoiseRow> cell, string method) =>
        Math.Round(cell.Where(row => row.Method == method).Average(row => row.Detection.F1), 3);

    private static MarkdownTable Clean(IReadOnlyList<TargetNoiseRow> rows)
    {
        var table = new MarkdownTable(["target", .. TargetNoiseExperiment.Methods]);
        foreach (IGrouping<(string Set, DamageKind Kind, int Percent), TargetNoiseRow> cell in
            Cells(rows).Where(cell => cell.Key.Percent == 0))
        {
            table.Row(
            [
                cell.Key.Set,
                .. TargetNoiseExperiment.Methods.Select(method =>
                    $"{100 * cell.Where(row => row.Method == method).Average(row => row.Detection.Flagged):F2} %"),
            ]);
        }
        return table;
    }

    private static IEnumerable<IGrouping<(string Set, DamageKind Kind, int Percent), TargetNoiseRow>> Cells(
        IReadOnlyList<TargetNoiseRow> rows) => rows.GroupBy(row => (row.Set, row.Kind, row.Percent));
}
