using System.Security.Cryptography;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Validators recompute each other's measurements, so their bits are frozen.</summary>
public class LabelGoldenTests
{
    [Fact]
    public void Suspicions_are_frozen()
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(150, 80, 3, 42);
        int[] given = LabelSamples.Turned(labels, 3, every: 6);
        LabelMeasurement found = NoisyLabels.Measure(features, given, 3, new NoisyLabelOptions { Seed = 7 });
        byte[] bytes = [.. found.Suspicion.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(found.Noise.Low)];
        Assert.Equal("4bbcc59c45e2f9ea45e952ae736390ade951637f", Convert.ToHexStringLower(SHA256.HashData(bytes))[..40]);
    }
}
