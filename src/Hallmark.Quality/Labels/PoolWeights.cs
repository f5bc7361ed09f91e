using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>Weights of models from their logarithms: positive, however a search moves them.</summary>
internal static class PoolWeights
{
    private const double LargestLog = 5;

    public static float[] Of(double[] logWeights) => [.. logWeights.Select(log => (float)PortableMath.Exp(Math.Min(log, LargestLog)))];
}
