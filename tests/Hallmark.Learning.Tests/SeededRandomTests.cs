using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Learning.Tests;

public class SeededRandomTests
{
    [Fact]
    public void Follows_the_reference_algorithm_from_a_known_state()
    {
        // The vector commonly published for the state 1, 2, 3, 4; the first is rotl(2 · 5, 7) · 9.
        var random = SeededRandom.FromState([1, 2, 3, 4]);
        Assert.Equal(
            [11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL, 607988272756665600UL],
            Enumerable.Range(0, 6).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_and_another_stream_others()
    {
        ulong[] Draw(ulong seed, string stream)
        {
            var random = new SeededRandom(seed, stream);
            return [.. Enumerable.Range(0, 8).Select(_ => random.NextUInt64())];
        }
        Assert.Equal(Draw(7, "a"), Draw(7, "a"));
        Assert.Empty(Draw(7, "a").Intersect(Draw(7, "b")));
        Assert.Empty(Draw(7, "a").Intersect(Draw(8, "a")));
    }

    [Fact]
    public void An_exported_state_continues_exactly()
    {
        var random = new SeededRandom(3, "export");
        random.NextGaussian();
        var copy = SeededRandom.FromState(random.ExportState());
        Assert.Equal(random.NextGaussian(), copy.NextGaussian());
        Assert.Equal(random.NextInt(1000), copy.NextInt(1000));
    }

    [Fact]
    public void A_state_that_never_occurs_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SeededRandom.FromState([0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => SeededRandom.FromState([1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1, "x").NextInt(0));
    }

    [Fact]
    public void Whole_numbers_are_uniform()
    {
        var random = new SeededRandom(5, "uniform");
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Whole_numbers_stay_below_any_bound() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, ulong>(static (bound, seed) =>
            new SeededRandom(seed, "bound").NextInt(bound.Get) is int drawn && drawn >= 0 && drawn < bound.Get));

    [Fact]
    public void Doubles_and_gaussians_have_the_moments_of_their_distribution()
    {
        var random = new SeededRandom(9, "moments");
        double[] unit = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextDouble())];
        double[] normal = [.. Enumerable.Range(0, 50_000).Select(_ => random.NextGaussian())];
        Assert.All(unit, value => Assert.InRange(value, 0, 1 - 1e-16));
        Assert.Equal(0.5, Statistics.Mean(unit), 0.01);
        Assert.Equal(Math.Sqrt(1 / 12.0), Statistics.StandardDeviation(unit), 0.01);
        Assert.Equal(0, Statistics.Mean(normal), 0.02);
        Assert.Equal(1, Statistics.StandardDeviation(normal), 0.02);
    }

    [Fact]
    public void A_shuffle_keeps_all_items_and_reaches_every_order()
    {
        var random = new SeededRandom(11, "shuffle");
        var orders = new HashSet<string>();
        for (int i = 0; i < 500; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            orders.Add(new string(items));
        }
        Assert.Equal(24, orders.Count);
    }
}
