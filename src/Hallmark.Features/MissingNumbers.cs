using Hallmark.Learning;

namespace Hallmark.Features;

/// <summary>
/// Puts the mean of its column in place of a number that is missing, so that after scaling it says nothing: 0. Missing is NaN, not
/// finite, or, for whoever asks so, absurdly large.
/// </summary>
public static class MissingNumbers
{
    /// <summary>Beyond it squares and sums in single precision overflow; the checks take what is larger for missing.</summary>
    public const float Largest = 1e15f;

    /// <summary>The matrix with every number usable; the matrix itself where nothing has to be replaced.</summary>
    /// <param name="features"><c>[records, features]</c>, not changed.</param>
    /// <param name="largest">What is farther from 0 counts as missing.</param>
    public static Matrix Filled(Matrix features, float largest = Largest)
    {
        if (features.Values.IndexOfAnyExceptInRange(-largest, largest) < 0)
        {
            return features;
        }
        var filled = new Matrix(features.Rows, features.Columns, features.Values.ToArray());
        Fill(filled, Means(features, largest), largest);
        return filled;
    }

    /// <summary>Replaces in place, by the columns' own means.</summary>
    /// <param name="features"><c>[records, features]</c>.</param>
    /// <param name="largest">What is farther from 0 counts as missing.</param>
    public static void Fill(Matrix features, float largest = float.MaxValue) => Fill(features, Means(features, largest), largest);

    /// <summary>Replaces in place, by means that are known: those of the records a model is trained on.</summary>
    /// <param name="features"><c>[records, features]</c>.</param>
    /// <param name="means">One of each column.</param>
    /// <param name="largest">What is farther from 0 counts as missing.</param>
    public static void Fill(Matrix features, ReadOnlySpan<double> means, float largest = float.MaxValue)
    {
        for (int row = 0; row < features.Rows; row++)
        {
            Span<float> numbers = features.Row(row);
            for (int column = 0; column < numbers.Length; column++)
            {
                numbers[column] = IsUsable(numbers[column], largest) ? numbers[column] : (float)means[column];
            }
        }
    }

    /// <summary>Of each column the mean over the numbers that are there, added in the order of rows; 0 where there is none.</summary>
    private static double[] Means(Matrix features, float largest)
    {
        double[] sums = new double[features.Columns];
        int[] counts = new int[features.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<float> numbers = features.Row(row);
            for (int column = 0; column < numbers.Length; column++)
            {
                if (IsUsable(numbers[column], largest))
                {
                    sums[column] += numbers[column];
                    counts[column]++;
                }
            }
        }
        return [.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count)];
    }

    private static bool IsUsable(float value, float largest) => Math.Abs(value) <= largest;
}
