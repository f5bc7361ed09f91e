using System.Security.Cryptography;
using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class UnlikeProvidersTests
{
    private static readonly BadProviderOptions s_options = new();

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 0, 0 })]
    [InlineData(new double[] { 0, 0.2, 0, 0, 0 })]
    [InlineData(new double[] { 0.2, 0, 0, 0.2, 0 })]
    [InlineData(new double[] { 0.2, 0, 0, 0.7, 0 })]
    [InlineData(new double[] { 0, 0.3, 0, 0, 0.2, 0, 0.5, 0 })]
    public void Exactly_the_bad_are_accused_however_many_and_however_unlike(double[] flips)
    {
        ProviderMeasurement measured = UnlikeProviders.Measure(Pool.Draw(10, [.. flips.Select(_ => 200)], flips), s_options);
        Assert.Equal([.. flips.Select(flip => flip > 0)], measured.Providers.Select(provider => provider.Accused).ToArray());
    }

    /// <summary>The folds that know nothing of providers make it so: a model without a provider knows its classes less well.</summary>
    [Fact]
    public void Nobody_is_accused_for_the_classes_it_has()
    {
        for (ulong seed = 20; seed < 26; seed++)
        {
            SourcedRecords pool = Pool.Draw(
                seed, [120, 120, 120, 120, 120], [0, 0, 0, 0, 0], (provider, i) => i % 10 < 7 ? provider % 3 : i % 3);
            Assert.DoesNotContain(UnlikeProviders.Measure(pool, s_options).Providers, provider => provider.Accused);
        }
    }

    [Fact]
    public void Two_who_call_a_class_by_the_same_wrong_name_do_not_bear_each_other_out()
    {
        SourcedRecords pool = Pool.Draw(30, [150, 150, 150, 150, 150], [0, 0, 0, 0, 0]);
        int[] labels = [.. pool.Labels.Select((label, record) => pool.Owners[record] is 1 or 2 && label == 0 ? 1 : label)];
        Assert.Equal([false, true, true, false, false], AccusedOf(pool, labels, pool.Features));
    }

    [Fact]
    public void Noise_in_features_is_found_and_said_though_every_label_is_right()
    {
        SourcedRecords pool = Pool.Draw(31, [200, 200, 200, 200], [0, 0, 0, 0], overlap: 0.2);
        var random = new SeededRandom(1, "noise");
        Matrix noisy = pool.Features.Gather([.. Enumerable.Range(0, pool.Count)]);
        for (int record = 200; record < 400; record++)
        {
            noisy[record, 0] += (float)(0.8 * random.NextGaussian());
            noisy[record, 1] += (float)(0.8 * random.NextGaussian());
        }
        ProviderFinding found = UnlikeProviders.Measure(With(pool, pool.Labels, noisy), s_options).Providers[1];
        Assert.Contains("its features", found.Reason, StringComparison.Ordinal);
        Assert.NotEqual(ProviderAdvice.Keep, found.Advice);
        Assert.Equal([false, true, false, false], AccusedOf(pool, pool.Labels, noisy));
    }

    [Fact]
    public void Few_wrong_labels_cost_rows_and_most_wrong_cost_the_provider()
    {
        SourcedRecords pool = Pool.Draw(3, 300, 0, 0.15, 0, 0.8, 0);
        ProviderMeasurement measured = UnlikeProviders.Measure(pool, s_options);
        Assert.Equal(
            [ProviderAdvice.Keep, ProviderAdvice.DropRows, ProviderAdvice.Keep, ProviderAdvice.DropProvider, ProviderAdvice.Keep],
            measured.Providers.Select(provider => provider.Advice));
        Assert.All(measured.SuspectRows(pool), row => Assert.Contains(pool.Owners[row], new[] { 1, 3 }));
        Assert.InRange(measured.Providers[1].Noise.Rate - measured.HonestRate, 0.1, 0.2);
    }

    [Theory]
    [InlineData(8, "it has 8 labelled records; about ")]
    [InlineData(0, "it has no labelled records")]
    public void Who_could_not_be_found_out_is_not_kept(int records, string reason)
    {
        ProviderMeasurement measured = UnlikeProviders.Measure(Pool.Draw(31, [300, 300, records, 300], [0, 0, 0, 0]), s_options);
        Assert.Equal((false, ProviderAdvice.CannotTell), (measured.Providers[2].Accused, measured.Providers[2].Advice));
        Assert.Contains(reason, measured.Providers[2].Reason, StringComparison.Ordinal);
        Assert.Equal((ProviderAdvice.Keep, null), (measured.Providers[0].Advice, measured.Providers[0].Reason));
    }

    [Fact]
    public void Where_features_tell_nothing_of_labels_nobody_is_kept_and_nobody_accused()
    {
        SourcedRecords pool = Pool.Draw(40, [100, 100, 100, 100], [0, 0.3, 0, 0], overlap: 100);
        Assert.All(
            UnlikeProviders.Measure(pool, s_options).Providers,
            provider => Assert.Equal(ProviderAdvice.CannotTell, provider.Advice));
    }

    [Fact]
    public void Where_honest_ones_differ_as_well_nobody_can_be_held_against_them()
    {
        // Each measures with another instrument.
        SourcedRecords pool = Pool.Draw(41, [150, 150, 150, 150, 150], [0, 0, 0, 0, 0], overlap: 0.3);
        Matrix moved = pool.Features.Gather([.. Enumerable.Range(0, pool.Count)]);
        for (int record = 0; record < pool.Count; record++)
        {
            moved[record, 1] += 0.5f * pool.Owners[record] * pool.Owners[record];
        }
        Assert.DoesNotContain(
            UnlikeProviders.Measure(With(pool, pool.Labels, moved), s_options).Providers,
            provider => provider.Advice == ProviderAdvice.Keep);
    }

    [Fact]
    public void Of_one_or_two_providers_nothing_can_be_told()
    {
        foreach (double[] flips in new double[][] { [0.5], [0, 0.5] })
        {
            ProviderMeasurement measured = UnlikeProviders.Measure(Pool.Draw(1, 100, flips), s_options);
            Assert.False(measured.CanTell);
            Assert.All(measured.Providers, provider => Assert.Contains("fewer than 3", provider.Reason, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Tiny_empty_and_many_providers_and_a_single_class_are_measured()
    {
        Assert.DoesNotContain(UnlikeProviders.Measure(Pool.Draw(9, [1, 1, 1, 1], [0, 0, 0, 0]), s_options).Providers, p => p.Accused);
        SourcedRecords one = Pool.Draw(9, [50, 50, 50], [0, 0, 0], (_, _) => 1);
        Assert.DoesNotContain(UnlikeProviders.Measure(one, s_options).Providers, provider => provider.Accused);
        double[] flips = [.. Enumerable.Range(0, LabelDoubts.TrainingsMax + 5).Select(i => i is 3 or 23 ? 0.6 : 0)];
        ProviderMeasurement many = UnlikeProviders.Measure(Pool.Draw(35, 50, flips), s_options);
        Assert.Equal([3, 23], many.Providers.Where(provider => provider.Accused).Select(provider => provider.Provider));
    }

    [Fact]
    public void Of_very_many_records_sums_are_taken_as_normal()
    {
        SourcedRecords pool = Pool.Draw(34, 8_000, 0, 0.1, 0);
        Assert.Equal([false, true, false], UnlikeProviders.Measure(pool, s_options).Providers.Select(provider => provider.Accused));
    }

    /// <summary>Frozen from measuring code 7 on: another machine, another number of cores must give the same bits.</summary>
    [Fact]
    public void The_result_is_the_same_bits_everywhere()
    {
        ProviderMeasurement measured = UnlikeProviders.Measure(Pool.Draw(14, 120, 0, 0.3, 0, 0.1, 0), s_options);
        IEnumerable<double> numbers =
        [
            .. measured.Providers.SelectMany(p => new[] { p.Noise.Rate, p.Noise.StandardError, p.Loss, p.ExpectedLoss, p.P }),
            .. measured.Batches.Select(batch => batch.Score), .. measured.Chances,
        ];
        byte[] bytes = [.. numbers.SelectMany(BitConverter.GetBytes), .. measured.Providers.Select(provider => (byte)provider.Advice)];
        Assert.Equal("539cea1b8ce57d5bf9ae18afa018d6a01a32897a", Convert.ToHexStringLower(SHA256.HashData(bytes))[..40]);
    }

    private static SourcedRecords With(SourcedRecords pool, int[] labels, Matrix features) =>
        new(features, labels, Pool.Classes, pool.Batches, pool.ProviderOfBatch);

    private static IEnumerable<bool> AccusedOf(SourcedRecords pool, int[] labels, Matrix features) =>
        UnlikeProviders.Measure(With(pool, labels, features), s_options).Providers.Select(provider => provider.Accused);
}
