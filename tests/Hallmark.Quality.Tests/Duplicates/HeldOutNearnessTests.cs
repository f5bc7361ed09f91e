using Hallmark.Learning;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Quality.Tests.Duplicates;

/// <summary>Held-out records that are copies with noise in every number, and records that only are of the same kind.</summary>
public sealed class HeldOutNearnessTests
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.002)]
    public void Copies_with_a_little_noise_in_every_number_are_found(double noise)
    {
        Matrix trained = Records(300, seed: 1);
        Assert.InRange(FoundIn(Moved(trained, 100, noise), trained).Count, 90, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Others_of_the_same_kind_are_not_found_be_they_coarse(int digits)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            Assert.Empty(FoundIn(Coarse(Records(100, seed), digits), Coarse(Records(300, seed + 100), digits)));
        }
    }

    [Fact]
    public void Records_of_a_regular_row_in_between_others_are_no_copies()
    {
        var random = new Random(5);
        Matrix Row(Func<int, double> at) => new(
            200, 2, [.. Enumerable.Range(0, 200).Select(i => (float)at(i)).SelectMany(value => new[] { value, 3 * value })]);
        for (int repeated = 0; repeated < 20; repeated++)
        {
            Assert.Empty(FoundIn(Row(i => i + random.NextDouble()), Row(i => i)));
        }
    }

    [Fact]
    public void Batches_one_after_the_other_find_the_same_and_too_few_nothing()
    {
        Matrix trained = Records(300, seed: 2);
        Matrix copies = Moved(trained, 100, 0.002);
        var nearness = new HeldOutNearness(copies);
        foreach (int[] rows in Enumerable.Range(0, 300).Chunk(50))
        {
            nearness.Look(trained.Gather(rows));
        }
        Assert.Equal(100, nearness.Found().Count);
        Assert.Empty(FoundIn(Moved(trained, 10, 0), trained));
        Assert.Empty(new HeldOutNearness(copies).Found());
    }

    private static IReadOnlyList<int> FoundIn(Matrix heldOut, Matrix trained)
    {
        var nearness = new HeldOutNearness(heldOut);
        nearness.Look(trained);
        return nearness.Found();
    }

    // Two clusters of eight numbers, far from 0 as measurements are.
    private static Matrix Records(int count, int seed)
    {
        var random = new SeededRandom((ulong)seed, "nearness");
        var records = new Matrix(count, 8);
        for (int i = 0; i < records.Values.Length; i++)
        {
            records.Values[i] = (float)(20 + (i / 8 % 2 * 4) + random.NextGaussian());
        }
        return records;
    }

    private static Matrix Moved(Matrix records, int count, double noise)
    {
        var random = new SeededRandom(7, "nearness.noise");
        Matrix moved = records.Gather([.. Enumerable.Range(0, count)]);
        foreach (ref float value in moved.Values)
        {
            value *= (float)(1 + (noise * ((2 * random.NextDouble()) - 1)));
        }
        return moved;
    }

    private static Matrix Coarse(Matrix records, int digits)
    {
        foreach (ref float value in records.Values)
        {
            value = MathF.Round(value, digits);
        }
        return records;
    }
}
