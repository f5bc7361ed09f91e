using System.Security.Cryptography;
using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

/// <summary>Validators recompute each other's measurements, so their bits are frozen.</summary>
public class LabelGoldenTests
{
    [Theory]
    [InlineData(4, "4bbcc59c45e2f9ea45e952ae736390ade951637f")]
    [InlineData(5, "52247e1de1c55d577706abd157f08faeb52ace22")]
    [InlineData(7, "92e396609b9dfd0b8d5e59bc6e76dcba9d009cf6")]
    public void Suspicions_are_frozen(int code, string expected)
    {
        (Matrix features, int[] labels) = LabelSamples.Blobs(150, 80, 3, 42);
        int[] given = LabelSamples.Turned(labels, 3, every: 6);
        var options = new NoisyLabelOptions { Seed = 7 };
        LabelMeasurement found = code switch
        {
            4 => NoisyLabels.Measure(features, given, 3, options),
            5 => SeveralSeeds.Measure(features, given, 3, options),
            _ => LeftOutLabels.Measure(features, given, 3, options),
        };
        byte[] bytes = [.. found.Suspicion.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(found.Noise.Low)];
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(bytes))[..40]);
    }
}
