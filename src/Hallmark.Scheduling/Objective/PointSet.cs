using System.Runtime.Intrinsics;

namespace Hallmark.Scheduling;

/// <summary>Points of one dimension count, and their squared distances: sums over the dimensions in their order.</summary>
public sealed class PointSet
{
    private readonly double[][] _axes; // one array per dimension, so that four distances are computed at once

    /// <param name="points">At least one; all of one length; finite numbers.</param>
    public PointSet(IReadOnlyList<double[]> points)
    {
        Count = points.Count;
        _axes = [.. Enumerable.Range(0, points[0].Length).Select(d => points.Select(point => point[d]).ToArray())];
    }

    public int Count { get; }

    /// <summary>The same bits in both directions.</summary>
    public double Squared(int a, int b)
    {
        double sum = 0;
        foreach (double[] axis in _axes)
        {
            double difference = axis[a] - axis[b];
            sum += difference * difference;
        }
        return sum;
    }

    /// <summary>The squared distances from one point to the points from <paramref name="first"/> on; the same bits as one by one.</summary>
    public void Squared(int from, int first, Span<double> distances)
    {
        distances.Clear();
        foreach (double[] axis in _axes)
        {
            ReadOnlySpan<double> values = axis.AsSpan(first, distances.Length);
            double origin = axis[from];
            int i = 0;
            Vector256<double> origins = Vector256.Create(origin);
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> difference = origins - Vector256.Create(values.Slice(i, Vector256<double>.Count));
                Span<double> sums = distances.Slice(i, Vector256<double>.Count);
                (Vector256.Create<double>(sums) + (difference * difference)).CopyTo(sums);
            }
            for (; i < values.Length; i++)
            {
                double difference = origin - values[i];
                distances[i] += difference * difference;
            }
        }
    }

    /// <summary>Root mean square distance of the points from their mean.</summary>
    public double Spread()
    {
        double sum = 0;
        foreach (double[] axis in _axes)
        {
            double mean = 0;
            foreach (double value in axis)
            {
                mean += value / Count;
            }
            foreach (double value in axis)
            {
                sum += (value - mean) * (value - mean);
            }
        }
        return Math.Sqrt(sum / Count);
    }
}
