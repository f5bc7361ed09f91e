using System.Globalization;
using System.Text;
using Hallmark.Learning;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>The results as <c>docs/results/selection.md</c> shows them: methods × sizes, then every instance.</summary>
public static class SelectionReport
{
    public static string Write(IReadOnlyList<SelectionCell> cells)
    {
        var text = new StringBuilder();
        text.Append(
            "Gaps in per cent of the value: to the best known value (mean, largest; negative is above it), and to the upper bound found "
            + "in the\n");
        text.Append(
            "same time (certified: no choice is worth more by a larger share). Seconds include reading, building the objective and the "
            + "bound;\n");
        text.Append("not the start of the program, which compiles itself by running a small problem first.\n\n");
        foreach (IGrouping<int, SelectionCell> size in cells.GroupBy(cell => cell.Size).OrderBy(group => group.Key))
        {
            int instances = size.Select(cell => cell.Instance).Distinct().Count();
            text.Append(CultureInfo.InvariantCulture, $"## N = {size.Key}, {instances} instances\n\n").Append(Methods(size)).Append('\n');
        }
        return text.Append("## Every instance\n\n").Append(Instances(cells)).ToString();
    }

    private static MarkdownTable Methods(IEnumerable<SelectionCell> cells)
    {
        var table = new MarkdownTable("method", "gap to best known", "largest", "certified gap", "largest", "seconds", "longest");
        foreach (IGrouping<SelectionMethod, SelectionCell> method in cells.GroupBy(cell => cell.Method))
        {
            double[] known = [.. method.Where(cell => cell.GapToBestKnown is not null).Select(cell => cell.GapToBestKnown!.Value)];
            double[] certified = [.. method.Select(cell => cell.CertifiedGap)];
            double[] seconds = [.. method.Select(cell => cell.Seconds)];
            table.Row(
                SelectionMethods.NameOf(method.Key),
                known.Length == 0 ? "–" : Percent(Statistics.Mean(known)),
                known.Length == 0 ? "–" : Percent(known.Max()),
                Percent(Statistics.Mean(certified)),
                Percent(certified.Max()),
                Seconds(Statistics.Mean(seconds)),
                Seconds(seconds.Max()));
        }
        return table;
    }

    private static MarkdownTable Instances(IEnumerable<SelectionCell> cells)
    {
        var table = new MarkdownTable(
            "instance", "method", "found by", "value", "upper bound", "certified gap", "best known", "gap to it", "seconds");
        foreach (SelectionCell cell in cells)
        {
            table.Row(
                cell.Instance,
                SelectionMethods.NameOf(cell.Method),
                SelectionMethods.NameOf(cell.FoundBy),
                Value(cell.Value),
                Value(cell.UpperBound),
                Percent(cell.CertifiedGap),
                cell.BestKnown is { } best ? Value(best) : "–",
                cell.GapToBestKnown is { } gap ? Percent(gap) : "–",
                Seconds(cell.Seconds));
        }
        return table;
    }

    private static string Percent(double share) => (share * 100).ToString("0.000;−0.000;0.000", CultureInfo.InvariantCulture);

    private static string Value(double value) => value.ToString("0.000000000", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);
}
