using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>Checks what all searches for backdoors are given.</summary>
internal static class BackdoorInput
{
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public static void Require(Matrix features, int[] labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (labels.Length != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records and {labels.Length} labels.", nameof(labels));
        }
        int wrong = Array.FindIndex(labels, label => label < -1 || label >= classes);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Record {wrong} has label {labels[wrong]}, outside -1 to {classes - 1}.", nameof(labels));
        }
    }

    /// <summary>
    /// Features that distances can be taken of. Grey values stay as they are; the columns of a table come to one scale. A number that
    /// is not finite, or beyond ±1e15, stands at 0.
    /// </summary>
    public static Matrix Comparable(Matrix features, bool picture)
    {
        Matrix finite = Finite(features);
        return picture || features.Rows == 0 ? finite : StandardScaler.Fit(finite).Transform(finite);
    }

    /// <summary>The features; a number that is not finite, or beyond ±1e15, stands at 0. No copy where there is none.</summary>
    public static Matrix Finite(Matrix features)
    {
        ReadOnlySpan<float> values = features.Values;
        Matrix? copy = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= 1e15f))
            {
                copy ??= new Matrix(features.Rows, features.Columns, features.Values.ToArray());
                copy.Values[i] = 0;
            }
        }
        return copy ?? features;
    }

    /// <summary>At most so many of the items, evenly spread over them.</summary>
    public static int[] Spread(IReadOnlyList<int> items, int most)
    {
        int[] result = new int[Math.Min(items.Count, most)];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = items[(int)((long)i * items.Count / result.Length)];
        }
        return result;
    }

    /// <summary>Labelled records drawn at random, ascending.</summary>
    public static int[] Draw(int[] labels, int most, ulong seed, string stream)
    {
        int[] labelled = [.. labels.Index().Where(item => item.Item >= 0).Select(item => item.Index)];
        new SeededRandom(seed, stream).Shuffle<int>(labelled);
        return [.. labelled.Take(most).Order()];
    }
}
