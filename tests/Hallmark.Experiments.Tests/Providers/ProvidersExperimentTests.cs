using Hallmark.Experiments.Providers;
using Hallmark.Learning;

namespace Hallmark.Experiments.Tests.Providers;

public sealed class ProvidersExperimentTests
{
    private static readonly ProviderCase s_hard = ProviderCase.All.Single(setting => setting.Name == "hard, 2 of 5");

    [Fact]
    public void A_pool_has_equal_batches_no_record_twice_and_flips_only_where_the_bad_are()
    {
        LabelledSet data = Numbered(1_000);
        var pool = ProviderScenario.Draw(data, s_hard, 1);
        Assert.Equal((2, 3), (pool.Bad.Count(bad => bad), pool.Bad.Count(bad => !bad)));
        Assert.All(pool.Records.Batches.CountBy(batch => batch), pair => Assert.Equal(40, pair.Value));
        Assert.Equal(20, pool.Records.ProviderOfBatch.Length);
        Assert.Equal(200, pool.TestLabels.Length);
        int[] flipped = [.. Enumerable.Range(0, pool.Records.Count).Where(i => pool.Records.Labels[i] != pool.TrueLabels[i])];
        Assert.All(flipped, record => Assert.True(pool.Bad[pool.Records.Owners[record]]));
        Assert.InRange(flipped.Length, 16, 50); // 32 expected

        // The one feature numbers the records: scaled, it still tells them apart.
        float[] all = [.. pool.Records.Features.Values, .. pool.TestFeatures.Values];
        Assert.Equal(1_000, all.Distinct().Count());
    }

    [Fact]
    public void A_renamed_class_is_wrong_as_a_whole_and_everything_else_is_right()
    {
        ProviderCase renamed = ProviderCase.All.Single(setting => setting.Damage == Damage.RenamedClass);
        var pool = ProviderScenario.Draw(Numbered(600), renamed, 2);
        int bad = Array.IndexOf(pool.Bad, true);
        int[] own = [.. Enumerable.Range(0, pool.Records.Count).Where(i => pool.Records.Owners[i] == bad)];
        int mostFrequent = own.CountBy(i => pool.TrueLabels[i]).MaxBy(pair => pair.Value).Key;
        Assert.All(own, i => Assert.Equal(
            pool.TrueLabels[i] == mostFrequent ? (mostFrequent + 1) % 3 : pool.TrueLabels[i], pool.Records.Labels[i]));
    }

    [Fact]
    public void Skewed_pools_have_more_unlike_mixes_than_even_ones()
    {
        Assert.True(Unlikeness(0.2) > 2 * Unlikeness(50));
        double Unlikeness(double skew)
        {
            var pool = ProviderScenario.Draw(Numbered(900), s_hard with { Skew = skew }, 3);
            return Enumerable.Range(0, 5).Average(provider => Enumerable.Range(0, 3).Max(c =>
                pool.TrueLabels.Where((label, i) => label == c && pool.Records.Owners[i] == provider).Count()
                / (double)pool.Records.Owners.Count(owner => owner == provider)) - (1.0 / 3));
        }
    }

    [Fact]
    public void Shares_of_a_Dirichlet_distribution_have_its_mean_and_variance()
    {
        var random = new SeededRandom(1, "dirichlet");
        foreach (double concentration in new[] { 0.3, 1, 5 })
        {
            double[][] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => Dirichlet.Draw(random, 4, concentration))];
            Assert.All(drawn.Take(100), shares => Assert.Equal(1, shares.Sum(), 1e-12));
            Assert.Equal(0.25, drawn.Average(shares => shares[0]), 0.01);
            double expected = 0.25 * 0.75 / ((4 * concentration) + 1);
            Assert.InRange(drawn.Average(shares => (shares[1] - 0.25) * (shares[1] - 0.25)) / expected, 0.95, 1.05);
        }
    }

    [Fact]
    public void The_gain_is_the_mean_difference_and_its_interval_says_what_may_be_said()
    {
        ProviderOutcome[] outcomes = [.. Enumerable.Range(0, 30).Select(i => Outcome(0.9 + (i % 3 * 0.01), 0.8))];
        var gain = PairedGain.Of(outcomes, o => o.BatchAuroc, o => o.BlindBatchAuroc);
        Assert.Equal(0.11, gain.Mean, 1e-9);
        Assert.InRange(gain.Lower, 0.105, 0.11);
        Assert.InRange(gain.Upper, 0.11, 0.115);
        Assert.Equal("gain", gain.Verdict);
        Assert.Equal("**loss**", PairedGain.Of(outcomes, o => o.BlindBatchAuroc, o => o.BatchAuroc).Verdict);
        Assert.Equal("no gain shown", PairedGain.Of(outcomes, o => o.BatchAuroc, o => o.BatchAuroc).Verdict);
        Assert.Equal("–", PairedGain.Of(outcomes, o => o.RowF1, o => o.BatchAuroc).Verdict);
    }

    [Fact]
    public void The_report_names_what_misses_a_goal()
    {
        string report = ProvidersReport.Write(
        [
            new ProviderCell("breast_cancer", s_hard, [Outcome(0.89, 0.95)]),
            new ProviderCell("fashion-mnist", s_hard, [Outcome(0.97, 0.95) with { GoodAccused = 0.06 }]),
        ]);
        Assert.Contains("| breast_cancer | hard, 2 of 5 | AUROC of batches | ≥ 0.900 | 0.890 | **missed** |", report);
        Assert.Contains("| fashion-mnist | hard, 2 of 5 | AUROC of batches | ≥ 0.970 | 0.970 | met |", report);
        Assert.Contains("| fashion-mnist | hard, 2 of 5 | good accused | ≤ 0.050 | 0.060 | **missed** |", report);
        Assert.Contains("−0.060 [−0.060, −0.060] | **loss**", report);
        Assert.Contains(".87/.87; .88/.90", report);
    }

    [Fact]
    public void Iris_runs_through_tells_its_progress_and_gives_the_same_twice()
    {
        ExperimentData data = SharedData.Open();
        var settings = new ProvidersSettings { Data = ["iris"], Cases = [ProviderCase.All[0], s_hard], Seeds = 2, FirstSeed = 7 };
        var told = new List<ProvidersProgress>();
        string first = ProvidersReport.Write(ProvidersExperiment.Run(data, settings, told.Add));
        Assert.Equal([0, 1, 2, 3], told.Select(progress => progress.Done));
        Assert.All(told, progress => Assert.Equal(4, progress.Total));
        Assert.Equal(first, ProvidersReport.Write(ProvidersExperiment.Run(data, settings)));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => ProvidersExperiment.Run(data, settings, null, stopped.Token));
        Assert.ThrowsAny<ArgumentException>(() => ProvidersExperiment.Run(data, settings with { Seeds = 0 }));
    }

    [Fact]
    public void The_label_check_is_measured_on_the_first_pools_of_small_data_only()
    {
        ExperimentData data = SharedData.Open();
        var settings = new ProvidersSettings { Data = ["iris"], Cases = [s_hard], Seeds = 2, LabelCheckPools = 1 };
        ProviderCell cell = ProvidersExperiment.Run(data, settings).Single();
        Assert.Equal([true, false], cell.Outcomes.Select(outcome => outcome.Labels is not null));
        Assert.Contains("The label check beside it, 1 pools for each case", ProvidersReport.Write([cell]), StringComparison.Ordinal);
        ProviderCell large = ProvidersExperiment.Run(data, settings with { LabelCheckRecords = 149 }).Single();
        Assert.All(large.Outcomes, outcome => Assert.Null(outcome.Labels));
        Assert.Equal((2, 5), (settings.PoolsOf("iris"), settings.PoolsOf(ExperimentData.FashionMnist)));
    }

    private static ProviderOutcome Outcome(double auroc, double blind) => new(
        1, auroc, blind, auroc, auroc, 1, 1, 1, 0, 1, double.NaN, double.NaN, null, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9);

    private static LabelledSet Numbered(int records) => new(
        "numbered", new Matrix(records, 1, [.. Enumerable.Range(0, records).Select(i => (float)i)]),
        [.. Enumerable.Range(0, records).Select(i => i % 3)], 3);
}
