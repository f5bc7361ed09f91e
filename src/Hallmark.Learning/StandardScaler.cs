namespace Hallmark.Learning;

/// <summary>
/// Brings each feature to mean 0 and standard deviation 1 over the rows it was fitted on. A feature that was constant there is
/// only shifted: its scale is 1. The scaler travels with its model, which means nothing without it.
/// </summary>
public sealed class StandardScaler
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Copies both; one number per feature.</summary>
    /// <exception cref="ArgumentException">Lengths differ or are 0, a number is not finite, or a scale is not positive.</exception>
    public StandardScaler(ReadOnlySpan<double> mean, ReadOnlySpan<double> scale)
    {
        if (mean.IsEmpty || mean.Length != scale.Length)
        {
            throw new ArgumentException($"{mean.Length} means and {scale.Length} scales.", nameof(scale));
        }
        for (int i = 0; i < mean.Length; i++)
        {
            if (!IsUsable(mean[i], scale[i]))
            {
                throw new ArgumentException($"Feature {i} has mean {mean[i]} and scale {scale[i]}.", nameof(scale));
            }
        }
        _mean = mean.ToArray();
        _scale = scale.ToArray();
    }

    public int Features => _mean.Length;

    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Population standard deviation, or 1 where that is 0.</summary>
    public ReadOnlySpan<double> Scale => _scale;

    /// <summary>A scaler that leaves numbers as they are: mean 0, scale 1.</summary>
    public static StandardScaler Identity(int features)
    {
        double[] scale = new double[features];
        Array.Fill(scale, 1);
        return new StandardScaler(new double[features], scale);
    }

    /// <summary>Two passes in float64, rows in order.</summary>
    /// <exception cref="ArgumentException">No rows, or a number that is not finite.</exception>
    public static StandardScaler Fit(Matrix rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Rows, nameof(rows));
        rows.RequireFinite(nameof(rows));
        double[] mean = new double[rows.Columns];
        double[] scale = new double[rows.Columns];
        bool[] varies = new bool[rows.Columns];
        ReadOnlySpan<float> first = rows.Row(0);
        for (int r = 0; r < rows.Rows; r++)
        {
            ReadOnlySpan<float> row = rows.Row(r);
            for (int c = 0; c < row.Length; c++)
            {
                mean[c] += row[c];
                varies[c] |= row[c] != first[c];
            }
        }
        for (int c = 0; c < mean.Length; c++)
        {
            mean[c] = varies[c] ? mean[c] / rows.Rows : first[c]; // a sum of equal numbers, divided, may miss them by a rounding
        }
        for (int r = 0; r < rows.Rows; r++)
        {
            ReadOnlySpan<float> row = rows.Row(r);
            for (int c = 0; c < row.Length; c++)
            {
                double difference = row[c] - mean[c];
                scale[c] += difference * difference;
            }
        }
        for (int c = 0; c < scale.Length; c++)
        {
            scale[c] = scale[c] > 0 ? Math.Sqrt(scale[c] / rows.Rows) : 1;
        }
        return new StandardScaler(mean, scale);
    }

    /// <summary>The rows, scaled, in a new matrix of the same shape. Each number is computed in float64, then rounded once.</summary>
    /// <exception cref="ArgumentException">Another number of columns than fitted.</exception>
    public Matrix Transform(Matrix rows)
    {
        if (rows.Columns != Features)
        {
            throw new ArgumentException($"Fitted on {Features} features, not {rows.Columns}.", nameof(rows));
        }
        var result = new Matrix(rows.Rows, rows.Columns);
        for (int r = 0; r < rows.Rows; r++)
        {
            ReadOnlySpan<float> from = rows.Row(r);
            Span<float> to = result.Row(r);
            for (int c = 0; c < from.Length; c++)
            {
                to[c] = (float)((from[c] - _mean[c]) / _scale[c]);
            }
        }
        return result;
    }

    internal static bool IsUsable(double mean, double scale) => double.IsFinite(mean) && double.IsFinite(scale) && scale > 0;
}
