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
            if (own.Any(cell => cell.Outcomes.Any(outcome => outcome.Labels is not null)))
            {
                text.Append("\nThe label check, another detector: blind, and with providers as groups\n\n").Append(Labels(own));
            }
            text.Append("\nTest accuracy of a model trained on what is left\n\n").Append(Acting(own)).Append('\n');
        }
        text.Append("## Goals\n\n").Append(Goals(cells));
        return text.ToString();
    }

    private static MarkdownTable Telling(ProviderCell[] cells)
    {
        var table = new MarkdownTable(
            "case", "AUROC of batches", "blind", "provenance adds", "", "unpooled", "k-NN Shapley",
            "exact ranking", "blind", "own Shapley", "reference: loss; cleanlab");
        foreach (ProviderCell cell in cells.Where(cell => cell.Case.Bad > 0))
        {
            var gain = PairedGain.Of(cell.Outcomes, o => o.BatchAuroc, o => o.BlindBatchAuroc);
            table.Row(
                cell.Case.Name,
                Mean(cell, o => o.BatchAuroc),
                Mean(cell, o => o.BlindBatchAuroc),
                Interval(gain),
                gain.Verdict,
                Mean(cell, o => o.UnpooledBatchAuroc),
                Mean(cell, o => o.ShapleyBatchAuroc),
                Mean(cell, o => o.Ranked),
                Mean(cell, o => o.BlindRanked),
                Mean(cell, o => o.ShapleyRanked),
                ProviderGoals.Reference(cell));
        }
        return table;
    }

    private static MarkdownTable Accusing(ProviderCell[] cells)
    {
        var table = new MarkdownTable("case", "good accused", "bad accused", "F1 of rows", "blind", "provenance adds", "");
        foreach (ProviderCell cell in cells)
        {
            var gain = PairedGain.Of(cell.Outcomes, o => o.RowF1, o => o.BlindRowF1);
            table.Row(
                cell.Case.Name,
                Mean(cell, o => o.GoodAccused),
                Mean(cell, o => o.BadAccused),
                Mean(cell, o => o.RowF1),
                Mean(cell, o => o.BlindRowF1),
                Interval(gain),
                gain.Verdict);
        }
        return table;
    }

    private static MarkdownTable Labels(ProviderCell[] cells)
    {
        var table = new MarkdownTable(
            "case", "AUROC, blind", "grouped", "grouping adds", "", "provider check adds to blind", "", "F1 of rows, blind", "grouped",
            "grouping adds", "");
        foreach (ProviderCell cell in cells.Where(cell => cell.Case.Bad > 0))
        {
            var batches = PairedGain.Of(cell.Outcomes, o => Of(o, l => l.GroupedBatchAuroc), o => Of(o, l => l.BlindBatchAuroc));
            var check = PairedGain.Of(cell.Outcomes, o => o.BatchAuroc, o => Of(o, l => l.BlindBatchAuroc));
            var rows = PairedGain.Of(cell.Outcomes, o => Of(o, l => l.GroupedRowF1), o => Of(o, l => l.BlindRowF1));
            table.Row(
                cell.Case.Name,
                Mean(cell, o => Of(o, l => l.BlindBatchAuroc)),
                Mean(cell, o => Of(o, l => l.GroupedBatchAuroc)),
                Interval(batches),
                batches.Verdict,
                Interval(check),
                check.Verdict,
                Mean(cell, o => Of(o, l => l.BlindRowF1)),
                Mean(cell, o => Of(o, l => l.GroupedRowF1)),
                Interval(rows),
                rows.Verdict);
        }
        return table;
    }

    private static double Of(ProviderOutcome outcome, Func<LabelCheckOutcome, double> figure) =>
        outcome.Labels is { } labels ? figure(labels) : double.NaN;

    private static MarkdownTable Acting(ProviderCell[] cells)
    {
        var table = new MarkdownTable(
            "case", "keep all", "drop rows", "drop providers", "as advised", "blind: drop rows", "oracle", "advised − blind", "");
        foreach (ProviderCell cell in cells)
        {
            var gain = PairedGain.Of(cell.Outcomes, o => o.Advised, o => o.BlindDropRows);
            table.Row(
                cell.Case.Name,
                Mean(cell, o => o.Keep),
                Mean(cell, o => o.DropRows),
                Mean(cell, o => o.DropProviders),
                Mean(cell, o => o.Advised),
                Mean(cell, o => o.BlindDropRows),
                Mean(cell, o => o.Oracle),
                Interval(gain),
                gain.Verdict);
        }
        return table;
    }

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
}
