using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests.Objective;

public class MedianDistanceTests
{
    [Fact]
    public void Is_the_median_of_all_pairs()
    {
        var random = new SeededRandom(5, "points");
        for (int count = 1; count < 60; count++)
        {
            // Few different values, so that many distances are equal and many are 0; or many, near each other.
            double[][] points = [.. Enumerable.Range(0, count).Select(_ =>
                Enumerable.Range(0, 1 + (count % 7)).Select(_ => count % 3 == 0 ? random.NextInt(2) : random.NextGaussian()).ToArray())];
            var set = new PointSet(points);
            double[] all = [.. from a in Enumerable.Range(0, count) from b in Enumerable.Range(0, count) select set.Squared(a, b)];
            Array.Sort(all);
            double expected = (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
            Assert.Equal(expected, MedianDistance.Counted(set));
            Assert.Equal(expected, MedianDistance.Sorted(set));
        }
    }

    [Fact]
    public void Distances_are_the_same_all_at_once_and_in_both_directions()
    {
        var random = new SeededRandom(6, "points");
        for (int count = 1; count < 23; count++)
        {
            var set = new PointSet(
                [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 3).Select(_ => random.NextGaussian()).ToArray())]);
            double[] row = new double[count];
            for (int i = 0; i < count; i++)
            {
                set.Squared(i, 0, row);
                Assert.Equal(Enumerable.Range(0, count).Select(j => set.Squared(i, j)), row);
                Assert.Equal(Enumerable.Range(0, count).Select(j => set.Squared(j, i)), row);
                Assert.True(row.Max() <= set.SquaredMax());
            }
        }
    }
}
