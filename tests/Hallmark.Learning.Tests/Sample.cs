namespace Hallmark.Learning.Tests;

/// <summary>Test data that everyone needs.</summary>
internal static class Sample
{
    public static Matrix Gaussian(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "sample");
        var result = new Matrix(rows, columns);
        foreach (ref float value in result.Values)
        {
            value = (float)random.NextGaussian();
        }
        return result;
    }

    /// <summary>Gaussian clouds, 3 deviations apart on the feature of their class.</summary>
    public static (Matrix Features, int[] Labels) Blobs(int records, int features, int classes, ulong seed)
    {
        Matrix result = Gaussian(records, features, seed);
        int[] labels = new int[records];
        for (int r = 0; r < records; r++)
        {
            labels[r] = r % classes;
            result[r, labels[r] % features] += 6;
        }
        return (result, labels);
    }
}
