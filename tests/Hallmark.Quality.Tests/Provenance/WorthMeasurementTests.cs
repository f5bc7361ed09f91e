using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class WorthMeasurementTests
{
    [Fact]
    public void Rows_and_providers_are_worth_what_the_games_say_and_the_liar_least()
    {
        SourcedRecords pool = Pool.Draw(1, 60, 0, 0, 0.8, 0);
        WorthMeasurement worth = WorthMeasurement.Measure(pool, seed: 3);
        double[] values = KnnShapley.AgainstOtherGroups(pool.Features, pool.Labels, pool.Owners, WorthMeasurement.Neighbours);
        for (int provider = 0; provider < 4; provider++)
        {
            double mean = Enumerable.Range(0, pool.Count).Where(i => pool.Owners[i] == provider).Average(i => values[i]);
            Assert.Equal(mean, worth.Rows![provider], 1e-12);
        }
        Assert.Equal(new ProviderWorth(pool, WorthMeasurement.Neighbours, pool.Count).Values(), worth.Providers);
        Assert.Equal((240, null), (worth.Asked, worth.Refusal));
        Assert.Equal(2, Array.IndexOf([.. worth.Rows!], worth.Rows!.Min()));
        Assert.True(worth.Providers![2].Value < 0 && worth.Rows![2] < 0);
        Assert.All(worth.Providers, value => Assert.Equal((value.Value, value.Value), (value.Lower, value.Upper)));
    }

    [Fact]
    public void Of_many_records_a_drawn_sample_is_asked_whatever_the_order_of_providers()
    {
        SourcedRecords pool = Pool.Draw(2, 3_000, 0, 0, 0.5, 0);
        WorthMeasurement worth = WorthMeasurement.Measure(pool, seed: 4);
        Assert.Equal(5_000, worth.Asked);
        Assert.Equal(2, Array.IndexOf([.. worth.Rows!], worth.Rows!.Min()));
        Assert.Equal(2, Array.IndexOf([.. worth.Providers!.Select(value => value.Value)], worth.Providers!.Min(value => value.Value)));
    }

    [Fact]
    public void More_than_twelve_providers_have_an_interval_and_more_than_a_hundred_no_value_of_their_own()
    {
        WorthMeasurement some =
            WorthMeasurement.Measure(Pool.Draw(3, 20, [.. Enumerable.Range(0, 14).Select(i => i == 5 ? 0.9 : 0)]), seed: 1);
        Assert.All(some.Providers!, value => Assert.True(value.Lower < value.Value && value.Value < value.Upper));
        Assert.True(some.Providers![5].Upper < some.Providers.Where((_, i) => i != 5).Min(value => value.Lower));
        WorthMeasurement many = WorthMeasurement.Measure(Pool.Draw(4, 3, new double[101]), seed: 1);
        Assert.Equal(101, many.Rows!.Count);
        Assert.Null(many.Providers);
        Assert.Contains("101 are more than 100", many.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_alone_is_of_no_worth_to_others()
    {
        WorthMeasurement worth = WorthMeasurement.Measure(Pool.Draw(5, 30, 0.0), seed: 1);
        Assert.Equal((null, null), (worth.Rows, worth.Providers));
        Assert.Equal("there is no other to be of worth to", worth.Refusal);
    }
}
