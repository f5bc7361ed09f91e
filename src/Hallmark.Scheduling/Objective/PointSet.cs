using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Scheduling;

/// <summary>Points of one dimension count, and their squared distances: sums over the dimensions in their order.</summary>
public sealed class PointSet
{
    /// <summary>Distances to so many points are computed at once.</summary>
    internal const int Lanes = 4;

    private readonly int _dimensions;
    private readonly double[] _data; // per group of four points, for each dimension their four coordinates

    /// <param name="points">At least one; all of one length; finite numbers.</param>
    public PointSet(IReadOnlyList<double[]> points)
    {
        Count = points.Count;
        _dimensions = points[0].Length;
        _data = new double[(Count + Lanes - 1) / Lanes * Lanes * _dimensions];
        for (int i = 0; i < Count; i++)
        {
            for (int d = 0; d < _dimensions; d++)
            {
                _data[Place(i, d)] = points[i][d];
            }
        }
    }

    public int Count { get; }

    /// <summary>The squared Euclidean distance of two points; the same bits whichever is named first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Squared(int a, int b)
    {
        double sum = 0;
        (int atA, int atB) = (Place(a, 0), Place(b, 0));
        for (int d = 0; d < _dimensions; d++, atA += Lanes, atB += Lanes)
        {
            double difference = _data[atA] - _data[atB];
            sum += difference * difference;
        }
        return sum;
    }

    /// <summary>The squared distances from one point to those from <paramref name="first"/> on; the same bits as one by one.</summary>
    /// <param name="from">The point that distances are measured from.</param>
    /// <param name="first">A multiple of <see cref="Lanes"/>.</param>
    /// <param name="distances">Receives as many as it holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Squared(int from, int first, Span<double> distances)
    {
        Span<double> origin = _dimensions <= 64 ? stackalloc double[_dimensions] : new double[_dimensions];
        for (int d = 0; d < _dimensions; d++)
        {
            origin[d] = _data[Place(from, d)];
        }
        ReadOnlySpan<double> data = _data.AsSpan(first * _dimensions);
        Span<Vector256<double>> whole = MemoryMarshal.Cast<double, Vector256<double>>(distances);
        for (int g = 0; g < whole.Length; g++)
        {
            whole[g] = Group(data.Slice(g * _dimensions * Lanes, _dimensions * Lanes), origin);
        }
        int rest = distances.Length % Lanes;
        if (rest > 0)
        {
            Span<double> last = stackalloc double[Lanes];
            Group(data.Slice(whole.Length * _dimensions * Lanes, _dimensions * Lanes), origin).CopyTo(last);
            last[..rest].CopyTo(distances[^rest..]);
        }
    }

    /// <summary>At least the largest squared distance: that of two corners of the box around all points.</summary>
    public double SquaredMax()
    {
        double sum = 0;
        for (int d = 0; d < _dimensions; d++)
        {
            (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int i = 0; i < Count; i++)
            {
                double value = _data[Place(i, d)];
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }
            sum += (most - least) * (most - least);
        }
        return sum * (1 + 1e-9);
    }

    /// <summary>Root mean square distance of the points from their mean.</summary>
    public double Spread()
    {
        double sum = 0;
        for (int d = 0; d < _dimensions; d++)
        {
            double mean = 0;
            for (int i = 0; i < Count; i++)
            {
                mean += _data[Place(i, d)] / Count;
            }
            for (int i = 0; i < Count; i++)
            {
                double difference = _data[Place(i, d)] - mean;
                sum += difference * difference;
            }
        }
        return Math.Sqrt(sum / Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Group(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> origin)
    {
        ReadOnlySpan<Vector256<double>> axes = MemoryMarshal.Cast<double, Vector256<double>>(coordinates);
        Vector256<double> sum = Vector256<double>.Zero;
        for (int d = 0; d < axes.Length && d < origin.Length; d++)
        {
            Vector256<double> difference = Vector256.Create(origin[d]) - axes[d];
            sum += difference * difference;
        }
        return sum;
    }

    private int Place(int point, int dimension) => (((point / Lanes * _dimensions) + dimension) * Lanes) + (point % Lanes);
}
