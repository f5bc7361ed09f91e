using System.Globalization;
using System.Numerics;
using Hallmark.Data.Records;

namespace Hallmark.Data.Tests.Records;

/// <summary>Which decimals are numbers. The oracle is exact arithmetic on fractions, which knows nothing of the reader.</summary>
public class DecimalTextTests
{
    private const int Cases = 20_000;

    [Theory]
    [InlineData("0.1")]
    [InlineData("0.10")]
    [InlineData("1e-1")]
    [InlineData("-0.0")]
    [InlineData("0.10000000000000001")] // what %.17g writes of 0.1
    [InlineData("1.000000000000000056e-01")] // what NumPy's savetxt does
    [InlineData("0.1000000000000000055511151231257827021181583404541015625")] // all of it
    [InlineData("9007199254740992.0")]
    [InlineData("4.9e-324")]
    [InlineData("5e-324")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("2.2250738585072014e-308")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("18446744073709551616")]
    [InlineData("100000000000000000000000")]
    [InlineData(" 1.5 ")]
    [InlineData("5.684341886080802e-14")] // the shortest form is not the nearest of its length here
    public void Is_a_number(string text)
    {
        Assert.True(CellText.TryFloat64(text, out _));
        Assert.Null(CellText.NumberDoubt(text));
    }

    [Theory]
    [InlineData("0.1000000000000000000001", "more digits")]
    [InlineData("0.10000000000000002", null)] // another double
    [InlineData("9007199254740993.0", "more digits")]
    [InlineData("18446744073709551615", "more digits")]
    [InlineData("3e-324", "more digits")]
    [InlineData("3.3333333333333333", "--round takes the nearest")] // a database's average
    [InlineData("1e-400", "nearer to 0")]
    [InlineData("1e400", "beyond the range")]
    [InlineData("007", "leading zeros")]
    [InlineData("-00.5", "leading zeros")]
    [InlineData("00", "leading zeros")]
    [InlineData("+1", "plus sign")]
    [InlineData("1,5", "decimal comma (--decimal)")]
    [InlineData("1,234", "decimal comma or a thousands mark")]
    [InlineData("1,234,567.5", "thousands marks")]
    [InlineData("1 234", "thousands marks")]
    public void Is_none_and_says_why(string text, string? reason)
    {
        Assert.Equal(reason is null, CellText.TryFloat64(text, out _));
        Assert.Equal(reason is null, CellText.NumberDoubt(text) is null);
        Assert.Contains(reason ?? "", CellText.NumberDoubt(text) ?? "");
    }

    [Theory]
    [InlineData("low")]
    [InlineData("2024-01-31")]
    [InlineData("10.0.0.1")]
    [InlineData("0x1F")]
    [InlineData("-")]
    [InlineData("")]
    public void Of_what_no_one_takes_for_a_number_nothing_is_said(string text) => Assert.Null(CellText.NumberDoubt(text));

    /// <summary>Whatever a program writes of a double is that double.</summary>
    [Fact]
    public void Every_double_is_read_back_from_any_number_of_its_digits()
    {
        var random = new Random(1);
        string[] formats = ["R", "E16", "E18", "G17", "G15", "E30"];
        for (int i = 0; i < Cases; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            value = i % 2 == 0 ? value : random.NextDouble() * 1000;
            string format = formats[i % formats.Length];
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.IsFinite(value) && double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture)))
            {
                bool read = CellText.TryFloat64(text, out double back);
                bool subnormal = Math.Abs(value) < 1e-300; // fewer digits than these are not its own there
                Assert.True(read || (format == "G15" && subnormal), text);
                Assert.True(format == "G15" || back.Equals(value), text);
            }
        }
    }

    /// <summary>
    /// Of decimals with as many digits, no two of different values are one number; and one that is a number is no farther from its double
    /// than half of the last of its digits, or is the shortest form.
    /// </summary>
    [Fact]
    public void Neighbours_in_decimals_never_share_a_double()
    {
        var random = new Random(2);
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            int digits = random.Next(1, 25);
            BigInteger mantissa = BigInteger.Parse($"{random.Next(1, 10)}{Digits(random, digits - 1)}", CultureInfo.InvariantCulture);
            int exponent = random.Next(-40, 40);
            double?[] doubles = [.. Enumerable.Range(0, 3).Select(step => Read(mantissa + step, exponent))];
            for (int a = 0; a < 3; a++)
            {
                for (int b = a + 1; b < 3; b++)
                {
                    // A shorter decimal among them is the shortest form of a double whose longer one may be beside it.
                    bool sameLength = Length(mantissa + a) == Length(mantissa + b);
                    Assert.False(sameLength && doubles[a] is { } one && one.Equals(doubles[b]), $"{mantissa + a} and {mantissa + b}");
                }
            }
            refused += doubles.Count(value => value is null);
        }
        Assert.True(refused > Cases / 10); // the case is met
    }

    private static double? Read(BigInteger mantissa, int exponent) =>
        CellText.TryFloat64($"{mantissa}e{exponent}", out double value) ? value : null;

    private static int Length(BigInteger mantissa) => mantissa.ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length;

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
}
