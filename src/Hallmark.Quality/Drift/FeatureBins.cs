using Hallmark.Learning;

namespace Hallmark.Quality.Drift;

/// <summary>
/// Cells for the values of one feature: quantiles of the finite reference values, one cell below and one above their range, and
/// one each for missing (NaN), minus infinity and infinity. Equal quantiles make one cell, so a constant feature has one.
/// </summary>
internal sealed class FeatureBins
{
    private const int OddCells = 3;

    private readonly float[] _edges; // ascending, distinct; the first is the smallest reference value, the last the largest

    /// <param name="reference">Finite reference values, ascending; may be none.</param>
    /// <param name="bins">Quantiles.</param>
    public FeatureBins(ReadOnlySpan<float> reference, int bins)
    {
        var edges = new List<float>();
        for (int i = 0; i <= bins && !reference.IsEmpty; i++)
        {
            float edge = reference[(int)((long)(reference.Length - 1) * i / bins)];
            if (edges.Count == 0 || edge > edges[^1])
            {
                edges.Add(edge);
            }
        }
        _edges = [.. edges];
    }

    private int Above => Math.Max(2, _edges.Length);

    public long[] Count(ReadOnlySpan<float> values)
    {
        long[] counts = new long[Above + 1 + OddCells];
        foreach (float value in values)
        {
            counts[CellOf(value)]++;
        }
        return counts;
    }

    /// <summary>
    /// Σ (b - a)·ln(b/a) over the shares of the cells in use. Half a record is added to each, so that a cell empty on one side
    /// counts as nearly empty and not as infinitely different.
    /// </summary>
    public static double StabilityIndex(ReadOnlySpan<long> reference, ReadOnlySpan<long> incoming)
    {
        double referenceSum = 0;
        double incomingSum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double half = reference[i] + incoming[i] > 0 ? 0.5 : 0;
            referenceSum += reference[i] + half;
            incomingSum += incoming[i] + half;
        }
        double index = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            if (reference[i] + incoming[i] > 0)
            {
                double a = (reference[i] + 0.5) / referenceSum;
                double b = (incoming[i] + 0.5) / incomingSum;
                index += (b - a) * PortableMath.Log(b / a);
            }
        }
        return index;
    }

    private int CellOf(float value)
    {
        if (!float.IsFinite(value))
        {
            return Above + (float.IsNaN(value) ? 1 : float.IsNegativeInfinity(value) ? 2 : 3);
        }
        if (_edges.Length == 0)
        {
            return 1;
        }
        if (value < _edges[0])
        {
            return 0;
        }
        if (value > _edges[^1])
        {
            return Above;
        }
        int found = Array.BinarySearch(_edges, value);
        return Math.Max(1, found < 0 ? ~found : found);
    }
}
