using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>The worth of a coalition; <paramref name="members"/> says for each player whether he is in it. Asked by many threads.</summary>
public delegate double CoalitionWorth(ReadOnlySpan<bool> members);

/// <summary>Shapley values (1953) of any game with few players.</summary>
public static class ShapleyGame
{
    /// <summary>Up to so many players all coalitions are looked at: 4,096.</summary>
    public const int ExactPlayers = 12;

    /// <summary>Exact up to <see cref="ExactPlayers"/>, else from sampled orders.</summary>
    /// <param name="players">At least 1.</param>
    /// <param name="worth">Of a coalition; the same for the same members.</param>
    /// <param name="orders">How many orders are sampled, at least 2, where that is needed.</param>
    /// <param name="seed">Of the sampling.</param>
    public static ShapleyValue[] Solve(int players, CoalitionWorth worth, int orders, ulong seed) =>
        players <= ExactPlayers ? Enumerate(players, worth) : Sample(players, worth, orders, seed);

    /// <summary>All 2^players coalitions.</summary>
    public static ShapleyValue[] Enumerate(int players, CoalitionWorth worth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(players, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(players, ExactPlayers);
        double[] worths = new double[1 << players];
        Parallel.For(0, worths.Length, coalition =>
        {
            Span<bool> members = stackalloc bool[players];
            for (int player = 0; player < players; player++)
            {
                members[player] = (coalition >> player & 1) == 1;
            }
            worths[coalition] = worth(members);
        });
        double[] weights = Weights(players);
        var values = new ShapleyValue[players];
        for (int player = 0; player < players; player++)
        {
            double value = 0;
            for (int coalition = 0; coalition < worths.Length; coalition++)
            {
                if ((coalition >> player & 1) == 0)
                {
                    value += weights[int.PopCount(coalition)] * (worths[coalition | (1 << player)] - worths[coalition]);
                }
            }
            values[player] = new ShapleyValue(value, 0);
        }
        return values;
    }

    /// <summary>Sampled orders (Castro, Gómez and Tejada, 2009): unbiased, and the values still sum to the worth of all.</summary>
    public static ShapleyValue[] Sample(int players, CoalitionWorth worth, int orders, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(players, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 2);
        var random = new SeededRandom(seed, "shapley.orders");
        int[][] drawn = new int[orders][];
        for (int i = 0; i < orders; i++)
        {
            drawn[i] = [.. Enumerable.Range(0, players)];
            random.Shuffle<int>(drawn[i]);
        }
        double[][] added = new double[orders][];
        Parallel.For(0, orders, i => added[i] = Added(drawn[i], worth));
        return [.. Enumerable.Range(0, players).Select(player =>
        {
            double[] draws = [.. added.Select(values => values[player])];
            return new ShapleyValue(Statistics.Mean(draws), Statistics.StandardDeviation(draws) / Math.Sqrt(orders));
        })];
    }

    private static double[] Added(int[] order, CoalitionWorth worth)
    {
        bool[] members = new bool[order.Length];
        double[] added = new double[order.Length];
        double before = worth(members);
        foreach (int player in order)
        {
            members[player] = true;
            double after = worth(members);
            added[player] = after - before;
            before = after;
        }
        return added;
    }

    // Of a coalition of that size without the player: size! (players - size - 1)! / players!
    private static double[] Weights(int players)
    {
        double[] weights = new double[players];
        weights[0] = 1.0 / players;
        for (int size = 1; size < players; size++)
        {
            weights[size] = weights[size - 1] * size / (players - size);
        }
        return weights;
    }
}
