using Hallmark.Learning;

namespace Hallmark.Experiments.Selection;

/// <summary>How far an experiment with budgets is.</summary>
/// <param name="Set">Data set at hand.</param>
/// <param name="Done">Its pools measured.</param>
/// <param name="Total">Its pools in all.</param>
public sealed record BudgetProgress(string Set, int Done, int Total);

/// <summary>
/// What does choosing batches under a budget do to a model? Draws pools with poisoned and redundant batches, chooses by every method, at
/// random and by integrity alone, and trains one model on each choice. Deterministic: rounds and seeds decide, no clock.
/// </summary>
public static class BudgetExperiment
{
    /// <summary>Its row of <see cref="ExperimentList"/>.</summary>
    public static Experiment Listed { get; } = new(
        "budget", "Chosen batches under a budget: what each way of choosing does to a model.", new BudgetSettings().Sets,
        (wish, progress, cancellation) =>
        {
            var settings = new BudgetSettings { Sets = wish.Sets, Seeds = wish.Seeds };
            settings = settings with { FirstSeed = wish.FirstSeed ?? settings.FirstSeed };
            IReadOnlyList<BudgetOutcome> outcomes = Run(
                wish.Data, settings, at => progress($"{at.Set}, {at.Done} of {at.Total} pools"), cancellation);
            return new ExperimentResult(outcomes, BudgetReport.Write(outcomes));
        });

    /// <param name="data">Where the data sets are.</param>
    /// <param name="settings">What to run.</param>
    /// <param name="progress">Told before each pool, on the calling thread; or null.</param>
    /// <param name="cancellation">Stops between budgets.</param>
    /// <exception cref="ArgumentException">A setting that cannot be.</exception>
    /// <exception cref="Hallmark.Data.Sources.SourceException">A data set that is not there.</exception>
    public static IReadOnlyList<BudgetOutcome> Run(
        ExperimentData data, BudgetSettings settings, Action<BudgetProgress>? progress = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        var outcomes = new List<BudgetOutcome>();
        foreach (string set in settings.Sets)
        {
            LabelledSet all = set == ExperimentData.FashionMnist ? data.Fashion() : data.Table(set);
            int seeds = settings.SeedsOf(set);
            for (int i = 0; i < seeds; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(new BudgetProgress(set, i, seeds));
                ulong seed = settings.FirstSeed + (ulong)i;
                var trial = new BudgetTrial(BudgetPool.Draw(Sample(all, settings.RecordsMax, seed), seed), set, seed);
                foreach (int percent in settings.Percents)
                {
                    cancellation.ThrowIfCancellationRequested();
                    outcomes.AddRange(trial.Run(settings, percent));
                }
            }
        }
        return outcomes;
    }

    private static LabelledSet Sample(LabelledSet all, int records, ulong seed)
    {
        if (all.Count <= records)
        {
            return all;
        }
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new SeededRandom(seed, "budget sample").Shuffle<int>(order);
        return all.Take(order.AsSpan(0, records));
    }
}
