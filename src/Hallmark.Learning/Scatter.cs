namespace Hallmark.Learning;

/// <summary>
/// What centred rows do to directions: Cᵀ · (C · directions), where C is the rows less their means. Blocks of rows are taken in
/// order and added in float64; a block's products are exact to the order of their sums, see <see cref="MatrixProduct"/>. Few
/// columns are multiplied out once, which makes every later use cheap.
/// </summary>
internal sealed class Scatter
{
    private const int BlockRows = 2048;
    private const int MultipliedOutColumns = 1024;

    private readonly Matrix _rows;
    private readonly double[] _mean;
    private readonly Matrix? _square; // Cᵀ · C

    public Scatter(Matrix rows, double[] mean)
    {
        (_rows, _mean) = (rows, mean);
        if (rows.Columns <= MultipliedOutColumns && rows.Rows > rows.Columns)
        {
            _square = Sum(rows.Columns, static (block, product) => MatrixProduct.MultiplyTransposed(block, block, product));
        }
    }

    /// <param name="directions"><c>[columns, directions]</c>; the result has its shape.</param>
    public Matrix Apply(Matrix directions)
    {
        if (_square is not null)
        {
            var result = new Matrix(_rows.Columns, directions.Columns);
            MatrixProduct.Multiply(_square, directions, result);
            return result;
        }
        return Sum(directions.Columns, (block, product) =>
        {
            var along = new Matrix(block.Rows, directions.Columns);
            MatrixProduct.Multiply(block, directions, along);
            MatrixProduct.MultiplyTransposed(block, along, product);
        });
    }

    /// <summary>Some rows less the means, in float64 before they are rounded.</summary>
    public static Matrix Centred(Matrix rows, int first, int count, double[] mean)
    {
        var block = new Matrix(count, rows.Columns);
        for (int r = 0; r < count; r++)
        {
            ReadOnlySpan<float> from = rows.Row(first + r);
            Span<float> to = block.Row(r);
            for (int c = 0; c < to.Length; c++)
            {
                to[c] = (float)(from[c] - mean[c]);
            }
        }
        return block;
    }

    private Matrix Sum(int columns, Action<Matrix, Matrix> multiply)
    {
        var product = new Matrix(_rows.Columns, columns);
        double[] sums = new double[product.Values.Length];
        for (int first = 0; first < _rows.Rows; first += BlockRows)
        {
            multiply(Centred(_rows, first, Math.Min(BlockRows, _rows.Rows - first), _mean), product);
            ReadOnlySpan<float> values = product.Values;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i];
            }
        }
        Span<float> rounded = product.Values;
        for (int i = 0; i < sums.Length; i++)
        {
            rounded[i] = (float)sums[i];
        }
        return product;
    }
}
