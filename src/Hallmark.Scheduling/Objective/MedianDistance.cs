namespace Hallmark.Scheduling;

/// <summary>
/// The median of all squared distances between n points: all n² ordered pairs, each point with itself among them; for even n² the
/// mean of the middle two. Exact in two passes over the pairs, without holding them: the first counts them by the leading bits, the
/// second collects those that share the leading bits of the middle.
/// </summary>
public static class MedianDistance
{
    private const int SortedMax = 300;
    private const int DroppedBits = 44; // leaves exponent and 8 bits of the fraction
    private const int Bins = 1 << (63 - DroppedBits);

    public static double Of(PointSet points) => points.Count <= SortedMax ? Sorted(points) : Counted(points);

    /// <summary>By holding all distances: for few points.</summary>
    internal static double Sorted(PointSet points)
    {
        double[] all = new double[points.Count * points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            points.Squared(i, 0, all.AsSpan(i * points.Count, points.Count));
        }
        Array.Sort(all);
        return (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
    }

    internal static double Counted(PointSet points)
    {
        long pairs = (long)points.Count * points.Count;
        long[] counts = Histogram(points);
        return pairs % 2 == 1 ? At(points, counts, pairs / 2) : Middle(points, counts, pairs);
    }

    private static double Middle(PointSet points, long[] counts, long pairs)
    {
        (int bin, long rank) = BinOf(counts, (pairs / 2) - 1);
        double[] values = Collect(points, bin);
        double lower = values[Place(bin, rank, points.Count)];
        double upper = rank + 1 < counts[bin] ? values[Place(bin, rank + 1, points.Count)] : At(points, counts, pairs / 2);
        return (lower + upper) / 2;
    }

    private static double At(PointSet points, long[] counts, long rank)
    {
        (int bin, long within) = BinOf(counts, rank);
        return Collect(points, bin)[Place(bin, within, points.Count)];
    }

    // Each pair of different points counts twice but is collected once. In bin 0 one zero stands for the whole diagonal.
    private static int Place(int bin, long rank, int diagonal) =>
        (int)(bin != 0 ? rank / 2 : rank < diagonal ? 0 : 1 + ((rank - diagonal) / 2));

    private static (int Bin, long Rank) BinOf(long[] counts, long rank)
    {
        int bin = 0;
        for (; rank >= counts[bin]; bin++)
        {
            rank -= counts[bin];
        }
        return (bin, rank);
    }

    // Squared distances from one point to those after it.
    private static Span<double> After(PointSet points, int i, double[] scratch)
    {
        int first = (i + 1) / PointSet.Lanes * PointSet.Lanes;
        Span<double> row = scratch.AsSpan(0, points.Count - Math.Min(first, points.Count));
        points.Squared(i, first, row);
        return row.Length == 0 ? row : row[(i + 1 - first)..];
    }

    private static long[] Histogram(PointSet points)
    {
        long[] total = new long[Bins];
        total[0] = points.Count;
        var sync = new Lock();
        Parallel.For(
            0, points.Count, () => (Counts: new int[Bins], Row: new double[points.Count]),
            (i, _, own) =>
            {
                foreach (double value in After(points, i, own.Row))
                {
                    own.Counts[BitConverter.DoubleToInt64Bits(value) >> DroppedBits]++;
                }
                return own;
            },
            own =>
            {
                lock (sync)
                {
                    for (int bin = 0; bin < Bins; bin++)
                    {
                        total[bin] += 2L * own.Counts[bin];
                    }
                }
            });
        return total;
    }

    // Sorted, so the order in which tasks add theirs does not show.
    private static double[] Collect(PointSet points, int bin)
    {
        var found = new List<double>();
        var sync = new Lock();
        Parallel.For(
            0, points.Count, () => (Found: new List<double>(), Row: new double[points.Count]),
            (i, _, own) =>
            {
                foreach (double value in After(points, i, own.Row))
                {
                    if (BitConverter.DoubleToInt64Bits(value) >> DroppedBits == bin)
                    {
                        own.Found.Add(value);
                    }
                }
                return own;
            },
            own =>
            {
                lock (sync)
                {
                    found.AddRange(own.Found);
                }
            });
        if (bin == 0)
        {
            found.Add(0);
        }
        found.Sort();
        return [.. found];
    }
}
