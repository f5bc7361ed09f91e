using Hallmark.Data;
using Hallmark.Learning;

namespace Hallmark.Quality;

/// <summary>
/// The features of a whole pool on one scale: each column is brought to mean 0 and standard deviation 1 over its finite cells
/// in pool order, in double precision. Missing cells and numbers that are not finite then stand at the mean, 0; so does a
/// whole column that is constant or whose spread no double can hold.
/// </summary>
internal static class PoolFeatures
{
    /// <returns>Shape <c>[records of the pool, features]</c>, or null when the schema has no feature.</returns>
    public static Matrix? Standardised(IReadOnlyList<PoolBatch> pool)
    {
        int[] columns = RecordBatch.FeatureColumns(pool[0].Records.Schema);
        if (columns.Length == 0)
        {
            return null;
        }
        var matrix = new Matrix(pool.Sum(batch => batch.Records.Count), columns.Length);
        for (int feature = 0; feature < columns.Length; feature++)
        {
            FillColumn(pool, columns[feature], matrix, feature);
        }
        return matrix;
    }

    private static void FillColumn(IReadOnlyList<PoolBatch> pool, int column, Matrix matrix, int feature)
    {
        double[] values = [.. pool.SelectMany(batch => Enumerable.Range(0, batch.Records.Count).Select(record => batch.Records[column].Number(record)))];
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0 || finite.All(value => value == finite[0]))
        {
            return;
        }
        double mean = Mean(finite);
        double scale = Math.Sqrt(Mean([.. finite.Select(value => (value - mean) * (value - mean))]));
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale == 0)
        {
            return;
        }
        for (int record = 0; record < values.Length; record++)
        {
            matrix[record, feature] = double.IsFinite(values[record]) ? (float)((values[record] - mean) / scale) : 0;
        }
    }

    /// <summary>The sum is written out: its order decides its last bits.</summary>
    private static double Mean(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }
        return sum / values.Length;
    }
}
