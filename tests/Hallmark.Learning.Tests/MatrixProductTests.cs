using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Learning.Tests;

public class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(4, 16, 16)]
    [InlineData(5, 1, 17)]
    [InlineData(33, 70, 31)]
    [InlineData(130, 200, 65)] // large enough for several threads
    public void Equals_the_plain_triple_loop_bit_for_bit(int m, int k, int n) => AssertAllThree(m, k, n, 1);

    [Fact]
    public void Equals_the_plain_triple_loop_for_any_shape() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 40).Three().ToArbitrary(),
            static shape => AssertAllThree(shape.Item1, shape.Item2, shape.Item3, (ulong)shape.Item1)));

    [Fact]
    public void A_sum_without_terms_is_zero()
    {
        var result = new Matrix(2, 3, [1, 1, 1, 1, 1, 1]);
        MatrixProduct.MultiplyTransposed(new Matrix(0, 2), new Matrix(0, 3), result);
        Assert.All(result.Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(4, 5), new Matrix(2, 5)));
        Assert.Contains("[2, 3] · [4, 5]", exception.Message);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(3, 5), new Matrix(2, 4)));
    }

    private static void AssertAllThree(int m, int k, int n, ulong seed)
    {
        Matrix a = Sample.Gaussian(m, k, seed);
        Matrix b = Sample.Gaussian(k, n, seed + 1);
        float[] expected = Naive(a, b);
        var result = new Matrix(m, n);

        MatrixProduct.Multiply(a, b, result);
        Assert.Equal(Bits(expected), Bits(result.Values));

        result.Values.Fill(float.NaN);
        MatrixProduct.MultiplyByTransposed(a, Transposed(b), result);
        Assert.Equal(Bits(expected), Bits(result.Values));

        result.Values.Fill(float.NaN);
        MatrixProduct.MultiplyTransposed(Transposed(a), b, result);
        Assert.Equal(Bits(expected), Bits(result.Values));
    }

    // The specification: one sum per output, from +0, in ascending order, rounded at every step.
    private static float[] Naive(Matrix a, Matrix b)
    {
        float[] result = new float[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                float sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    float product = a[i, k] * b[k, j];
                    sum += product;
                }
                result[(i * b.Columns) + j] = sum;
            }
        }
        return result;
    }

    private static Matrix Transposed(Matrix matrix)
    {
        var result = new Matrix(matrix.Columns, matrix.Rows);
        for (int r = 0; r < matrix.Rows; r++)
        {
            for (int c = 0; c < matrix.Columns; c++)
            {
                result[c, r] = matrix[r, c];
            }
        }
        return result;
    }

    private static uint[] Bits(ReadOnlySpan<float> values) => [.. values.ToArray().Select(BitConverter.SingleToUInt32Bits)];
}
