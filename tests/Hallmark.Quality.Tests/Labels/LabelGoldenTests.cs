using System.Security.Cryptography;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Validators recompute each other's measurements, so their bits are frozen.</summary>
public class LabelGoldenTests
{
    [Theory]
    [InlineData(false, "4bbcc59c45e2f9ea45e952ae736390ade951637f")]
    [InlineData(true, "52247e1de1c55d577706abd157f08faeb52ace22")]
    public void Suspicions_are_frozen(bool bySeveralSeeds, string expected)
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(150, 80, 3, 42);
        int[] given = LabelSamples.Turned(labels, 3, every: 6);
        var options = new NoisyLabelOptions { Seed = 7 };
        LabelMeasurement found = bySeveralSeeds
            ? SeveralSeeds.Measure(features, given, 3, options)
            : NoisyLabels.Measure(features, given, 3, options);
        byte[] bytes = [.. found.Suspicion.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(found.Noise.Low)];
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(bytes))[..40]);
    }
}
