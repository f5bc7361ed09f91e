using Hallmark.Data.Batches;
using Hallmark.Learning;

namespace Hallmark.Training;

/// <summary>How records become numbers for a model: numeric columns in schema order, without the label; missing cells are NaN.</summary>
public static class Features
{
    /// <returns><c>[records, features]</c></returns>
    public static Matrix Of(RecordBatch batch) => new(batch.Count, batch.FeatureNames.Count, batch.FeaturesSingle());

    /// <summary>The rows of several batches under one another, in the order given.</summary>
    public static Matrix Stack(IReadOnlyList<Matrix> parts)
    {
        var all = new Matrix(parts.Sum(part => part.Rows), parts[0].Columns);
        int at = 0;
        foreach (Matrix part in parts)
        {
            part.Values.CopyTo(all.Values[at..]);
            at += part.Values.Length;
        }
        return all;
    }

    /// <summary>
    /// Puts the training mean in place of what is missing, so that after scaling it says nothing: 0. Without means (while they are
    /// being found) it takes each column's own mean over the cells that are there, or 0 where none is.
    /// </summary>
    public static void FillMissing(Matrix rows, ReadOnlySpan<double> means)
    {
        for (int column = 0; column < rows.Columns; column++)
        {
            float fill = means.IsEmpty ? (float)ColumnMean(rows, column) : (float)means[column];
            for (int row = 0; row < rows.Rows; row++)
            {
                if (!float.IsFinite(rows[row, column]))
                {
                    rows[row, column] = fill;
                }
            }
        }
    }

    private static double ColumnMean(Matrix rows, int column)
    {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            if (float.IsFinite(rows[row, column]))
            {
                sum += rows[row, column];
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
