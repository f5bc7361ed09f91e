namespace Hallmark.Learning;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Jacobi, 1846), in float64, rotations in
/// a fixed order.
/// </summary>
internal static class SymmetricEigen
{
    private const int SweepsMax = 50;

    /// <param name="matrix"><c>[n, n]</c> row by row, symmetric; becomes diagonal.</param>
    /// <param name="n">Rows, and columns, of the matrix.</param>
    /// <returns>The eigenvalues, largest first, and their vectors as columns of <c>[n, n]</c>, in that order.</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int n)
    {
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
        }
        for (int sweep = 0; sweep < SweepsMax && !IsDiagonal(matrix, n); sweep++)
        {
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Rotate(matrix, vectors, n, p, q);
                }
            }
        }
        return Sorted(matrix, vectors, n);
    }

    private static void Rotate(double[] matrix, double[] vectors, int n, int p, int q)
    {
        double off = matrix[(p * n) + q];
        if (off == 0)
        {
            return;
        }
        double theta = (matrix[(q * n) + q] - matrix[(p * n) + p]) / (2 * off);
        double tangent = 1 / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        tangent = theta < 0 ? -tangent : tangent;
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        double sine = tangent * cosine;
        for (int k = 0; k < n; k++)
        {
            Turn(ref matrix[(k * n) + p], ref matrix[(k * n) + q], cosine, sine);
        }
        for (int k = 0; k < n; k++)
        {
            Turn(ref matrix[(p * n) + k], ref matrix[(q * n) + k], cosine, sine);
            Turn(ref vectors[(k * n) + p], ref vectors[(k * n) + q], cosine, sine);
        }
    }

    private static void Turn(ref double a, ref double b, double cosine, double sine) =>
        (a, b) = ((cosine * a) - (sine * b), (sine * a) + (cosine * b));

    private static bool IsDiagonal(double[] matrix, int n)
    {
        double diagonal = 0;
        double rest = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double square = matrix[(i * n) + j] * matrix[(i * n) + j];
                diagonal += i == j ? square : 0;
                rest += i == j ? 0 : square;
            }
        }
        return rest <= 1e-26 * diagonal;
    }

    private static (double[] Values, double[] Vectors) Sorted(double[] matrix, double[] vectors, int n)
    {
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => matrix[(i * n) + i])];
        double[] values = new double[n];
        double[] columns = new double[n * n];
        for (int to = 0; to < n; to++)
        {
            values[to] = matrix[(order[to] * n) + order[to]];
            for (int k = 0; k < n; k++)
            {
                columns[(k * n) + to] = vectors[(k * n) + order[to]];
            }
        }
        return (values, columns);
    }
}
