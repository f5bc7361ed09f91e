namespace Hallmark.Reports.Tests;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0.183, 2.3, "0.0 0.5 1.0 1.5 2.0 2.5")]
    [InlineData(-3, 12, "-5 0 5 10 15")]
    [InlineData(0, 0.00035, "0.0000 0.0001 0.0002 0.0003 0.0004")]
    [InlineData(0, 9_000_000, "0e+0 2e+6 4e+6 6e+6 8e+6 1e+7")]
    public void Ticks_are_round_and_enclose_the_values(double low, double high, string expected)
    {
        Axis axis = Axis.Over((decimal)low, (decimal)high);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(axis.Label)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-0.25)]
    [InlineData(9_223_372_036_854)]
    public void One_value_alone_stands_inside(double value)
    {
        Axis axis = Axis.Over((decimal)value, (decimal)value);
        Assert.True(axis.Low < (decimal)value && (decimal)value < axis.High);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(0.62, 0.99)]
    [InlineData(-4, 17)]
    public void An_axis_within_bounds_keeps_them(double low, double high)
    {
        Axis axis = Axis.Within(0, 1, (decimal)low, (decimal)high);
        Assert.InRange(axis.Low, 0, axis.High);
        Assert.InRange(axis.High, axis.Low, 1);
        Assert.True(axis.Ticks.Count >= 2);
    }

    [Fact]
    public void Counts_have_no_fractions() => Assert.Equal(["1", "2"], Axis.Over(1, 2, smallestStep: 1).Ticks.Select(tick => $"{tick}"));

    [Fact]
    public void Values_beyond_the_ends_are_drawn_at_the_ends()
    {
        Axis axis = Axis.Over(0, 10);
        Assert.Equal([100, 150, 200, 200], new decimal[] { -5, 5, 10, 99 }.Select(value => axis.Place(value, 100, 200)));
    }

    [Fact]
    public void Does_not_go_backwards() => Assert.Throws<ArgumentException>(() => Axis.Over(2, 1));

    [Fact]
    public void Every_range_of_losses_gives_few_ticks()
    {
        for (long high = 1; high < long.MaxValue / 3; high *= 3)
        {
            for (long low = 0; low < high; low = (low * 7) + 1)
            {
                Axis axis = Axis.Over(low / 1e6m, high / 1e6m);
                Assert.InRange(axis.Ticks.Count, 2, 8);
                Assert.True(axis.Low <= low / 1e6m && high / 1e6m <= axis.High);
            }
        }
    }
}
