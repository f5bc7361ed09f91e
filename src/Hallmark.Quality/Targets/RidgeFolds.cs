using Hallmark.Learning;

namespace Hallmark.Quality.Targets;

/// <summary>
/// Foretells a number from others by a straight line with a penalty (ridge regression), each record by a line through the records of the
/// other folds. The sums of each fold are computed once, so that folds cost nothing but their solutions.
/// </summary>
internal static class RidgeFolds
{
    private const double Penalty = 0.01; // of the features' variance, which is 1

    /// <param name="features"><c>[records, features]</c>, standardised and finite.</param>
    /// <param name="targets">One for each record.</param>
    /// <param name="folds">Fold of each record, from 0.</param>
    /// <param name="count">Folds, at least 2.</param>
    /// <param name="isAsked">Whether lines go through a record; the others are only foretold. Of two folds at least some are asked.</param>
    /// <returns>What the other folds foretell of each record.</returns>
    public static double[] Foretell(Matrix features, double[] targets, int[] folds, int count, Func<int, bool> isAsked)
    {
        int size = features.Columns + 1; // the last stands for the constant
        var sums = new double[count][];
        for (int fold = 0; fold < count; fold++)
        {
            sums[fold] = new double[size * (size + 1)];
        }
        double[] row = new double[size];
        foreach (int record in Enumerable.Range(0, targets.Length).Where(isAsked))
        {
            Fill(row, features.Row(record));
            Add(sums[folds[record]], row, targets[record]);
        }
        double[][] lines = [.. Enumerable.Range(0, count).Select(fold => Line(sums, fold, size))];
        return [.. Enumerable.Range(0, targets.Length).Select(record =>
        {
            Fill(row, features.Row(record));
            double[] line = lines[folds[record]];
            double sum = 0;
            for (int i = 0; i < size; i++)
            {
                sum += line[i] * row[i];
            }
            return sum;
        })];
    }

    private static void Fill(double[] row, ReadOnlySpan<float> features)
    {
        for (int i = 0; i < features.Length; i++)
        {
            row[i] = features[i];
        }
        row[^1] = 1;
    }

    private static void Add(double[] sums, double[] row, double target)
    {
        int at = 0;
        foreach (double left in row)
        {
            foreach (double right in row)
            {
                sums[at++] += left * right;
            }
            sums[at++] += left * target;
        }
    }

    /// <summary>Gauss's elimination on the normal equations of all folds but one; the penalty keeps every pivot above 0.</summary>
    private static double[] Line(double[][] sums, int left, int size)
    {
        int width = size + 1;
        double[] equations = new double[size * width];
        foreach (double[] one in sums.Where((_, fold) => fold != left))
        {
            for (int i = 0; i < equations.Length; i++)
            {
                equations[i] += one[i];
            }
        }
        double records = equations[(size * width) - 2];
        for (int i = 0; i < size - 1; i++)
        {
            equations[(i * width) + i] += Penalty * records;
        }
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int other = 0; other < size; other++)
            {
                double factor = equations[(other * width) + pivot] / equations[(pivot * width) + pivot];
                for (int i = pivot; other != pivot && i < width; i++)
                {
                    equations[(other * width) + i] -= factor * equations[(pivot * width) + i];
                }
            }
        }
        return [.. Enumerable.Range(0, size).Select(i => equations[(i * width) + size] / equations[(i * width) + i])];
    }
}
