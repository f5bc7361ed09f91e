using System.Runtime.CompilerServices;

namespace Hallmark.Learning;

/// <summary>
/// Features as whole numbers from 0 to 254, so that a split looks at a byte. Where a feature has no more than 255 values each has a bin;
/// otherwise bins hold about as many records each. A number lies in the first bin whose upper bound it does not exceed; bounds lie
/// halfway between values.
/// </summary>
internal sealed class QuantileBins
{
    public const int BinsMax = 255;

    // A few rows are found again in the cache while feature after feature is asked of them; of many rows each column is.
    private const int ByRowsBelow = 512;

    private const int LookedAt = 16_384; // rows: quantiles of more hardly differ

    private readonly float[][] _bounds; // of each feature, ascending, one less than bins

    private readonly byte[][] _columns; // of each feature the bin of each record
    private readonly byte[] _rows; // of each record the bin of each feature

    private QuantileBins(int rows, int features) =>
        (_bounds, _columns, _rows) = (new float[features][], new byte[features][], new byte[checked(rows * features)]);

    public int Features => _bounds.Length;

    /// <param name="features">Finite.</param>
    /// <param name="counted">The rows that decide where bins end, at least one.</param>
    public static QuantileBins Of(Matrix features, int[] counted)
    {
        var result = new QuantileBins(features.Rows, features.Columns);
        Parallel.For(0, features.Columns, column =>
        {
            result._bounds[column] = Bounds(features, column, counted);
            result._columns[column] = Bins(features, column, result._bounds[column]);
        });
        Parallel.For(0, features.Rows, row =>
        {
            Span<byte> bins = result._rows.AsSpan(row * features.Columns, features.Columns);
            for (int column = 0; column < bins.Length; column++)
            {
                bins[column] = result._columns[column][row];
            }
        });
        return result;
    }

    /// <summary>The bins of one feature in some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(int feature, ReadOnlySpan<int> rows, Span<byte> bins)
    {
        if (rows.Length < ByRowsBelow)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                bins[i] = _rows[(rows[i] * _columns.Length) + feature];
            }
            return;
        }
        byte[] column = _columns[feature];
        for (int i = 0; i < rows.Length; i++)
        {
            bins[i] = column[rows[i]];
        }
    }

    /// <summary>What a number of the feature does not exceed if it lies in the bin or one below; the bin is not the last.</summary>
    public float Bound(int feature, int bin) => _bounds[feature][bin];

    private static float[] Bounds(Matrix features, int column, int[] counted)
    {
        int count = Math.Min(counted.Length, LookedAt);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = features[counted[(int)((long)i * counted.Length / count)], column] + 0f; // so that there is one zero
        }
        Array.Sort(values);
        int[] starts = [.. Enumerable.Range(1, Math.Max(0, count - 1)).Where(i => values[i] > values[i - 1])];
        return [.. Spread(starts, count).Select(start => Between(values[start - 1], values[start]))];
    }

    // Places where another value starts: all of them, or of many those nearest after even shares of the records.
    private static IEnumerable<int> Spread(int[] starts, int count)
    {
        if (starts.Length < BinsMax)
        {
            return starts;
        }
        var chosen = new SortedSet<int>();
        for (int share = 1; share < BinsMax; share++)
        {
            int found = Array.BinarySearch(starts, (int)((long)share * count / BinsMax));
            int at = found >= 0 ? found : ~found;
            if (at < starts.Length)
            {
                chosen.Add(starts[at]);
            }
        }
        return chosen;
    }

    // In [low, high): rounding must not make the bound reach the higher value.
    private static float Between(float low, float high)
    {
        float middle = (float)(((double)low + high) / 2);
        return middle < high ? middle : low;
    }

    private static byte[] Bins(Matrix features, int column, float[] bounds)
    {
        byte[] bins = new byte[features.Rows];
        for (int row = 0; row < bins.Length; row++)
        {
            bins[row] = Bin(features[row, column], bounds);
        }
        return bins;
    }

    private static byte Bin(float value, ReadOnlySpan<float> bounds)
    {
        int low = 0;
        int high = bounds.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = value <= bounds[middle] ? (low, middle) : (middle + 1, high);
        }
        return (byte)low;
    }
}
