using System.Globalization;
using System.Text;
using Hallmark.Experiments.Providers;
using Hallmark.Learning;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>The results as <c>docs/results/budget.md</c> shows them.</summary>
public static class BudgetReport
{
    private static readonly string s_greedy = SelectionMethods.NameOf(SelectionMethod.Greedy);

    public static string Write(IReadOnlyList<BudgetOutcome> outcomes)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, BudgetOutcome> set in outcomes.GroupBy(outcome => outcome.Set))
        {
            BudgetOutcome[] own = [.. set];
            int pools = own.Select(outcome => outcome.Seed).Distinct().Count();
            text.Append(CultureInfo.InvariantCulture, $"## {set.Key}, {pools} pools, seeds from {own[0].Seed}\n\n");
            Section(text, "Test accuracy, with the 95 % interval of the mean", own,
                (way, percent) => Interval(Figures(way, percent, one => one.Accuracy), "0.000"));
            Section(text, "Accuracy less that of greedy on the same pool, in points", own,
                (way, percent) => Gain(own, way, percent, s_greedy));
            Section(text, "Accuracy less that of random batches on the same pool, in points", own,
                (way, percent) => Gain(own, way, percent, BudgetWays.Random));
            Section(text, "Value of the objective, in per cent of the best method's on the same pool", own,
                (way, percent) => Mean(Figures(way, percent, one => one.ValueShare * 100), "0.000"), BudgetWays.IsMethod);
            Section(text, "Batches chosen that are poisoned / whose records another chosen batch has, in per cent", own,
                (way, percent) => Mean(Figures(way, percent, one => one.Poisoned * 100), "0.0") + " / "
                    + Mean(Figures(way, percent, one => one.Repeated * 100), "0.0"));

            double[] Figures(string way, int percent, Func<BudgetOutcome, double> figure) =>
                [.. own.Where(one => one.Way == way && one.Percent == percent).Select(figure)];
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(
        StringBuilder text, string title, BudgetOutcome[] outcomes, Func<string, int, string> cell, Func<string, bool>? wanted = null)
    {
        int[] percents = [.. outcomes.Select(outcome => outcome.Percent).Distinct()];
        var table = new MarkdownTable(["way", .. percents.Select(percent => $"{percent} %")]);
        foreach (string way in outcomes.Select(outcome => outcome.Way).Distinct().Where(wanted ?? (_ => true)))
        {
            table.Row([way, .. percents.Select(percent => cell(way, percent))]);
        }
        text.Append(title).Append("\n\n").Append(table).Append('\n');
    }

    private static string Gain(BudgetOutcome[] outcomes, string way, int percent, string other)
    {
        if (way == other)
        {
            return "–";
        }
        var reference = outcomes.Where(one => one.Way == other && one.Percent == percent)
            .ToDictionary(one => one.Seed, one => one.Accuracy);
        return Interval(
            [.. outcomes.Where(one => one.Way == way && one.Percent == percent).Select(one => (one.Accuracy - reference[one.Seed]) * 100)],
            "+0.0;−0.0;0.0");
    }

    private static string Interval(double[] figures, string format)
    {
        var mean = PairedGain.Of(figures);
        return $"{Text(mean.Mean, format)} [{Text(mean.Lower, format)}, {Text(mean.Upper, format)}]";
    }

    private static string Mean(double[] figures, string format) => Text(Statistics.Mean(figures), format);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
