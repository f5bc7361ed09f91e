using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests.Objective;

public class SimilarityKernelTests
{
    public static TheoryData<bool> Both => [true, false];

    [Theory, MemberData(nameof(Both))]
    public void Many_at_once_are_the_same_as_one_by_one(bool gaussian)
    {
        SimilarityKernel kernel = Kernel(gaussian, 3.7);
        var random = new SeededRandom(1, "distances");
        double[] distances = [0, 1e-300, 1e-9, 1, 1e3, 1e6, 1e12, .. Enumerable.Range(0, 200).Select(_ => random.NextDouble() * 20)];
        double[] applied = [.. distances];
        kernel.Apply(applied);
        Assert.Equal(distances.Select(kernel.Of), applied);
        Assert.All(applied, likeness => Assert.InRange(likeness, 0, 1));
    }

    [Theory, MemberData(nameof(Both))]
    public void Follows_its_formula(bool gaussian)
    {
        for (double squared = 0; squared < 60; squared += 0.37)
        {
            double expected = gaussian ? Math.Exp(-squared / 3.7) : 1 / (1 + (Math.Sqrt(squared) / 3.7));
            Assert.Equal(expected, Kernel(gaussian, 3.7).Of(squared), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Nowhere_grows(bool gaussian)
    {
        SimilarityKernel kernel = Kernel(gaussian, 2.3);
        foreach (double start in new[] { 0, 1e-14, 1e-6, 0.01, 0.7, 0.796, 0.797, 1.5943, 2.3, 40 })
        {
            double squared = start;
            double last = kernel.Of(squared);
            for (int i = 0; i < 20_000; i++)
            {
                squared = Math.BitIncrement(squared);
                double next = kernel.Of(squared);
                Assert.True(next <= last, $"{squared:R}: {next:R} after {last:R}");
                last = next;
            }
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Of_points_that_are_all_equal_all_are_alike(bool gaussian)
    {
        double[] distances = [0, 1, 0, 2, 0];
        Kernel(gaussian, 0).Apply(distances);
        Assert.Equal([1, 0, 1, 0, 1], distances);
    }

    private static SimilarityKernel Kernel(bool gaussian, double scale) =>
        gaussian ? SimilarityKernel.Gaussian(scale) : SimilarityKernel.InverseDistance(scale);
}
