using System.Globalization;
using System.Numerics;
using Hallmark.Data.Records;

namespace Hallmark.Data.Tests.Records;

/// <summary>Numbers are read by a fast library; the platform's reader, which decides where that one does not read, is its oracle.</summary>
public class CellTextTests
{
    private const int Cases = 40_000;

    [Fact]
    public void What_the_fast_reader_takes_has_the_platforms_bits()
    {
        var random = new Random(1);
        for (int i = 0; i < Cases; i++)
        {
            Agrees(
                BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)).ToString("R", CultureInfo.InvariantCulture));
            Agrees($"{random.NextInt64()}{random.NextInt64()}e{random.Next(-345, 310)}");
            Agrees(Garbled(random));
            string halfway = Halfway(random);
            Agrees(halfway);
            Agrees(halfway + "0000000001");
            Agrees(halfway[..^1] + (char)(halfway[^1] - 1));
        }
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("-inf")]
    [InlineData("infinity")]
    [InlineData("1e999")]
    [InlineData("1,000")]
    [InlineData("0x1p3")]
    [InlineData("1\0")]
    [InlineData("")]
    [InlineData("1 2")]
    public void Is_no_number(string text) => Assert.False(CellText.TryFloat64(text, out _));

    private static void Agrees(string text)
    {
        if (CellText.TryFast(text, out double fast))
        {
            Assert.True(CellText.TryPlatform(text, out double platform), text);
            Assert.True(BitConverter.DoubleToInt64Bits(platform) == BitConverter.DoubleToInt64Bits(fast), text);
        }
    }

    /// <summary>The exact decimal between a double and the next, where reading has to round to even.</summary>
    private static string Halfway(Random random)
    {
        int places = random.Next(1, 60);
        BigInteger odd = (2 * (BigInteger)random.NextInt64(1L << 52, 1L << 53)) + 1;
        string digits = (odd * BigInteger.Pow(5, places)).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{digits[..^places]}.{digits[^places..]}";
    }

    private static string Garbled(Random random) =>
        string.Create(random.Next(1, 10), random, (text, source) => source.GetItems("0123456789+-.eE \t\0,xinfa_", text));
}
