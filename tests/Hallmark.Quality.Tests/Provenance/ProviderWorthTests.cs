using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class ProviderWorthTests
{
    /// <summary>Oracle: for each record, a search among exactly the coalition's records of others.</summary>
    [Fact]
    public void The_worth_of_every_coalition_is_that_of_a_search_among_its_records()
    {
        SourcedRecords pool = Pool.Draw(1, [20, 7, 2, 30], [0, 0.3, 0, 0.1]);
        var worth = new ProviderWorth(pool, k: 3);
        for (int coalition = 0; coalition < 16; coalition++)
        {
            bool[] members = [.. Enumerable.Range(0, 4).Select(i => (coalition >> i & 1) == 1)];
            Assert.Equal(Slow(pool, members, 3), worth.Of(members), 1e-12);
        }
    }

    [Fact]
    public void Who_lies_about_most_labels_harms_and_who_is_honest_helps()
    {
        SourcedRecords pool = Pool.Draw(2, 100, 0, 0, 0.9, 0, 0);
        ShapleyValue[] values = new ProviderWorth(pool).Values();
        Assert.True(values[2].Value < 0 && values.Where((_, i) => i != 2).All(value => value.Value > 0));
        double[] last = new ProviderWorth(pool).LastAdded();
        Assert.Equal(2, Array.IndexOf(last, last.Min()));
    }

    [Fact]
    public void The_values_share_out_what_all_together_predict_better_than_a_guess()
    {
        SourcedRecords pool = Pool.Draw(3, 50, 0, 0.2, 0);
        var worth = new ProviderWorth(pool);
        Assert.Equal(worth.Of([true, true, true]) - (1.0 / 3), worth.Values().Sum(value => value.Value), 1e-12);
    }

    [Fact]
    public void More_than_twelve_providers_are_sampled_with_an_error_and_the_liar_is_last()
    {
        SourcedRecords pool = Pool.Draw(4, 30, [.. Enumerable.Range(0, 15).Select(i => i == 6 ? 0.9 : 0)]);
        ShapleyValue[] values = new ProviderWorth(pool).Values(orders: 100);
        Assert.Equal(6, Array.IndexOf([.. values.Select(value => value.Value)], values.Min(value => value.Value)));
        Assert.All(values, value => Assert.True(value.StandardError > 0));
    }

    [Fact]
    public void Lone_and_empty_providers_and_few_records_asked_have_values()
    {
        Assert.Equal(0, new ProviderWorth(Pool.Draw(5, [10], [0])).Values()[0].Value, 1e-12);
        ShapleyValue[] values = new ProviderWorth(Pool.Draw(5, [10, 0, 1, 10], [0, 0, 0, 0]), asked: 3).Values();
        Assert.Equal(0, values[1].Value, 1e-12);
        Assert.All(values, value => Assert.True(double.IsFinite(value.Value)));
    }

    private static double Slow(SourcedRecords pool, bool[] members, int k)
    {
        double sum = 0;
        for (int provider = 0; provider < pool.Providers; provider++)
        {
            int[] asked = [.. Enumerable.Range(0, pool.Count).Where(i => pool.Owners[i] == provider)];
            int[] known = [.. Enumerable.Range(0, pool.Count).Where(i => pool.Owners[i] != provider && members[pool.Owners[i]])];
            if (known.Length == 0)
            {
                sum += 1.0 / pool.Classes;
                continue;
            }
            Neighbours found = new NearestNeighbours(pool.Features.Gather(known)).Find(pool.Features.Gather(asked), k);
            sum += asked.Select((record, i) => found.Indices(i).ToArray()
                .Average(near => pool.Labels[known[near]] == pool.Labels[record] ? 1.0 : 0)).Average();
        }
        return sum / pool.Providers;
    }
}
