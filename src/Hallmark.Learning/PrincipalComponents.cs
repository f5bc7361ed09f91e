namespace Hallmark.Learning;

/// <summary>
/// The directions along which rows differ most (Pearson, 1901): the first eigenvectors of their covariance, by subspace
/// iteration from a seeded start (Halko, Martinsson and Tropp, 2011). Of the two signs of a direction the one is taken in which
/// its largest part is positive. The same rows give the same bits on any machine.
/// </summary>
public sealed class PrincipalComponents
{
    private const int Spare = 8; // directions carried along that make the wanted ones converge faster
    private const int IterationsMax = 60;
    private const double Settled = 1e-5; // relative change of what the wanted directions explain
    private const int BlockRows = 1024;

    private readonly double[] _mean;
    private readonly Matrix _directions; // [columns, count]
    private readonly double[] _variances;

    private PrincipalComponents(double[] mean, Matrix directions, double[] variances) =>
        (_mean, _directions, _variances) = (mean, directions, variances);

    /// <summary>How many directions there are.</summary>
    public int Count => _directions.Columns;

    /// <summary>Mean of each column.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Population variance of the rows along each direction, largest first.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>The directions as columns of <c>[columns, count]</c>, each of length 1.</summary>
    public ReadOnlySpan<float> Directions => _directions.Values;

    /// <param name="rows"><c>[rows, columns]</c>, at least one row, finite, best standardised.</param>
    /// <param name="count">Directions wanted; at least 1. There are no more than columns.</param>
    /// <param name="seed">Of the start; another one changes no more than rounding.</param>
    /// <exception cref="ArgumentException">No rows, a number not finite, or numbers so large that their squares are not.</exception>
    public static PrincipalComponents Fit(Matrix rows, int count, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Rows, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[] mean = StandardScaler.Fit(rows).Mean.ToArray();
        count = Math.Min(count, rows.Columns);
        int carried = Math.Min(count + Spare, rows.Columns);
        var scatter = new Scatter(rows, mean);
        Matrix basis = Orthonormal.Of(Random(rows.Columns, carried, seed));
        double before = -1;
        for (int iteration = 0; iteration < IterationsMax; iteration++)
        {
            Matrix image = scatter.Apply(basis);
            image.RequireFinite(nameof(rows));
            (double[] values, Matrix turned) = RayleighRitz(basis, image, carried);
            double explained = values.Take(count).Sum();
            if (iteration == IterationsMax - 1 || Math.Abs(explained - before) <= Settled * Math.Abs(explained))
            {
                return Result(mean, turned, values, count, rows.Rows);
            }
            before = explained;
            basis = Orthonormal.Of(image);
        }
        throw new InvalidOperationException("Not reached: the last iteration returns.");
    }

    /// <summary>Coordinates <c>[rows, count]</c> along the directions, from the mean.</summary>
    /// <exception cref="ArgumentException">Another number of columns than fitted.</exception>
    public Matrix Project(Matrix rows)
    {
        if (rows.Columns != _mean.Length)
        {
            throw new ArgumentException($"Fitted on {_mean.Length} columns, not {rows.Columns}.", nameof(rows));
        }
        var result = new Matrix(rows.Rows, Count);
        for (int first = 0; first < rows.Rows; first += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.Rows - first);
            MatrixProduct.Multiply(Scatter.Centred(rows, first, count, _mean), _directions, result.View(first, count));
        }
        return result;
    }

    // The eigenvectors of the scatter within the span of the basis, from what the scatter makes of the basis.
    private static (double[] Values, Matrix Turned) RayleighRitz(Matrix basis, Matrix image, int carried)
    {
        var inner = new Matrix(carried, carried);
        MatrixProduct.MultiplyTransposed(basis, image, inner);
        double[] symmetric = new double[carried * carried];
        for (int i = 0; i < carried; i++)
        {
            for (int j = 0; j < carried; j++)
            {
                symmetric[(i * carried) + j] = ((double)inner[i, j] + inner[j, i]) / 2;
            }
        }
        (double[] values, double[] vectors) = SymmetricEigen.Decompose(symmetric, carried);
        var turned = new Matrix(basis.Rows, carried);
        MatrixProduct.Multiply(basis, new Matrix(carried, carried, [.. vectors.Select(v => (float)v)]), turned);
        return (values, turned);
    }

    private static PrincipalComponents Result(double[] mean, Matrix turned, double[] values, int count, int rows)
    {
        var directions = new Matrix(turned.Rows, count);
        for (int c = 0; c < count; c++)
        {
            float largest = 0;
            for (int r = 0; r < turned.Rows; r++)
            {
                largest = Math.Abs(turned[r, c]) > Math.Abs(largest) ? turned[r, c] : largest;
            }
            for (int r = 0; r < turned.Rows; r++)
            {
                directions[r, c] = largest < 0 ? -turned[r, c] : turned[r, c];
            }
        }
        return new PrincipalComponents(mean, directions, [.. values.Take(count).Select(value => Math.Max(0, value) / rows)]);
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "principal.components");
        var result = new Matrix(rows, columns);
        foreach (ref float value in result.Values)
        {
            value = (float)random.NextGaussian();
        }
        return result;
    }
}
