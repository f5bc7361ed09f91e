namespace Hallmark.Learning.Tests;

public class PortableMathTests
{
    private const double Tolerance = 1e-15;

    [Fact]
    public void Exp_stays_within_1e15_of_the_runtime() =>
        AssertClose(PortableMath.Exp, Math.Exp, random => (random.NextDouble() * 1400) - 700);

    [Fact]
    public void Log_stays_within_1e15_of_the_runtime() =>
        AssertClose(PortableMath.Log, Math.Log, random => Math.Pow(10, (random.NextDouble() * 600) - 300));

    [Fact]
    public void Tanh_stays_within_1e15_of_the_runtime() =>
        AssertClose(PortableMath.Tanh, Math.Tanh, random => (random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt(12) - 10));

    [Fact]
    public void Sigmoid_stays_within_1e15_of_the_runtime() =>
        AssertClose(PortableMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), random => (random.NextDouble() * 60) - 20);

    [Fact]
    public void Is_accurate_near_the_places_where_terms_cancel()
    {
        for (int i = -2000; i <= 2000; i++)
        {
            double nearOne = 1 + (i * 1e-4 * 1.0000001);
            Assert.InRange(RelativeError(PortableMath.Log(nearOne), Math.Log(nearOne)), 0, Tolerance);
            double nearZero = i * 1e-3;
            Assert.InRange(RelativeError(PortableMath.Tanh(nearZero), Math.Tanh(nearZero)), 0, Tolerance);
            Assert.InRange(RelativeError(PortableMath.Exp(nearZero), Math.Exp(nearZero)), 0, Tolerance);
        }
    }

    [Fact]
    public void Knows_the_edges()
    {
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, PortableMath.Exp(-746));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(710));
        Assert.Equal(Math.Exp(709.7), PortableMath.Exp(709.7), Math.Exp(709.7) * Tolerance);
        Assert.Equal(Math.Exp(-740), PortableMath.Exp(-740), double.Epsilon);
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.Log(double.PositiveInfinity));
        Assert.Equal(Math.Log(double.Epsilon), PortableMath.Log(double.Epsilon), 1e-12);
        Assert.Equal(1, PortableMath.Tanh(double.PositiveInfinity));
        Assert.Equal(-1, PortableMath.Tanh(-30));
        Assert.Equal(1, PortableMath.Sigmoid(800));
        Assert.Equal(0, PortableMath.Sigmoid(-800));
    }

    [Fact]
    public void Every_NaN_has_one_bit_pattern()
    {
        double payload = BitConverter.UInt64BitsToDouble(0xFFF8_0000_0000_1234);
        foreach (double result in (double[])
            [PortableMath.Exp(payload), PortableMath.Log(payload), PortableMath.Log(-1), PortableMath.Tanh(payload), PortableMath.Sigmoid(payload), PortableMath.Canonical(payload)])
        {
            Assert.Equal(0x7FF8_0000_0000_0000UL, BitConverter.DoubleToUInt64Bits(result));
        }
        Assert.Equal(0x7FC0_0000U, BitConverter.SingleToUInt32Bits(PortableMath.Canonical(-float.NaN)));
    }

    private static void AssertClose(Func<double, double> ours, Func<double, double> runtime, Func<SeededRandom, double> draw)
    {
        var random = new SeededRandom(1, "accuracy");
        double worst = 0;
        for (int i = 0; i < 200_000; i++)
        {
            double x = draw(random);
            worst = Math.Max(worst, RelativeError(ours(x), runtime(x)));
        }
        Assert.InRange(worst, 0, Tolerance);
    }

    private static double RelativeError(double actual, double expected) =>
        actual.Equals(expected) ? 0 : Math.Abs(actual - expected) / Math.Abs(expected);
}
