using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>What is found must not hang on one seed, and where it does, that must show.</summary>
public sealed class SeveralSeedsTests
{
    [Fact]
    public void What_most_seeds_flag_is_flagged_with_the_suspicion_in_the_middle()
    {
        (Matrix features, int[] labels) = OneClassInFourSpellings();
        LabelMeasurement found = SeveralSeeds.Measure(features, labels, 5, new NoisyLabelOptions { Seed = 3 });
        Assert.Equal(SeveralSeeds.Count, found.Seeds.Count);
        for (int record = 0; record < labels.Length; record++)
        {
            Assert.Equal(found.Seeds.Count(seed => seed.Flagged[record]) > SeveralSeeds.Count / 2, found.Flagged[record]);
            Assert.Equal(found.Seeds.Select(seed => seed.Suspicion[record]).Order().ElementAt(2), found.Suspicion[record]);
            Assert.Contains(
                found.Seeds,
                seed => (seed.Suspicion[record], seed.Suggested[record]) == (found.Suspicion[record], found.Suggested[record]));
        }
        Assert.All(found.Seeds, seed => Assert.True(seed.Noise.Low >= found.Noise.Low && seed.Noise.High <= found.Noise.High));
        Assert.Equal(found.Noise, found.NoiseOf(Enumerable.Range(0, labels.Length)));
    }

    [Fact]
    public void Seeds_differ_where_features_do_not_tell_classes_apart_and_agree_where_they_do()
    {
        (Matrix features, int[] labels) = OneClassInFourSpellings();
        Assert.Contains(Enumerable.Range(1, 3), seed => Spread(features, labels, 5, (ulong)seed) > 40);
        (Matrix clouds, int[] clear) = LabelSamples.Blobs(240, 4, 3, 1);
        Assert.InRange(Spread(clouds, LabelSamples.Turned(clear, 3, every: 10), 3, 1), 0, 3);
    }

    [Fact]
    public void What_one_seed_refuses_to_look_at_no_other_is_asked_about()
    {
        LabelMeasurement found = SeveralSeeds.Measure(new Matrix(3, 1), [0, 0, 0], 1, new NoisyLabelOptions());
        Assert.NotNull(found.Refusal);
        Assert.Empty(found.Seeds);
    }

    [Fact]
    public void Progress_rises_from_the_beginning_to_the_end()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(60, 2, 3, 5);
        var steps = new List<double>();
        SeveralSeeds.Measure(features, labels, 3, new NoisyLabelOptions { Progress = steps.Add });
        Assert.Equal(steps.Order(), steps);
        Assert.Equal((0.0, 1.0), (steps[0], steps[^1]));
    }

    [Fact]
    public void Classes_that_are_spelled_alike_are_named()
    {
        string[][] alike = [.. AlikeClasses.Of(
            [" YES", "-1", "1", "1.0", "C", "C#", "New York", "Yes", "new-york", "no", "yes "]).Select(group => group.ToArray())];
        Assert.Equal([[" YES", "Yes", "yes "], ["1", "1.0"], ["New York", "new-york"]], alike);
    }

    private static int Spread(Matrix features, int[] labels, int classes, ulong seed)
    {
        LabelMeasurement found = SeveralSeeds.Measure(features, labels, classes, new NoisyLabelOptions { Seed = seed });
        int[] counts = [.. found.Seeds.Select(one => one.Flagged.Count(flagged => flagged))];
        return counts.Max() - counts.Min();
    }

    /// <summary>Two clouds: one is class 4, the other any of the classes 0 to 3, for no reason that shows.</summary>
    private static (Matrix Features, int[] Labels) OneClassInFourSpellings()
    {
        (Matrix features, int[] clouds) = LabelSamples.Blobs(200, 2, 2, 11);
        return (features, [.. clouds.Select((cloud, record) => cloud == 0 ? record / 2 % 4 : 4)]);
    }
}
