namespace Hallmark.Learning;

/// <summary>
/// What trees count: the records that have a label and a weight, weights in whole numbers. Where records weigh differently each weight is
/// rounded to the next 255th of the largest, up, so that none that counts comes to nothing.
/// </summary>
internal sealed class ForestRecords
{
    private const int Steps = 255;

    /// <exception cref="ArgumentException">Parts that do not fit each other, or nothing that counts.</exception>
    public ForestRecords(ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int classes)
    {
        if (weights.Length > 0 && weights.Length != labels.Length)
        {
            throw new ArgumentException($"{labels.Length} labels and {weights.Length} weights.", nameof(weights));
        }
        (Labels, Weights, Classes) = (labels.ToArray(), new int[labels.Length], classes);
        double largest = Largest(weights);
        var rows = new List<int>();
        long sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= classes)
            {
                throw new ArgumentException($"Record {row} has label {labels[row]}, outside 0 to {classes - 1}.", nameof(labels));
            }
            int weight = labels[row] < 0 ? 0 : weights.IsEmpty ? 1 : (int)Math.Ceiling(weights[row] / largest * Steps);
            if (weight > 0)
            {
                Weights[row] = weight;
                rows.Add(row);
                sum += weight;
            }
        }
        if (rows.Count == 0 || sum > int.MaxValue)
        {
            throw new ArgumentException(rows.Count == 0 ? "No record counts." : $"{rows.Count} records are too many.", nameof(labels));
        }
        Rows = [.. rows];
    }

    /// <summary>Of each record.</summary>
    public int[] Labels { get; }

    /// <summary>Of each record; 0 for one that does not count. They sum to an int.</summary>
    public int[] Weights { get; }

    public int Classes { get; }

    /// <summary>The records that count.</summary>
    public int[] Rows { get; }

    private static double Largest(ReadOnlySpan<float> weights)
    {
        float largest = float.Epsilon; // where nothing weighs anything, the quotient is still a number
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
            {
                throw new ArgumentException($"Record {row} has weight {weights[row]}.", nameof(weights));
            }
            largest = Math.Max(largest, weights[row]);
        }
        return largest;
    }
}
