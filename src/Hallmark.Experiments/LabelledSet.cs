using Hallmark.Learning;

namespace Hallmark.Experiments;

/// <summary>A data set that experiments damage on purpose.</summary>
/// <param name="Name">As the tables of results call it.</param>
/// <param name="Features"><c>[records, features]</c>, as in the file: not scaled.</param>
/// <param name="Labels">Class of each record, from 0.</param>
/// <param name="Classes">How many there are.</param>
public sealed record LabelledSet(string Name, Matrix Features, int[] Labels, int Classes)
{
    public int Count => Labels.Length;

    /// <summary>The named records, in the order named.</summary>
    public LabelledSet Take(ReadOnlySpan<int> records)
    {
        int[] labels = new int[records.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = Labels[records[i]];
        }
        return this with { Features = Features.Gather(records), Labels = labels };
    }
}
