using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// The features column by column, each value as a small number: what patterns are counted on. Code 0 stands for all values of a
/// column that are too rare to be part of any pattern, so two zeros are not taken as equal. Two bytes per value.
/// </summary>
internal sealed class CodedColumns
{
    private const int ColumnsPerTask = 16; // one cache line of a row
    private const int SmallWhole = 1 << 12;

    private readonly ushort[][] _codes;

    private CodedColumns(int records, ushort[][] codes) => (Records, _codes) = (records, codes);

    public int Records { get; }

    public int Columns => _codes.Length;

    public ReadOnlySpan<ushort> this[int column] => _codes[column];

    /// <summary>Equal codes for equal values, by their bits; values of a column that occur less than <paramref name="least"/> times are
    /// 0.</summary>
    /// <param name="features"><c>[records, features]</c>.</param>
    /// <param name="least">At least 1, and large enough that a column has no more than 65,535 values so frequent.</param>
    public static CodedColumns Exact(Matrix features, int least) =>
        Build(features, (values, codes) =>
        {
            if (!TryCodeWhole(values, least, codes))
            {
                CodeBySorting(values, least, codes);
            }
        });

    /// <summary>
    /// Equal codes for values of one step: <c>1 + floor((value - low) / step)</c>. Values outside the range and those that are not
    /// finite are 0.
    /// </summary>
    /// <param name="features"><c>[records, features]</c>.</param>
    /// <param name="low">Where the first step starts, for each column.</param>
    /// <param name="step">Width of a step, for each column; a column with step 0 is 0 throughout.</param>
    public static CodedColumns Levels(Matrix features, float[] low, float[] step)
    {
        var codes = new ushort[features.Columns][];
        Parallel.For(0, (features.Columns + ColumnsPerTask - 1) / ColumnsPerTask, task =>
        {
            int first = task * ColumnsPerTask;
            int end = Math.Min(first + ColumnsPerTask, features.Columns);
            for (int c = first; c < end; c++)
            {
                codes[c] = new ushort[features.Rows];
            }
            for (int r = 0; r < features.Rows; r++)
            {
                ReadOnlySpan<float> row = features.Row(r);
                for (int c = first; c < end; c++)
                {
                    float place = (row[c] - low[c]) / step[c];
                    codes[c][r] = place >= 0 && place < ushort.MaxValue - 1 ? (ushort)(1 + (int)place) : (ushort)0;
                }
            }
        });
        return new CodedColumns(features.Rows, codes);
    }

    private static CodedColumns Build(Matrix features, Action<float[], ushort[]> code)
    {
        var codes = new ushort[features.Columns][];
        Parallel.For(0, (features.Columns + ColumnsPerTask - 1) / ColumnsPerTask, task =>
        {
            int first = task * ColumnsPerTask;
            int count = Math.Min(ColumnsPerTask, features.Columns - first);
            float[][] values = [.. Enumerable.Range(0, count).Select(_ => new float[features.Rows])];
            for (int r = 0; r < features.Rows; r++)
            {
                ReadOnlySpan<float> row = features.Row(r).Slice(first, count);
                for (int c = 0; c < row.Length; c++)
                {
                    values[c][r] = row[c];
                }
            }
            for (int c = 0; c < count; c++)
            {
                codes[first + c] = new ushort[features.Rows];
                code(values[c], codes[first + c]);
            }
        });
        return new CodedColumns(features.Rows, codes);
    }

    // Pictures and counts: a table in place of a sort.
    private static bool TryCodeWhole(float[] values, int least, ushort[] codes)
    {
        int[] counts = new int[SmallWhole];
        foreach (float value in values)
        {
            if (!(value >= 0 && value < SmallWhole && value == (int)value))
            {
                return false;
            }
            counts[(int)value]++;
        }
        ushort next = 1;
        for (int value = 0; value < counts.Length; value++)
        {
            counts[value] = counts[value] >= least ? next++ : 0;
        }
        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = (ushort)counts[(int)values[i]];
        }
        return true;
    }

    private static void CodeBySorting(float[] values, int least, ushort[] codes)
    {
        uint[] bits = new uint[values.Length];
        int[] order = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Minus zero is zero, and there is one NaN.
            bits[i] = BitConverter.SingleToUInt32Bits(PortableMath.Canonical(values[i]) + 0f);
            order[i] = i;
        }
        Array.Sort(bits, order);
        ushort next = 1;
        for (int first = 0; first < bits.Length;)
        {
            int end = first;
            while (end < bits.Length && bits[end] == bits[first])
            {
                end++;
            }
            ushort code = end - first >= least ? next++ : (ushort)0;
            for (int i = first; i < end; i++)
            {
                codes[order[i]] = code;
            }
            first = end;
        }
    }
}
