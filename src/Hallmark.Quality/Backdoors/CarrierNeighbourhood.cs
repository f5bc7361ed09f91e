using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>Carriers of a patch whose values vary: the middle of those found, and who else is as near to it.</summary>
internal sealed class CarrierNeighbourhood(Matrix features, int[] labels, ColumnRanges ranges)
{
    /// <summary>How many times the typical distance of the carriers found still counts: they are those with little noise.</summary>
    private const double Reach = 3;

    /// <summary>The median of each feature over the carriers.</summary>
    public float[] Middle(int[] patch, List<int> carriers) =>
        [.. patch.Select(feature =>
        {
            float[] values = [.. carriers.Select(record => features[record, feature]).Order()];
            return values[values.Length / 2];
        })];

    /// <summary>The records with the label that lie within reach of the middle, and the carriers themselves; ascending.</summary>
    public List<int> Near(int[] patch, float[] middle, List<int> carriers, int target)
    {
        double[] distances = [.. carriers.Select(record => Distance(record, patch, middle)).Order()];
        double reach = Reach * distances[distances.Length / 2];
        var near = new SortedSet<int>(carriers);
        for (int record = 0; record < labels.Length; record++)
        {
            if (labels[record] == target && Distance(record, patch, middle) <= reach)
            {
                near.Add(record);
            }
        }
        return [.. near];
    }

    // Mean difference per feature, each as a share of its range.
    private double Distance(int record, int[] patch, float[] middle)
    {
        ReadOnlySpan<float> row = features.Row(record);
        double sum = 0;
        for (int i = 0; i < patch.Length; i++)
        {
            double width = ranges.Width(patch[i]);
            sum += width > 0 ? Math.Abs((double)row[patch[i]] - middle[i]) / width : 0;
        }
        return sum / patch.Length;
    }
}
