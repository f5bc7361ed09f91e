using Hallmark.Experiments.Selection;
using Hallmark.Learning;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Tests.Selection;

public sealed class BudgetExperimentTests
{
    private static readonly BudgetSettings s_settings = new() { Rounds = 5, Draws = 2 };

    [Fact]
    public void A_quarter_of_a_pool_are_copies_and_a_third_of_the_originals_is_poisoned()
    {
        var pool = BudgetPool.Draw(Blobs(600), 1);
        Assert.Equal(80, pool.Candidates.Length);
        Assert.All(pool.Candidates, candidate => Assert.InRange(candidate.Records, 3, 13)); // 8 in the mean, half less to half more
        Assert.Equal(Enumerable.Range(0, pool.Features.Rows), Enumerable.Range(0, 80).SelectMany(pool.RowsOf));
        int[] copies = [.. Enumerable.Range(0, 80).Where(batch => pool.OriginalOf[batch] != batch)];
        Assert.Equal(Enumerable.Range(60, 20), copies);
        Assert.Equal(20, pool.IsPoisoned.Take(60).Count(poisoned => poisoned));
        foreach (int copy in copies)
        {
            int original = pool.OriginalOf[copy];
            Assert.Equal(pool.IsPoisoned[original], pool.IsPoisoned[copy]);
            Assert.Equal(LabelsOf(original), LabelsOf(copy));
            Assert.NotEqual(pool.Candidates[original].Root, pool.Candidates[copy].Root);
            Assert.InRange(Distance(pool.Candidates[original].Embedding, pool.Candidates[copy].Embedding), 1e-9, 0.01);
        }
        int[] LabelsOf(int batch) => [.. pool.RowsOf(batch).Select(row => pool.Labels[row])];
    }

    [Fact]
    public void No_record_is_both_trained_on_and_tested_with_and_no_original_has_one_twice()
    {
        // Blob data have no two equal records, and scaling keeps them apart.
        var pool = BudgetPool.Draw(Blobs(600), 2);
        string[] originals = [.. Enumerable.Range(0, 60).SelectMany(pool.RowsOf).Select(row => Text(pool.Features, row))];
        string[] tested = [.. Enumerable.Range(0, pool.TestLabels.Length).Select(row => Text(pool.TestFeatures, row))];
        Assert.Equal(120, tested.Length);
        Assert.InRange(originals.Length, 420, 480); // each batch is rounded down
        Assert.Equal(originals.Length + 120, originals.Concat(tested).Distinct().Count());
        Assert.All(pool.TestLabels.CountBy(label => label), pair => Assert.Equal(40, pair.Value));
        static string Text(Matrix features, int row) => string.Join(' ', features.Row(row).ToArray());
    }

    [Fact]
    public void Scores_are_measured_and_put_flipped_batches_below()
    {
        var pool = BudgetPool.Draw(Blobs(600), 3);
        double Mean(bool poisoned) => pool.Candidates.Where((_, batch) => pool.IsPoisoned[batch] == poisoned).Average(one => one.ScorePpm);
        Assert.InRange(Mean(false) - Mean(true), 200_000, 500_000); // 40 % of the labels are flipped, in blobs that hardly overlap
        Assert.All(pool.Candidates, candidate => Assert.InRange(candidate.ScorePpm, 0, Share.Million));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(37)]
    public void No_way_with_a_budget_exceeds_it_or_takes_a_batch_twice(int percent)
    {
        var pool = BudgetPool.Draw(Blobs(600), 4);
        long budget = pool.Features.Rows * percent / 100;
        var ways = new BudgetWays(pool, s_settings, 4, budget);
        foreach (string way in BudgetWays.All.Except([BudgetWays.Everything, BudgetWays.EverythingClean]))
        {
            (int[][] choices, long? value) = ways.Choose(way);
            Assert.Equal(way.Contains("random", StringComparison.Ordinal) ? 2 : 1, choices.Length);
            Assert.Equal(BudgetWays.Scheduled.Any(one => one.Name == way), value is not null);
            foreach (int[] choice in choices)
            {
                Assert.InRange(choice.Sum(batch => pool.Candidates[batch].Records), 1, budget);
                Assert.Equal(choice.Length, choice.Distinct().Count());
            }
        }
        int[] best = ways.Choose(BudgetWays.Integrity).Choices[0];
        foreach (int left in Enumerable.Range(0, 80).Except(best))
        {
            Candidate other = pool.Candidates[left];
            long before = best.Select(batch => pool.Candidates[batch]).Where(one => one.ScorePpm >= other.ScorePpm).Sum(one => one.Records);
            Assert.True(before + other.Records > budget); // a better one is left out only if it did not fit
        }
        Assert.All(ways.Choose(BudgetWays.CleanRandom).Choices.SelectMany(choice => choice), batch =>
            Assert.True(!pool.IsPoisoned[batch] && pool.OriginalOf[batch] == batch));
    }

    [Fact]
    public void A_trial_is_the_same_twice_and_the_best_method_has_the_whole_value()
    {
        IReadOnlyList<BudgetOutcome> first = Run();
        Assert.Equal(first, Run());
        Assert.Equal(BudgetWays.All, first.Select(one => one.Way));
        BudgetOutcome[] methods = [.. first.Where(one => BudgetWays.IsMethod(one.Way))];
        Assert.Equal(7, methods.Length);
        Assert.Equal(1, methods.Max(one => one.ValueShare));
        Assert.All(methods, one => Assert.InRange(one.ValueShare, 0.5, 1));
        Assert.All(first, one => Assert.InRange(one.Accuracy, 0, 1));
        Assert.Equal(0.25, first.Single(one => one.Way == BudgetWays.Everything).Repeated, 1e-12);
        Assert.Equal(0, first.Single(one => one.Way == BudgetWays.EverythingClean).Poisoned);
        static IReadOnlyList<BudgetOutcome> Run() => new BudgetTrial(BudgetPool.Draw(Blobs(600), 5), "blobs", 5).Run(s_settings, 20);
    }

    [Fact]
    public void The_report_pairs_pools_and_leaves_other_objectives_out_of_the_values()
    {
        BudgetOutcome[] outcomes =
        [
            .. new ulong[] { 1, 2 }.SelectMany(seed => new[]
            {
                new BudgetOutcome("digits", seed, 5, "greedy", 0.5 + (seed * 0.1), 90, 0.99, 0, 0.25),
                new BudgetOutcome("digits", seed, 5, "sa", 0.51 + (seed * 0.1), 90, 1, 0, 0),
                new BudgetOutcome("digits", seed, 5, BudgetWays.Random, 0.48 + (seed * 0.1), 90, double.NaN, 0.5, 0),
            }),
        ];
        string report = BudgetReport.Write(outcomes);
        Assert.Contains("## digits, 2 pools, seeds from 1", report);
        Assert.Contains("| sa | 0.660 [0.610, 0.710] |", report);
        Assert.Contains("| sa | +1.0 [+1.0, +1.0] |", report); // less greedy
        Assert.Contains("| sa | +3.0 [+3.0, +3.0] |", report); // less random
        Assert.Contains("| greedy | 99.000 |", report);
        Assert.Contains("| random | 50.0 / 0.0 |", report);
        Assert.DoesNotContain("NaN", report);
    }

    [Fact]
    public void Iris_runs_through_tells_its_progress_and_refuses_what_cannot_be()
    {
        ExperimentData data = SharedData.Open();
        BudgetSettings settings = s_settings with { Sets = ["iris"], Seeds = 2, FirstSeed = 7, Percents = [20] };
        var told = new List<BudgetProgress>();
        IReadOnlyList<BudgetOutcome> outcomes = BudgetExperiment.Run(data, settings, told.Add);
        Assert.Equal([0, 1], told.Select(progress => progress.Done));
        Assert.Equal(2 * BudgetWays.All.Count, outcomes.Count);
        Assert.Equal([7UL, 8UL], outcomes.Select(one => one.Seed).Distinct());
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => BudgetExperiment.Run(data, settings, null, stopped.Token));
        Assert.ThrowsAny<ArgumentException>(() => BudgetExperiment.Run(data, settings with { Seeds = 0 }));
        Assert.ThrowsAny<ArgumentException>(() => BudgetExperiment.Run(data, settings with { Percents = [101] }));
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());

    /// <summary>Three classes around three corners, far from each other.</summary>
    private static LabelledSet Blobs(int records)
    {
        var random = new SeededRandom(0, "blobs");
        var features = new Matrix(records, 3);
        for (int row = 0; row < records; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                features[row, column] = (float)(random.NextGaussian() + (column == row % 3 ? 5 : 0));
            }
        }
        return new LabelledSet("blobs", features, [.. Enumerable.Range(0, records).Select(row => row % 3)], 3);
    }
}
