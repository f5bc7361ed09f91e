using Hallmark.Evidence;
using Hallmark.Quality.Checks;
using Hallmark.Quality.Targets;
using static Hallmark.Quality.Tests.TargetPools;

namespace Hallmark.Quality.Tests;

/// <summary>Batches of a ledger with numbers to be foretold.</summary>
public sealed class JudgedTargetsTests
{
    [Fact]
    public void A_damaged_batch_is_told_from_sound_ones_with_an_interval()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 5).Select(entry => Sound(entry, 40)), Batch(6, 40, Tenfold)];
        Measurements[] measured = Measure(pool);
        Assert.All(measured[..5], one => Assert.Equal((40, 40), Of(one, "targets")));
        Assert.Equal((24, 40), Of(measured[5], "targets"));
        NoiseShare far = measured[5].FarTargets!;
        Assert.Equal(400_000, far.RatePpm);
        Assert.InRange(far.LowPpm, 250_000, 300_000);
        Assert.InRange(far.HighPpm, 500_000, 560_000);
        Assert.Contains("its price is", measured[5].Findings.First(finding => finding.Check == "targets").Suggestion);
        Assert.Equal((0, 0), Of(measured[5], "noise"));
    }

    [Fact]
    public void A_batch_that_is_wrong_throughout_does_not_vouch_for_itself()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 5).Select(entry => Sound(entry, 40)), Batch(6, 40, (_, price) => price + 20)];
        Assert.Equal((0, 40), Of(Measure(pool)[5], "targets"));
    }

    [Fact]
    public void Nor_among_few()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 3).Select(entry => Sound(entry, 40)), Batch(4, 40, (_, price) => price + 20)];
        Measurements[] measured = Measure(pool);
        Assert.All(measured[..3], one => Assert.Equal((40, 40), Of(one, "targets")));
        Assert.Equal((0, 40), Of(measured[3], "targets"));
    }

    [Fact]
    public void Targets_drift_though_no_feature_does()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 5).Select(entry => Sound(entry, 60) with { Accepted = true }),
            Batch(6, 60, (_, price) => price + 20), Sound(7, 60)];
        Measurements[] measured = Measure(pool);
        Assert.Equal((2, 3), Of(measured[5], "drift"));
        Assert.Contains("'price'", Assert.Single(measured[5].Findings, finding => finding.Check == "drift").Suggestion);
        Assert.Equal((3, 3), Of(measured[6], "drift"));
    }

    [Fact]
    public void Whose_targets_the_others_do_not_bear_out_is_named_and_nobody_else()
    {
        var random = new Random(5);
        PoolBatch[] pool = [.. Enumerable.Range(0, 8).Select(place => place / 2 == 3
            ? Batch(place + 1, 40, (_, _) => 45 + (random.NextDouble() * 16)) with { Provider = "p3" }
            : Sound(place + 1, 40) with { Provider = $"p{place / 2}" })];
        Measurements[] measured = Measure(pool);
        Assert.All(measured[..6], one => Assert.Equal((40, 40), Of(one, "provenance")));
        Assert.All(measured[6..], one => Assert.InRange(Of(one, "provenance").Good, 0, 20));
    }

    [Fact]
    public void Somebody_honest_is_accused_in_about_one_pool_of_a_hundred()
    {
        int accused = 0;
        for (int pool = 0; pool < 100; pool++)
        {
            PoolBatch[] batches =
                [.. Enumerable.Range(0, 5).Select(place => Sound((pool * 10) + place + 1, 30) with { Provider = $"p{place}" })];
            accused += Measure(batches).Count(one => Of(one, "provenance").Good < 30);
        }
        Assert.InRange(accused, 0, 4);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Older_code_measures_no_targets(int code)
    {
        PoolBatch[] pool = [Sound(1, 40), Batch(2, 40, Tenfold)];
        Assert.All(Measure(pool, code), one =>
        {
            Assert.Equal((-1, -1), Of(one, "targets"));
            Assert.Null(one.FarTargets);
        });
    }

    [Fact]
    public void Where_there_are_too_few_nothing_was_looked_at()
    {
        Measurements measured = Measure([Sound(1, 20), Sound(2, 20)])[0];
        Assert.Equal((0, 0), Of(measured, "targets"));
        Assert.Null(measured.FarTargets);
    }

    [Fact]
    public void Order_of_the_pool_changes_nothing_and_measurements_are_frozen()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 4).Select(entry => Sound(entry, 40)), Batch(5, 40, Tenfold)];
        byte[][] bytes = [.. Measure(pool, MeasuringCode.OfTargets).Select(one => one.ToMap().ToBytes())];
        Assert.Equal(bytes.Reverse(), Measure([.. pool.Reverse()], MeasuringCode.OfTargets).Select(one => one.ToMap().ToBytes()));
        Assert.Equal(bytes[4], Measurements.Read(CborMap.Read(bytes[4], "measurements")).ToMap().ToBytes());
        Assert.Equal("f87029b7be8f", Digest.Of([.. bytes.SelectMany(one => one)]).ToShortString());
    }

    [Fact]
    public void Ranks_tell_what_is_greater()
    {
        Assert.InRange(TargetSources.ChanceOfGreater([.. Numbers(1, 30)], [.. Numbers(1, 30)]), 0.4, 1);
        Assert.InRange(TargetSources.ChanceOfGreater([.. Numbers(20, 30)], [.. Numbers(1, 30)]), 0, 1e-6);
        Assert.Equal(1, TargetSources.ChanceOfGreater([.. Numbers(1, 30)], [.. Numbers(20, 30)]));
    }

    private static IEnumerable<double> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (double)number);

    private static double Tenfold(int row, double price) => row % 5 < 2 ? price * 10 : price;
}
