using Hallmark.Data;
using Hallmark.Learning;

namespace Hallmark.Quality;

/// <summary>
/// The numbers of a whole pool, batch after batch. Columns of numbers too large for single precision, such as times in
/// milliseconds, are counted from their first: otherwise the differences between records would be rounded away.
/// </summary>
internal static class PoolFeatures
{
    private const double Exact = 1 << 24; // whole numbers up to here are exact in single precision

    /// <returns><c>[records of the pool, features]</c> in single precision, NaN where missing; null when the schema has no feature.</returns>
    public static Matrix? Of(IReadOnlyList<PoolBatch> pool)
    {
        int[] columns = RecordBatch.FeatureColumns(pool[0].Records.Schema);
        if (columns.Length == 0)
        {
            return null;
        }
        double[] origins = [.. columns.Select(column => Origin(pool, column))];
        var matrix = new Matrix(pool.Sum(batch => batch.Records.Count), columns.Length);
        int row = 0;
        foreach (PoolBatch batch in pool)
        {
            for (int record = 0; record < batch.Records.Count; record++, row++)
            {
                Span<float> values = matrix.Row(row);
                for (int column = 0; column < columns.Length; column++)
                {
                    values[column] = (float)(batch.Records[columns[column]].Number(record) - origins[column]);
                }
            }
        }
        return matrix;
    }

    private static double Origin(IReadOnlyList<PoolBatch> pool, int column)
    {
        double first = pool
            .SelectMany(batch => Enumerable.Range(0, batch.Records.Count).Select(record => batch.Records[column].Number(record)))
            .FirstOrDefault(double.IsFinite);
        return Math.Abs(first) > Exact && Math.Abs(first) < float.MaxValue ? first : 0;
    }
}
