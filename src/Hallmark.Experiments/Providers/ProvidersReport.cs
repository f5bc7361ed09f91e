using System.Globalization;
using System.Text;
using Hallmark.Learning;

namespace Hallmark.Experiments.Providers;

/// <summary>The results as <c>docs/results/providers.md</c> shows them, beside the reference measurements and the goals.</summary>
public static class ProvidersReport
{
    public static string Write(IReadOnlyList<ProviderCell> cells)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, ProviderCell> data in cells.GroupBy(cell => cell.Data))
        {
            ProviderCell[] own = [.. data];
            text.Append(CultureInfo.InvariantCulture, $"## {data.Key}, {own[0].Outcomes.Count} pools for each case\n\n");
            text.Append("Telling bad batches and providers\n\n").Append(Telling(own));
            text.Append("\nAccusing and finding rows\n\n").Append(Accusing(own));
            int checkedPools = own.Max(cell => cell.Outcomes.Count(outcome => outcome.Labels is not null));
            if (checkedPools > 0)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\nThe label check beside it, {checkedPools} pools for each case: blind, and with providers as groups\n\n")
                    .Append(Labels(own));
            }
            text.Append("\nTest accuracy of a model trained on what is left\n\n").Append(Acting(own)).Append('\n');
        }
        text.Append("## Goals\n\n").Append(Goals(cells));
        return text.ToString();
    }

    private static MarkdownTable Telling(ProviderCell[] cells) => Table(
        cells.Where(cell => cell.Case.Bad > 0),
        Figures("AUROC of batches", o => o.BatchAuroc),
        Figures("blind", o => o.BlindBatchAuroc),
        Gain("provenance adds", o => o.BatchAuroc, o => o.BlindBatchAuroc),
        Figures("unpooled", o => o.UnpooledBatchAuroc),
        Figures("k-NN Shapley", o => o.ShapleyBatchAuroc),
        Figures("exact ranking", o => o.Ranked),
        Figures("blind", o => o.BlindRanked),
        Figures("own Shapley", o => o.ShapleyRanked),
        new Column(["reference: loss; cleanlab"], cell => [ProviderGoals.Reference(cell)]));

    private static MarkdownTable Accusing(ProviderCell[] cells) => Table(
        cells,
        Figures("good accused", o => o.GoodAccused),
        Figures("bad accused", o => o.BadAccused),
        Figures("bad kept", o => o.BadKept),
        Figures("good, cannot tell", o => o.GoodUntold),
        Figures("F1 of rows", o => o.RowF1),
        Figures("blind", o => o.BlindRowF1),
        Gain("provenance adds", o => o.RowF1, o => o.BlindRowF1));

    private static MarkdownTable Labels(ProviderCell[] cells) => Table(
        cells.Where(cell => cell.Case.Bad > 0),
        Figures("AUROC, blind", o => Of(o, l => l.BlindBatchAuroc)),
        Figures("grouped", o => Of(o, l => l.GroupedBatchAuroc)),
        Gain("grouping adds", o => Of(o, l => l.GroupedBatchAuroc), o => Of(o, l => l.BlindBatchAuroc)),
        Gain("provider check adds to blind", o => o.BatchAuroc, o => Of(o, l => l.BlindBatchAuroc)),
        Figures("F1 of rows, blind", o => Of(o, l => l.BlindRowF1)),
        Figures("grouped", o => Of(o, l => l.GroupedRowF1)),
        Gain("grouping adds", o => Of(o, l => l.GroupedRowF1), o => Of(o, l => l.BlindRowF1)));

    private static MarkdownTable Acting(ProviderCell[] cells) => Table(
        cells,
        Figures("keep all", o => o.Keep),
        Figures("drop rows", o => o.DropRows),
        Figures("drop providers", o => o.DropProviders),
        Figures("as advised", o => o.Advised),
        Figures("blind: drop rows", o => o.BlindDropRows),
        Figures("oracle", o => o.Oracle),
        Gain("advised − blind", o => o.Advised, o => o.BlindDropRows));

    private static double Of(ProviderOutcome outcome, Func<LabelCheckOutcome, double> figure) =>
        outcome.Labels is { } labels ? figure(labels) : double.NaN;

    private static MarkdownTable Table(IEnumerable<ProviderCell> cells, params Column[] columns)
    {
        var table = new MarkdownTable(["case", .. columns.SelectMany(column => column.Heads)]);
        foreach (ProviderCell cell in cells)
        {
            table.Row([cell.Case.Name, .. columns.SelectMany(column => column.Cells(cell))]);
        }
        return table;
    }

    private static Column Figures(string head, Func<ProviderOutcome, double> figure) => new([head], cell => [Mean(cell, figure)]);

    private static Column Gain(string head, Func<ProviderOutcome, double> with, Func<ProviderOutcome, double> without) => new(
        [head, ""],
        cell =>
        {
            var gain = PairedGain.Of(cell.Outcomes, with, without);
            return [Interval(gain), gain.Verdict];
        });

    private static MarkdownTable Goals(IReadOnlyList<ProviderCell> cells)
    {
        var table = new MarkdownTable("data", "case", "figure", "asked", "measured", "");
        foreach (ProviderCell cell in cells)
        {
            if (cell.Case.Hard && ProviderGoals.HardAuroc(cell.Data) is { } asked)
            {
                double auroc = Average(cell, o => o.BatchAuroc);
                table.Row(cell.Data, cell.Case.Name, "AUROC of batches", $"≥ {Figure(asked)}", Figure(auroc), Met(auroc >= asked));
            }
            double accused = Average(cell, o => o.GoodAccused);
            table.Row(
                cell.Data, cell.Case.Name, "good accused", $"≤ {Figure(ProviderGoals.FalsePositives)}", Figure(accused),
                Met(accused <= ProviderGoals.FalsePositives));
        }
        return table;
    }

    private static string Met(bool met) => met ? "met" : "**missed**";

    private static string Mean(ProviderCell cell, Func<ProviderOutcome, double> figure) => Figure(Average(cell, figure));

    // Of the pools where the figure is defined: a small pool may happen to have no wrong label.
    private static double Average(ProviderCell cell, Func<ProviderOutcome, double> figure)
    {
        double[] defined = [.. cell.Outcomes.Select(figure).Where(double.IsFinite)];
        return defined.Length == 0 ? double.NaN : Statistics.Mean(defined);
    }

    private static string Interval(PairedGain gain) =>
        double.IsNaN(gain.Mean) ? "–" : $"{Signed(gain.Mean)} [{Signed(gain.Lower)}, {Signed(gain.Upper)}]";

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);

    /// <summary>One column of a table, or a few that belong together.</summary>
    private sealed record Column(string[] Heads, Func<ProviderCell, string[]> Cells);
}
