using Hallmark.Learning;
using Hallmark.Quality.Provenance;

namespace Hallmark.Quality.Tests.Provenance;

/// <summary>Pools of three blobs, one class each, dealt out to providers.</summary>
internal static class Pool
{
    public const int Classes = 3;

    /// <param name="seed">Of the draw.</param>
    /// <param name="sizes">Records of each provider.</param>
    /// <param name="flips">Share of wrong labels of each provider.</param>
    /// <param name="classOf">True class of a record, by provider and place; all alike if null.</param>
    /// <param name="overlap">How far the blobs reach into each other.</param>
    public static SourcedRecords Draw(
        ulong seed, int[] sizes, double[] flips, Func<int, int, int>? classOf = null, double overlap = 0.8)
    {
        var random = new SeededRandom(seed, "pool");
        int count = sizes.Sum();
        var features = new Matrix(count, 2);
        int[] labels = new int[count];
        int[] batches = new int[count];
        int record = 0;
        for (int provider = 0; provider < sizes.Length; provider++)
        {
            for (int i = 0; i < sizes[provider]; i++, record++)
            {
                int truth = classOf?.Invoke(provider, i) ?? random.NextInt(Classes);
                features[record, 0] = (float)((2 * (truth == 0 ? 1 : 0)) + (overlap * random.NextGaussian()));
                features[record, 1] = (float)((2 * (truth == 1 ? 1 : 0)) + (overlap * random.NextGaussian()));
                bool wrong = random.NextDouble() < flips[provider];
                labels[record] = wrong ? (truth + 1 + random.NextInt(Classes - 1)) % Classes : truth;
                batches[record] = (2 * provider) + (i % 2);
            }
        }
        return new SourcedRecords(features, labels, Classes, batches, [.. Enumerable.Range(0, 2 * sizes.Length).Select(b => b / 2)]);
    }

    public static SourcedRecords Draw(ulong seed, int size, params double[] flips) =>
        Draw(seed, [.. flips.Select(_ => size)], flips);
}
