using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Cel.Tests.Properties;

/// <summary>Numbers of all types against unbounded integers.</summary>
public class NumberProperties
{
    private static readonly CelEnvironment Environment = new([new("a", CelType.Dyn), new("b", CelType.Dyn)]);

    private static readonly BigInteger[] Edges =
    [
        0, 1, -1, 2, -2, 7, 10, 1L << 31, 1L << 53, (1L << 53) + 1, long.MaxValue, long.MinValue, long.MinValue + 1, ulong.MaxValue,
        ulong.MaxValue - 1, (BigInteger)long.MaxValue + 1, 4294967296, 4294967295, 3037000500,
    ];

    private static Arbitrary<BigInteger> Whole => Gen.OneOf(
        Gen.Elements(Edges),
        ArbMap.Default.GeneratorFor<long>().Select(number => new BigInteger(number)),
        Gen.Choose(-100, 100).Select(number => new BigInteger(number))).ToArbitrary();

    [Fact]
    public void Arithmetic_of_ints_and_uints_is_exact_or_an_error() => Prop.ForAll(Whole, Whole, (a, b) =>
    {
        foreach (bool unsigned in new[] { false, true })
        {
            if (Value(a, unsigned) is CelValue x && Value(b, unsigned) is CelValue y)
            {
                Holds("a + b", x, y, a + b, unsigned);
                Holds("a - b", x, y, a - b, unsigned);
                Holds("a * b", x, y, a * b, unsigned);
                Holds("a / b", x, y, b.IsZero ? null : BigInteger.Divide(a, b), unsigned);
                bool overflows = !unsigned && a == long.MinValue && b == -1;
                Holds("a % b", x, y, b.IsZero || overflows ? null : BigInteger.Remainder(a, b), unsigned);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_are_compared_as_numbers() => Prop.ForAll(Whole, Whole, (a, b) =>
    {
        foreach (CelValue x in Forms(a))
        {
            foreach (CelValue y in Forms(b))
            {
                bool real = x.Kind == CelKind.Double || y.Kind == CelKind.Double;
                int order = real ? Nearest(a).CompareTo(Nearest(b)) : a.CompareTo(b);
                Assert.Equal((order < 0, order <= 0, order == 0, order != 0, order >= 0, order > 0), Compared(x, y));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NaN_is_neither_less_nor_equal_nor_greater()
    {
        CelValue[] others = [CelValue.Of(double.NaN), CelValue.Of(1.0), CelValue.Of(1L), CelValue.Of(1UL)];
        foreach (CelValue other in others)
        {
            Assert.Equal((false, false, false, true, false, false), Compared(CelValue.Of(double.NaN), other));
            Assert.Equal((false, false, false, true, false, false), Compared(other, CelValue.Of(double.NaN)));
        }
    }

    [Fact]
    public void Conversions_keep_the_number_or_fail() => Prop.ForAll(Whole, a =>
    {
        foreach (CelValue x in Forms(a))
        {
            bool real = x.Kind == CelKind.Double;
            BigInteger value = real ? new BigInteger(Nearest(a)) : a;
            bool edge = real && (value == (BigInteger)long.MinValue || value > long.MaxValue);
            Holds("int(a)", x, x, edge ? null : value, unsigned: false);
            Holds("uint(a)", x, x, value, unsigned: true);
            if (!real)
            {
                Holds("int(string(a))", x, x, value, unsigned: false);
                Holds("uint(string(a))", x, x, value, unsigned: true);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Doubles_survive_being_text_in_both_forms() => Prop.ForAll(ArbMap.Default.ArbFor<double>(), a =>
    {
        CelValue value = CelValue.Of(a);
        CelValue back = Environment.Compile("double(string(a))").Evaluate([value], CelLimits.Default).Value;
        Assert.Equal(BitConverter.DoubleToInt64Bits(a), BitConverter.DoubleToInt64Bits(back.AsDouble()));
        using var json = System.Text.Json.JsonDocument.Parse(CelJson.Text(value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(a), BitConverter.DoubleToInt64Bits(CelJson.Read(json.RootElement).AsDouble()));
    }).QuickCheckThrowOnFailure();

    /// <summary>By way of text: the platform's conversion of large integers cuts off instead of rounding.</summary>
    private static double Nearest(BigInteger number) =>
        double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static CelValue? Value(BigInteger number, bool unsigned) => unsigned
        ? number >= 0 && number <= ulong.MaxValue ? CelValue.Of((ulong)number) : null
        : number >= long.MinValue && number <= long.MaxValue ? CelValue.Of((long)number) : null;

    private static IEnumerable<CelValue> Forms(BigInteger number)
    {
        yield return CelValue.Of(Nearest(number));
        foreach (bool unsigned in new[] { false, true })
        {
            if (Value(number, unsigned) is CelValue value)
            {
                yield return value;
            }
        }
    }

    private static void Holds(string expression, CelValue a, CelValue b, BigInteger? expected, bool unsigned)
    {
        CelResult result = Environment.Compile(expression).Evaluate([a, b], CelLimits.Default);
        bool fits = expected is BigInteger number && Value(number, unsigned) is not null;
        string? text = fits ? expected!.Value.ToString(CultureInfo.InvariantCulture) : null;
        string? found = !result.IsValue ? null : unsigned ? result.Value.AsUint().ToString() : result.Value.AsInt().ToString();
        Assert.True(text == found, $"{expression} with {a} and {b}: {found ?? "error"} and not {text ?? "error"}");
    }

    private static (bool, bool, bool, bool, bool, bool) Compared(CelValue a, CelValue b)
    {
        bool Is(string op) => Environment.Compile($"a {op} b").Evaluate([a, b], CelLimits.Default).Value.AsBool();
        return (Is("<"), Is("<="), Is("=="), Is("!="), Is(">="), Is(">"));
    }
}
