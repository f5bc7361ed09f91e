namespace Hallmark.Learning;

/// <summary>An orthonormal basis of the span of columns, by Gram and Schmidt's modified process, twice, in float64.</summary>
internal static class Orthonormal
{
    private const double Vanished = 1e-7; // of its length: what remains of such a column is rounding, not direction

    /// <param name="columns"><c>[rows, columns]</c>, no more columns than rows.</param>
    /// <returns>The same shape; a column that adds no direction becomes the first unit vector that does.</returns>
    public static Matrix Of(Matrix columns)
    {
        double[][] vectors = [.. Enumerable.Range(0, columns.Columns).Select(c => Column(columns, c))];
        int nextUnit = 0;
        for (int c = 0; c < vectors.Length; c++)
        {
            double length = Length(vectors[c]);
            double left = Clear(vectors, c);
            while (!(left > Vanished * length))
            {
                vectors[c] = new double[columns.Rows];
                vectors[c][nextUnit++] = 1;
                length = 1;
                left = Clear(vectors, c);
            }
        }
        var result = new Matrix(columns.Rows, columns.Columns);
        for (int c = 0; c < vectors.Length; c++)
        {
            for (int r = 0; r < columns.Rows; r++)
            {
                result[r, c] = (float)vectors[c][r];
            }
        }
        return result;
    }

    /// <summary>Takes the earlier vectors out of one and brings it to length 1; gives the length it had then.</summary>
    private static double Clear(double[][] vectors, int index)
    {
        double[] vector = vectors[index];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int earlier = 0; earlier < index; earlier++)
            {
                double along = Dot(vectors[earlier], vector);
                for (int r = 0; r < vector.Length; r++)
                {
                    vector[r] -= along * vectors[earlier][r];
                }
            }
        }
        double length = Length(vector);
        for (int r = 0; length > 0 && r < vector.Length; r++)
        {
            vector[r] /= length;
        }
        return length;
    }

    private static double[] Column(Matrix columns, int column)
    {
        double[] result = new double[columns.Rows];
        for (int r = 0; r < result.Length; r++)
        {
            result[r] = columns[r, column];
        }
        return result;
    }

    private static double Length(double[] vector) => Math.Sqrt(Dot(vector, vector));

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
