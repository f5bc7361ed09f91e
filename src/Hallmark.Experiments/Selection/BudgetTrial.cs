using Hallmark.Learning;

namespace Hallmark.Experiments.Selection;

/// <summary>Trains one model on each choice from a pool; a choice that several ways make is trained on once.</summary>
internal sealed class BudgetTrial(BudgetPool pool, string set, ulong seed)
{
    private readonly Dictionary<string, double> _accuracies = new(StringComparer.Ordinal);
    private readonly LogisticOptions _training = new();

    public IReadOnlyList<BudgetOutcome> Run(BudgetSettings settings, int percent)
    {
        long budget = pool.Features.Rows * (long)percent / 100;
        var ways = new BudgetWays(pool, settings, seed, budget);
        (string Way, int[][] Choices, long? ValuePpm)[] made = [.. BudgetWays.All.Select(way =>
        {
            (int[][] choices, long? value) = ways.Choose(way);
            return (way, choices, value);
        })];
        double best = made.Where(one => BudgetWays.IsMethod(one.Way)).Max(one => one.ValuePpm!.Value);
        return [.. made.Select(one => new BudgetOutcome(
            set, seed, percent, one.Way,
            Statistics.Mean([.. one.Choices.Select(Accuracy)]),
            Statistics.Mean([.. one.Choices.Select(choice => (double)choice.Sum(batch => pool.Candidates[batch].Records))]),
            BudgetWays.IsMethod(one.Way) ? one.ValuePpm!.Value / best : double.NaN,
            Statistics.Mean([.. one.Choices.Select(Poisoned)]),
            Statistics.Mean([.. one.Choices.Select(Repeated)])))];
    }

    private double Poisoned(int[] choice) => choice.Count(batch => pool.IsPoisoned[batch]) / (double)choice.Length;

    private double Repeated(int[] choice) =>
        1 - (choice.Select(batch => pool.OriginalOf[batch]).Distinct().Count() / (double)choice.Length);

    private double Accuracy(int[] choice)
    {
        string key = string.Join(',', choice);
        if (!_accuracies.TryGetValue(key, out double accuracy))
        {
            int[] rows = [.. choice.SelectMany(pool.RowsOf)];
            int[] labels = [.. rows.Select(row => pool.Labels[row])];
            Matrix scores = LogisticRegression.Fit(pool.Features.Gather(rows), labels, pool.Classes, _training).Scores(pool.TestFeatures);
            int[] predicted = [.. Enumerable.Range(0, scores.Rows).Select(row => Largest(scores.Row(row)))];
            accuracy = new ClassificationMetrics(pool.TestLabels, predicted, pool.Classes).Accuracy;
            _accuracies.Add(key, accuracy);
        }
        return accuracy;
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }
        return best;
    }
}
