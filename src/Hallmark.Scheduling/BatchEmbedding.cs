using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// How a batch becomes a point, so that batches near each other hold much the same. The point is, one after the other:
/// the share of each class among the records <c>[classes]</c>, then the mean of each standardised feature divided by the root
/// of the number of features <c>[features]</c>. So the squared distance of two batches is that of their class shares (at most 2)
/// plus the mean over the features of the squared difference in standard deviations: many features do not drown the classes.
/// All batches of a schedule must be standardised by one scaler.
/// </summary>
public static class BatchEmbedding
{
    /// <param name="features">Standardised records <c>[records, features]</c>, at least one.</param>
    /// <param name="labels">Class of each record in [0, classes), -1 for one without; empty where there are no classes.</param>
    /// <param name="classes">Number of classes of the dataset; 0 without labels.</param>
    /// <exception cref="ArgumentException">No records, or labels that do not fit.</exception>
    public static float[] Of(Matrix features, ReadOnlySpan<int> labels, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(features.Rows, nameof(features));
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        if (labels.Length != (classes == 0 ? 0 : features.Rows))
        {
            throw new ArgumentException($"{features.Rows} records of {classes} classes and {labels.Length} labels.", nameof(labels));
        }
        double[] sums = new double[classes + features.Columns];
        foreach (int label in labels)
        {
            if (label == -1)
            {
                continue;
            }
            ArgumentOutOfRangeException.ThrowIfNegative(label, nameof(labels));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, classes, nameof(labels));
            sums[label]++;
        }
        for (int r = 0; r < features.Rows; r++)
        {
            ReadOnlySpan<float> row = features.Row(r);
            for (int c = 0; c < row.Length; c++)
            {
                sums[classes + c] += row[c];
            }
        }
        double perFeature = features.Rows * Math.Sqrt(features.Columns);
        float[] embedding = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            embedding[i] = PortableMath.Canonical((float)(sums[i] / (i < classes ? features.Rows : perFeature)));
        }
        return embedding;
    }
}
