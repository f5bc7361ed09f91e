using Hallmark.Learning;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>
/// Plain linear regression, as the rules that are compared with use it: features are standardised, and a millionth of their variance is
/// added, so that columns that follow from each other do no harm.
/// </summary>
internal sealed class LeastSquares
{
    private const double Penalty = 1e-6;

    private readonly double[] _line; // the last is the constant

    private LeastSquares(double[] line) => _line = line;

    /// <param name="features">Standardised.</param>
    /// <param name="targets">One for each record.</param>
    /// <param name="rows">Which records the line goes through.</param>
    public static LeastSquares Fit(Matrix features, double[] targets, IEnumerable<int> rows)
    {
        int size = features.Columns + 1;
        double[,] sums = new double[size, size + 1];
        double count = 0;
        foreach (int row in rows)
        {
            count++;
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    sums[i, j] += At(features, row, i) * At(features, row, j);
                }
                sums[i, size] += At(features, row, i) * targets[row];
            }
        }
        for (int i = 0; i < size; i++)
        {
            sums[i, i] += Penalty * count;
        }
        return new LeastSquares(Solve(sums, size));
    }

    public double Foretell(Matrix features, int row)
    {
        double sum = 0;
        for (int i = 0; i < _line.Length; i++)
        {
            sum += _line[i] * At(features, row, i);
        }
        return sum;
    }

    private static double At(Matrix features, int row, int column) => column == features.Columns ? 1 : features[row, column];

    private static double[] Solve(double[,] equations, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int other = 0; other < size; other++)
            {
                double factor = equations[other, pivot] / equations[pivot, pivot];
                for (int i = pivot; other != pivot && i <= size; i++)
                {
                    equations[other, i] -= factor * equations[pivot, i];
                }
            }
        }
        return [.. Enumerable.Range(0, size).Select(i => equations[i, size] / equations[i, i])];
    }
}
