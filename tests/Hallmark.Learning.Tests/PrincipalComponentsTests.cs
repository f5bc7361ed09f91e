namespace Hallmark.Learning.Tests;

public class PrincipalComponentsTests
{
    [Theory]
    [InlineData(400, 12)] // covariance multiplied out
    [InlineData(12, 40)] // more columns than rows
    public void Finds_the_directions_that_were_put_in(int rows, int columns)
    {
        Matrix data = Stretched(rows, columns, [30, 10]);
        PrincipalComponents found = PrincipalComponents.Fit(data, 2);
        Assert.Equal(2, found.Count);
        for (int d = 0; d < 2; d++)
        {
            // The d-th stretched feature is column 3 + d.
            Assert.True(found.Directions[((3 + d) * 2) + d] > 0.9, $"direction {d}: {found.Directions[((3 + d) * 2) + d]}");
        }
        Assert.True(found.Variances[0] > found.Variances[1]);
    }

    [Fact]
    public void All_components_keep_distances_and_variances()
    {
        Matrix data = Stretched(60, 7, [5, 3, 2]);
        PrincipalComponents all = PrincipalComponents.Fit(data, 20);
        Assert.Equal(7, all.Count);
        Matrix projected = all.Project(data);
        for (int r = 1; r < 60; r++)
        {
            Assert.Equal(Distance(data, 0, r), Distance(projected, 0, r), 1e-2);
        }
        for (int c = 0; c < 7; c++)
        {
            double[] column = [.. Enumerable.Range(0, 60).Select(r => (double)projected[r, c])];
            Assert.Equal(0, Statistics.Mean(column), 1e-4);
            Assert.Equal(all.Variances[c], Math.Pow(Statistics.StandardDeviation(column), 2) * 59 / 60, 1e-2);
        }
    }

    [Fact]
    public void Another_seed_changes_rounding_only()
    {
        Matrix data = Stretched(100, 9, [9, 5]);
        float[] one = PrincipalComponents.Fit(data, 2, 1).Project(data).Values.ToArray();
        float[] other = PrincipalComponents.Fit(data, 2, 2).Project(data).Values.ToArray();
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void Constant_rows_and_a_single_one_have_no_variance()
    {
        var same = new Matrix(5, 3, [.. Enumerable.Repeat(7f, 15)]);
        Assert.Equal([0.0, 0.0, 0.0], PrincipalComponents.Fit(same, 3).Variances.ToArray());
        Assert.All(PrincipalComponents.Fit(same, 2).Project(same).Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal([0.0], PrincipalComponents.Fit(new Matrix(1, 2, [3, 4]), 1).Variances.ToArray());
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(new Matrix(0, 2), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(new Matrix(2, 2), 0));
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(new Matrix(2, 1, [float.NaN, 0]), 1));
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(new Matrix(2, 1, [1e30f, -1e30f]), 1));
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(new Matrix(2, 1), 1).Project(new Matrix(2, 2)));
    }

    private static Matrix Stretched(int rows, int columns, float[] factors)
    {
        Matrix data = Sample.Gaussian(rows, columns, 11);
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < factors.Length; i++)
            {
                data[r, 3 + i] *= factors[i];
            }
        }
        return data;
    }

    private static double Distance(Matrix rows, int a, int b) =>
        Math.Sqrt(Enumerable.Range(0, rows.Columns).Sum(c => Math.Pow(rows[a, c] - rows[b, c], 2)));
}
