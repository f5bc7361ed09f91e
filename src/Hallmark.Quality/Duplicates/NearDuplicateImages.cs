using System.Numerics;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Pictures that look the same. Each is brought to 8 rows of 9 mean values; whether they fall or rise from left to right gives 64 bits
/// (the difference hash). Pictures whose bits differ in at most three places agree in one of four quarters of the bits, and meet there;
/// they are reported if the small pictures differ by at most a fiftieth of the range on average, too, since bits alone would join
/// different things of one outline. Turned, mirrored and cropped copies are not found.
/// </summary>
public static class NearDuplicateImages
{
    private const int Rows = 8;
    private const int Columns = 9;
    private const int Quarters = 4;
    private const double Difference = 0.02;

    /// <summary>Most bits in which the hashes of two copies differ.</summary>
    public const int Distance = Quarters - 1;

    /// <summary>Finds pictures that are nearly the same.</summary>
    /// <param name="features"><c>[pictures, values]</c>; numbers that are not finite count as 0.</param>
    /// <param name="shape">How the values lie.</param>
    /// <returns>Each picture that looks like an earlier one, with the earliest such.</returns>
    /// <exception cref="ArgumentException">A shape that does not fit.</exception>
    public static NearDuplicate[] Find(Matrix features, ImageShape shape)
    {
        shape.Require(features.Columns);
        Matrix small = Small(features, shape);
        ulong[] hashes = [.. Enumerable.Range(0, small.Rows).Select(record => Hash(small.Row(record)))];
        double allowed = Difference * Range(small) * Rows * Columns;
        BucketIndex[] quarters = [.. Enumerable.Range(0, Quarters).Select(_ => new BucketIndex(features.Rows))];
        var found = new List<NearDuplicate>();
        for (int i = 0; i < hashes.Length; i++)
        {
            int of = i;
            int self = i;
            for (int quarter = 0; quarter < Quarters; quarter++)
            {
                of = quarters[quarter].Earliest(Part(hashes[i], quarter), of, other =>
                    BitOperations.PopCount(hashes[self] ^ hashes[other]) <= Distance && Apart(small, self, other) <= allowed);
            }
            if (of < i)
            {
                found.Add(new NearDuplicate(i, of));
            }
            for (int quarter = 0; quarter < Quarters; quarter++)
            {
                quarters[quarter].Add(Part(hashes[i], quarter), i);
            }
        }
        return [.. found];
    }

    private static ulong Part(ulong hash, int quarter) => (hash >> (quarter * 16)) & 0xFFFF;

    // A bit is set where the value falls by more than rounding, from left to right.
    private static ulong Hash(ReadOnlySpan<float> small)
    {
        ulong hash = 0;
        for (int y = 0; y < Rows; y++)
        {
            for (int x = 0; x + 1 < Columns; x++)
            {
                bool falls = small[(y * Columns) + x] > small[(y * Columns) + x + 1];
                hash = (hash << 1) | (falls ? 1UL : 0UL);
            }
        }
        return hash;
    }

    private static double Apart(Matrix small, int a, int b)
    {
        double sum = 0;
        for (int c = 0; c < small.Columns; c++)
        {
            sum += Math.Abs((double)small[a, c] - small[b, c]);
        }
        return sum;
    }

    private static double Range(Matrix small)
    {
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in small.Values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        return high > low ? (double)high - low : 0;
    }

    // Each small cell is the mean over the part of the picture under it; parts overlap where the picture is smaller than that.
    private static Matrix Small(Matrix features, ImageShape shape)
    {
        var small = new Matrix(features.Rows, Rows * Columns);
        Parallel.For(0, features.Rows, record =>
        {
            ReadOnlySpan<float> picture = features.Row(record);
            Span<float> cells = small.Row(record);
            for (int i = 0; i < cells.Length; i++)
            {
                (int top, int bottom) = Stretch(i / Columns, Rows, shape.Height);
                (int left, int right) = Stretch(i % Columns, Columns, shape.Width);
                double sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        float value = picture[(y * shape.Width) + x];
                        sum += Math.Abs(value) <= 1e15f ? value : 0;
                    }
                }
                cells[i] = (float)(sum / ((bottom - top) * (right - left)));
            }
        });
        return small;
    }

    private static (int From, int To) Stretch(int cell, int cells, int length)
    {
        int from = cell * length / cells;
        return (from, Math.Max(from + 1, (cell + 1) * length / cells));
    }
}
