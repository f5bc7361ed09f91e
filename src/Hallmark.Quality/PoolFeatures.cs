using Hallmark.Data;
using Hallmark.Learning;

namespace Hallmark.Quality;

/// <summary>The numbers of a whole pool, batch after batch.</summary>
internal static class PoolFeatures
{
    /// <returns><c>[records of the pool, features]</c> in single precision, NaN where missing; null when the schema has no feature.</returns>
    public static Matrix? Of(IReadOnlyList<PoolBatch> pool)
    {
        int[] columns = RecordBatch.FeatureColumns(pool[0].Records.Schema);
        if (columns.Length == 0)
        {
            return null;
        }
        var matrix = new Matrix(pool.Sum(batch => batch.Records.Count), columns.Length);
        int row = 0;
        foreach (PoolBatch batch in pool)
        {
            for (int record = 0; record < batch.Records.Count; record++, row++)
            {
                Span<float> values = matrix.Row(row);
                for (int column = 0; column < columns.Length; column++)
                {
                    values[column] = (float)batch.Records[columns[column]].Number(record);
                }
            }
        }
        return matrix;
    }
}
