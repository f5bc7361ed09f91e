using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

public sealed class ShapleyGameTests
{
    /// <summary>Oracle: the mean over all orders.</summary>
    [Fact]
    public void Enumeration_is_the_mean_over_all_orders()
    {
        double[] sums = new double[4];
        int orders = 0;
        foreach (int[] order in Orders([0, 1, 2, 3]))
        {
            bool[] members = new bool[4];
            foreach (int player in order)
            {
                double before = Crooked(members);
                members[player] = true;
                sums[player] += Crooked(members) - before;
            }
            orders++;
        }
        Assert.Equal(24, orders);
        Assert.All(ShapleyGame.Enumerate(4, Crooked).Index(), item => Assert.Equal(sums[item.Index] / 24, item.Item.Value, 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void The_values_share_out_what_all_are_worth(int players)
    {
        double all = Crooked(Enumerable.Repeat(true, players).ToArray()) - Crooked(new bool[players]);
        Assert.Equal(all, ShapleyGame.Enumerate(players, Crooked).Sum(value => value.Value), 1e-10);
        Assert.Equal(all, ShapleyGame.Sample(players, Crooked, 50, 1).Sum(value => value.Value), 1e-10);
    }

    [Fact]
    public void Players_alike_get_the_same_and_one_who_adds_nothing_gets_nothing()
    {
        ShapleyValue[] values = ShapleyGame.Enumerate(4, members => (members[0] || members[1] ? 3 : 0) + (members[2] ? 1 : 0));
        Assert.Equal(values[0].Value, values[1].Value, 1e-12);
        Assert.Equal((1.5, 1, 0), (Math.Round(values[0].Value, 9), Math.Round(values[2].Value, 9), values[3].Value));
    }

    [Fact]
    public void Intervals_of_sampled_values_hold_the_exact_ones_about_as_often_as_they_say()
    {
        ShapleyValue[] exact = ShapleyGame.Enumerate(6, Crooked);
        int held = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            ShapleyValue[] sampled = ShapleyGame.Sample(6, Crooked, 100, seed);
            held += sampled.Zip(exact).Count(pair => pair.First.Lower <= pair.Second.Value && pair.Second.Value <= pair.First.Upper);
        }
        Assert.InRange(held, 540, 595); // of 600; 570 expected
    }

    [Fact]
    public void Up_to_twelve_players_are_solved_exactly_and_more_are_sampled()
    {
        Assert.All(ShapleyGame.Solve(12, Crooked, 20, 1), value => Assert.Equal(0, value.StandardError));
        ShapleyValue[] sampled = ShapleyGame.Solve(13, Crooked, 20, 1);
        Assert.All(sampled, value => Assert.True(value.StandardError > 0 && value.Lower < value.Value));
        Assert.Equal(sampled, ShapleyGame.Solve(13, Crooked, 20, 1));
        Assert.NotEqual(sampled, ShapleyGame.Solve(13, Crooked, 20, 2));
    }

    [Fact]
    public void Nobody_and_too_many_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapleyGame.Solve(0, Crooked, 10, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapleyGame.Enumerate(13, Crooked));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShapleyGame.Sample(3, Crooked, 1, 1));
    }

    // Neither additive nor symmetric.
    private static double Crooked(ReadOnlySpan<bool> members)
    {
        double sum = 0.3;
        for (int i = 0; i < members.Length; i++)
        {
            sum += members[i] ? i + 1 : 0;
            sum += members[i] && i > 0 && members[i - 1] ? -1.7 * i : 0;
        }
        return members.Length > 2 && members[0] && members[2] ? sum * 1.5 : sum;
    }

    private static IEnumerable<int[]> Orders(int[] rest) => rest.Length == 0
        ? [[]]
        : rest.SelectMany(first => Orders([.. rest.Where(other => other != first)]).Select(order => (int[])[first, .. order]));
}
