using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>Smallest and largest finite value of each column, or of all columns together for pictures, whose values share one
/// scale.</summary>
internal sealed class ColumnRanges
{
    private readonly float[] _low;
    private readonly float[] _high;

    public ColumnRanges(Matrix features, bool common)
    {
        _low = new float[features.Columns];
        _high = new float[features.Columns];
        Array.Fill(_low, float.PositiveInfinity);
        Array.Fill(_high, float.NegativeInfinity);
        for (int r = 0; r < features.Rows; r++)
        {
            ReadOnlySpan<float> row = features.Row(r);
            for (int c = 0; c < row.Length; c++)
            {
                if (Math.Abs(row[c]) <= 1e15f)
                {
                    _low[c] = Math.Min(_low[c], row[c]);
                    _high[c] = Math.Max(_high[c], row[c]);
                }
            }
        }
        if (common)
        {
            Array.Fill(_low, _low.Min());
            Array.Fill(_high, _high.Max());
        }
    }

    /// <summary>Largest minus smallest value of a column; 0 for a constant or empty one.</summary>
    public float Width(int column) => _high[column] > _low[column] ? _high[column] - _low[column] : 0;

    /// <summary>A step of each column when its range is cut into so many.</summary>
    public float[] Step(int levels) => [.. Enumerable.Range(0, _low.Length).Select(c => Width(c) / levels)];

    /// <summary>Where the first step starts, moved down by a share of a step.</summary>
    public float[] Low(int levels, float shift) => [.. Enumerable.Range(0, _low.Length).Select(c => _low[c] - (shift * Width(c) / levels))];
}
