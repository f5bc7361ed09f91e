namespace Hallmark.Learning.Tests;

public class StandardScalerTests
{
    [Fact]
    public void Scales_each_feature_to_mean_0_and_deviation_1()
    {
        Matrix rows = Sample.Gaussian(500, 4, 1);
        for (int r = 0; r < rows.Rows; r++)
        {
            rows[r, 1] = (rows[r, 1] * 1000) + 5;
        }
        Matrix scaled = StandardScaler.Fit(rows).Transform(rows);
        for (int c = 0; c < rows.Columns; c++)
        {
            double[] column = [.. Enumerable.Range(0, rows.Rows).Select(r => (double)scaled[r, c])];
            Assert.Equal(0, Statistics.Mean(column), 1e-6);
            Assert.Equal(1, Statistics.StandardDeviation(column) * Math.Sqrt(499.0 / 500), 1e-6);
        }
    }

    [Fact]
    public void A_constant_feature_is_only_shifted()
    {
        var rows = new Matrix(3, 2, [0.1f, 1, 0.1f, 2, 0.1f, 3]);
        StandardScaler scaler = StandardScaler.Fit(rows);
        Assert.Equal(1, scaler.Scale[0]);
        Assert.Equal(0.1f, scaler.Mean[0]);
        Assert.Equal(0, scaler.Transform(rows)[1, 0]);
        Assert.Equal(1, scaler.Transform(new Matrix(1, 2, [1.1f, 2]))[0, 0], 1e-6);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused_with_their_place()
    {
        var exception = Assert.Throws<ArgumentException>(() => StandardScaler.Fit(new Matrix(2, 2, [1, 2, 3, float.NaN])));
        Assert.Contains("Row 1, column 1", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => StandardScaler.Fit(new Matrix(0, 2)));
        Assert.Throws<ArgumentException>(() => StandardScaler.Identity(2).Transform(new Matrix(1, 3)));
        Assert.Throws<ArgumentException>(() => new StandardScaler([0], [0]));
    }
}
