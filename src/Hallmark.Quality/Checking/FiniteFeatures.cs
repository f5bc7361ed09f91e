using Hallmark.Learning;

namespace Hallmark.Quality.Checking;

/// <summary>Numbers that models can take: what is missing, not finite or absurdly large stands at the mean of its column.</summary>
internal static class FiniteFeatures
{
    /// <summary>Beyond it squares and sums of float32 overflow.</summary>
    private const float Largest = 1e15f;

    /// <summary>The matrix itself where nothing has to be replaced.</summary>
    public static Matrix Of(Matrix features)
    {
        if (features.Values.IndexOfAnyExceptInRange(-Largest, Largest) < 0)
        {
            return features;
        }
        float[] means = Means(features);
        var finite = new Matrix(features.Rows, features.Columns);
        Parallel.For(0, features.Rows, row =>
        {
            ReadOnlySpan<float> from = features.Row(row);
            Span<float> to = finite.Row(row);
            for (int column = 0; column < from.Length; column++)
            {
                to[column] = IsUsable(from[column]) ? from[column] : means[column];
            }
        });
        return finite;
    }

    private static float[] Means(Matrix features)
    {
        double[] sums = new double[features.Columns];
        int[] counts = new int[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<float> values = features.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                if (IsUsable(values[column]))
                {
                    sums[column] += values[column];
                    counts[column]++;
                }
            }
        }
        return [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : (float)(sum / count))];
    }

    private static bool IsUsable(float value) => Math.Abs(value) <= Largest;
}
