using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class BadProvidersTests
{
    private static readonly BadProviderOptions s_options = new() { Permutations = 199 };

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 0, 0 })]
    [InlineData(new double[] { 0, 0.15, 0, 0, 0 })]
    [InlineData(new double[] { 0.15, 0, 0, 0.15, 0 })]
    [InlineData(new double[] { 0.1, 0, 0, 0.6, 0 })]
    [InlineData(new double[] { 0, 0.8, 0, 0.2, 0 })]
    [InlineData(new double[] { 0, 0.2, 0, 0, 0.15, 0, 0.4, 0 })]
    public void Exactly_the_bad_are_accused_however_many_and_however_unlike(double[] flips)
    {
        for (ulong seed = 10; seed < 13; seed++)
        {
            ProviderMeasurement measured = BadProviders.Measure(Pool.Draw(seed, [.. flips.Select(_ => 300)], flips), s_options);
            Assert.Equal([.. flips.Select(flip => flip > 0)], measured.Providers.Select(provider => provider.Accused).ToArray());
        }
    }

    [Fact]
    public void The_share_of_wrong_labels_is_estimated_within_its_interval()
    {
        int held = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            ProviderMeasurement measured = BadProviders.Measure(Pool.Draw(seed, 300, 0, 0.1, 0, 0.4, 0), s_options);
            held += Holds(measured.Providers[1].Noise, 0.1) + Holds(measured.Providers[3].Noise, 0.4);
        }
        Assert.InRange(held, 34, 40); // 38 expected; the opinions' own errors come on top
        static int Holds(NoiseRate rate, double truth) => rate.Lower <= truth && truth <= rate.Upper ? 1 : 0;
    }

    [Fact]
    public void Few_wrong_labels_cost_rows_and_most_wrong_cost_the_provider()
    {
        SourcedRecords pool = Pool.Draw(3, 300, 0, 0.15, 0, 0.8, 0);
        ProviderMeasurement measured = BadProviders.Measure(pool, s_options);
        Assert.Equal(
            [ProviderAdvice.Keep, ProviderAdvice.DropRows, ProviderAdvice.Keep, ProviderAdvice.DropProvider, ProviderAdvice.Keep],
            measured.Providers.Select(provider => provider.Advice));
        IReadOnlyList<int> rows = measured.SuspectRows(pool);
        Assert.All(rows, row => Assert.Contains(pool.Owners[row], new[] { 1, 3 }));
        Assert.InRange(rows.Count(row => pool.Owners[row] == 1), 20, 60);
    }

    /// <summary>An honest provider with one class only, beside others with all: unusual is not wrong.</summary>
    [Fact]
    public void One_class_providers_are_not_accused_for_it_but_for_wrong_labels_they_are()
    {
        for (ulong seed = 20; seed < 23; seed++)
        {
            int[] sizes = [200, 200, 200, 200, 200];
            Func<int, int, int> classOf = (provider, i) => provider == 0 ? 2 : i % 3;
            Assert.DoesNotContain(
                BadProviders.Measure(Pool.Draw(seed, sizes, [0, 0, 0, 0, 0], classOf), s_options).Providers,
                provider => provider.Accused);
            // Says class 2 of everything, and a third of it is not.
            SourcedRecords honest = Pool.Draw(seed, sizes, [0, 0, 0, 0, 0], (_, i) => i % 3);
            int[] labels = [.. honest.Labels.Select((label, record) => honest.Owners[record] == 0 ? 2 : label)];
            var lying = new SourcedRecords(honest.Features, labels, Pool.Classes, honest.Batches, honest.ProviderOfBatch);
            ProviderMeasurement measured = BadProviders.Measure(lying, s_options);
            Assert.Equal([true, false, false, false, false], measured.Providers.Select(provider => provider.Accused));
        }
    }

    [Fact]
    public void Of_one_or_two_providers_nothing_can_be_told()
    {
        foreach (double[] flips in new double[][] { [0.5], [0, 0.5], [0.9, 0] })
        {
            ProviderMeasurement measured = BadProviders.Measure(Pool.Draw(1, 100, flips), s_options);
            Assert.False(measured.CanTell);
            Assert.All(measured.Providers, provider =>
                Assert.Equal((false, ProviderAdvice.CannotTell), (provider.Accused, provider.Advice)));
            Assert.All(measured.Providers, provider => Assert.Contains("fewer than 3", provider.Reason, StringComparison.Ordinal));
            Assert.Empty(measured.SuspectRows(Pool.Draw(1, 100, flips)));
        }
    }

    [Fact]
    public void Tiny_and_empty_providers_are_measured_and_do_not_disturb()
    {
        SourcedRecords pool = Pool.Draw(8, [1, 300, 0, 300, 300], [0, 0.2, 0, 0, 0]);
        ProviderMeasurement measured = BadProviders.Measure(pool, s_options);
        Assert.Equal([false, true, false, false, false], measured.Providers.Select(provider => provider.Accused));
        Assert.Equal(ProviderAdvice.CannotTell, measured.Providers[2].Advice);
        Assert.True(double.IsFinite(measured.Providers[0].Loss) && double.IsInfinity(measured.Providers[2].Noise.StandardError));
        ProviderMeasurement singles = BadProviders.Measure(Pool.Draw(9, [1, 1, 1, 1], [0, 0, 0, 0]), s_options);
        Assert.DoesNotContain(singles.Providers, provider => provider.Accused);
    }

    /// <summary>Oracle for the number: so many records drawn anew are enough, and a third of them are not.</summary>
    [Fact]
    public void Of_few_records_nothing_can_be_told_and_the_reason_says_how_many_would_do()
    {
        ProviderFinding few = Third(8);
        Assert.Equal((false, ProviderAdvice.CannotTell), (few.Accused, few.Advice));
        Match needed =
            Regex.Match(few.Reason!, "it has 8 labelled records; about ([0-9]+) are needed to see whether 10 % of its labels are wrong");
        Assert.True(needed.Success, few.Reason);
        int enough = int.Parse(needed.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(enough, 30, 300);
        Assert.Equal(ProviderAdvice.CannotTell, Third(enough / 3).Advice);
        ProviderFinding many = Third(enough * 2);
        Assert.Equal((ProviderAdvice.Keep, null), (many.Advice, many.Reason));

        static ProviderFinding Third(int size) =>
            BadProviders.Measure(Pool.Draw(31, [300, 300, size, 300], [0, 0, 0, 0]), s_options).Providers[2];
    }

    /// <summary>Of ten labels of a provider that gets a tenth wrong, all are right in one case of three.</summary>
    [Fact]
    public void Ten_labels_that_all_agree_are_not_yet_a_reason_to_keep_a_provider()
    {
        SourcedRecords pool = Pool.Draw(32, [200, 200, 10, 200], [0, 0, 0, 0], overlap: 0.05);
        ProviderFinding finding = BadProviders.Measure(pool, s_options).Providers[2];
        Assert.Equal(ProviderAdvice.CannotTell, finding.Advice);
        Assert.Contains("about 30 are needed", finding.Reason, StringComparison.Ordinal);
    }

    /// <summary>The penalty is for features of variance 1: inches instead of metres must not change who is believed.</summary>
    [Fact]
    public void The_scale_of_the_features_decides_nothing()
    {
        SourcedRecords pool = Pool.Draw(33, 100, 0, 0.2, 0, 0);
        var scaled = new Matrix(pool.Count, 2, [.. pool.Features.Values.ToArray().Select(value => value * 32)]);
        ProviderMeasurement before = BadProviders.Measure(pool, s_options);
        ProviderMeasurement after = BadProviders.Measure(
            new SourcedRecords(scaled, pool.Labels, Pool.Classes, pool.Batches, pool.ProviderOfBatch), s_options);
        Assert.All(before.Providers.Zip(after.Providers), pair => Assert.Equal(pair.First.Noise.Rate, pair.Second.Noise.Rate, 0.002));
    }

    [Fact]
    public void Of_very_many_records_a_drawn_part_is_learnt_from_and_the_bad_are_accused_all_the_same()
    {
        SourcedRecords pool = Pool.Draw(34, OutsideOpinion.LearntMax * 3 / 5, 0, 0.1, 0);
        ProviderMeasurement measured = BadProviders.Measure(pool, s_options with { Permutations = 99 });
        Assert.Equal([false, true, false], measured.Providers.Select(provider => provider.Accused));
        Assert.InRange(measured.Providers[1].Noise.Rate - measured.HonestRate, 0.08, 0.12);
    }

    [Fact]
    public void More_providers_than_trainings_share_them_and_the_bad_among_them_are_found()
    {
        double[] flips = [.. Enumerable.Range(0, (2 * LabelDoubts.TrainingsMax) + 5).Select(i => i is 3 or 23 or 30 ? 0.6 : 0)];
        ProviderMeasurement measured = BadProviders.Measure(Pool.Draw(35, 50, flips), s_options);
        Assert.Equal([3, 23, 30], measured.Providers.Where(provider => provider.Accused).Select(provider => provider.Provider));
    }

    [Fact]
    public void A_pool_of_one_class_accuses_nobody()
    {
        SourcedRecords pool = Pool.Draw(9, [50, 50, 50], [0, 0, 0], (_, _) => 1);
        Assert.DoesNotContain(BadProviders.Measure(pool, s_options).Providers, provider => provider.Accused);
    }

    [Fact]
    public void Batches_of_one_signer_speak_for_each_other_unless_they_differ_beyond_chance()
    {
        ProviderMeasurement even = BadProviders.Measure(Pool.Draw(11, 100, 0.2, 0, 0, 0, 0), s_options);
        double rate = even.Providers[0].Noise.Rate;
        Assert.All(even.Batches.Take(2), batch => Assert.True(Math.Abs(batch.Score - rate) <= Math.Abs(batch.Noise.Rate - rate)));
        SourcedRecords honest = Pool.Draw(12, [200, 200, 200, 200], [0, 0, 0, 0]);
        int[] labels = [.. honest.Labels.Select((label, i) => honest.Batches[i] == 1 && i % 4 < 2 ? (label + 1) % 3 : label)];
        ProviderMeasurement one = BadProviders.Measure(
            new SourcedRecords(honest.Features, labels, 3, honest.Batches, honest.ProviderOfBatch), s_options);
        Assert.True(one.Batches[1].Score > one.Batches[0].Score + 0.2, $"{one.Batches[0]} {one.Batches[1]}");
    }

    [Fact]
    public void Loss_is_below_what_is_expected_for_none_and_above_it_for_the_liar()
    {
        ProviderMeasurement measured = BadProviders.Measure(Pool.Draw(13, 300, 0, 0.4, 0, 0), s_options);
        Assert.All(measured.Providers, provider =>
            Assert.Equal(provider.Provider == 1, provider.Loss > provider.ExpectedLoss * 1.5));
    }

    /// <summary>Frozen: another machine, another number of cores, another culture must give the same bits.</summary>
    [Fact]
    public void The_result_is_the_same_bits_everywhere()
    {
        SourcedRecords pool = Pool.Draw(14, 120, 0, 0.3, 0, 0.1, 0);
        ProviderMeasurement measured = BadProviders.Measure(pool, s_options);
        var text = new StringBuilder();
        foreach (ProviderFinding provider in measured.Providers)
        {
            Append(provider.Noise.Rate, provider.Noise.StandardError, provider.Loss, provider.ExpectedLoss, provider.P);
        }
        Append([.. measured.Batches.Select(batch => batch.Score)]);
        Append(measured.Chances);
        Append([.. new ProviderWorth(pool).Values().Select(value => value.Value)]);
        Append(KnnShapley.AgainstOtherGroups(pool.Features, pool.Labels, pool.Owners, 5));
        Assert.Equal(
            "52e57974c58ab876f37aab2f0231d39b28d78a84",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())))[..40]);
        void Append(params double[] values)
        {
            foreach (double value in values)
            {
                text.Append(BitConverter.DoubleToInt64Bits(value).ToString("x16")).Append('\n');
            }
        }
    }

    [Fact]
    public void Options_that_cannot_be_are_named()
    {
        BadProviderOptions[] wrong =
        [
            new() { GuessedShare = 0 }, new() { Rounds = 0 }, new() { Level = 1 }, new() { LeastExcess = -0.1 },
            new() { DropProviderFrom = 0 }, new() { VisibleShare = 0 }, new() { Permutations = 98 },
            new() { Training = new LogisticOptions { L2 = -1 } },
        ];
        SourcedRecords pool = Pool.Draw(1, 10, 0, 0, 0);
        Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(() => BadProviders.Measure(pool, options)));
    }

    [Fact]
    public void Records_that_do_not_fit_are_refused()
    {
        var features = new Matrix(2, 1);
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0], 2, [0, 0], [0]));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0, 2], 2, [0, 0], [0]));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0, -1], 2, [0, 0], [0]));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0, 1], 2, [0, 1], [0]));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0, 1], 2, [0, 0], [1_000]));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(features, [0, 1], 2, [0, 0], []));
        Assert.Throws<ArgumentException>(() => new SourcedRecords(new Matrix(0, 1), [], 2, [], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SourcedRecords(features, [0, 0], 1, [0, 0], [0]));
    }
}
