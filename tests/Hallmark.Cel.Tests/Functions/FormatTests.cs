using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hallmark.Cel.Functions;

namespace Hallmark.Cel.Tests.Functions;

public class FormatTests
{
    [Theory]
    [InlineData("'no substitution'.format([])", "no substitution")]
    [InlineData("'%s and %% and %%%s%%'.format(['a', 'b'])", "a and % and %b%")]
    [InlineData("'%d %d %s'.format([1, 2u, 'A'])", "1 2 A")]
    [InlineData("'%.3f'.format([1.2345])", "1.234")]
    [InlineData("'%.0f %.0f %.0f'.format([0.5, 1.5, 2.5])", "0 2 2")]
    [InlineData("'%.2f'.format([0.125])", "0.12")]
    [InlineData("'%f'.format([2.71828])", "2.718280")]
    [InlineData("'%.1f'.format([-0.04])", "-0.0")]
    [InlineData("'%.2f'.format([3])", "3.00")]
    [InlineData("'%e'.format([2.71828])", "2.718280e+00")]
    [InlineData("'%.6e'.format([1052.032911275])", "1.052033e+03")]
    [InlineData("'%.0e'.format([9.5e9])", "1e+10")]
    [InlineData("'%.2e'.format([0.0])", "0.00e+00")]
    [InlineData("'%.3e'.format([-5e-324])", "-4.941e-324")]
    [InlineData("'%b %b %b'.format([5, -5, true])", "101 -101 1")]
    [InlineData("'%b'.format([-9223372036854775808])", "-1000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("'%o'.format([uint(65535)])", "177777")]
    [InlineData("'%x %X %x %X'.format([30, 6000u, 'Hello', b'\\xff'])", "1e 1770 48656c6c6f FF")]
    [InlineData("'%d %f %e %s'.format([0.0/0.0, 1.0/0.0, -1.0/0.0, [0.0/0.0]])", "NaN Infinity -Infinity [NaN]")]
    [InlineData("'%s'.format([['abc', 3.14, null, [9, 8], timestamp(0)]])", "[abc, 3.14, null, [9, 8], 1970-01-01T00:00:00Z]")]
    [InlineData("'%s'.format([{'strKey': 'x', 6: duration('422s'), true: 42}])", "{6: 422s, strKey: x, true: 42}")]
    [InlineData("'%s %s %s'.format([{}, [], type(1)])", "{} [] int")]
    [InlineData("'%s'.format([b'xyz'])", "xyz")]
    public void Each_verb_formats_its_types(string expression, string expected) =>
        Assert.Equal(expected, Cel.Run(expression).Value.AsString());

    [Theory]
    [InlineData("'%a'.format([1])")]
    [InlineData("'%E'.format([1.0])")]
    [InlineData("'%'.format([])")]
    [InlineData("'%.s'.format(['a'])")]
    [InlineData("'%.101f'.format([1.0])")]
    [InlineData("'%.99999999999999999999f'.format([1.0])")]
    [InlineData("'%d %d'.format([1])")]
    [InlineData("'%d'.format([1, 2])")]
    [InlineData("'%b'.format(['a'])")]
    [InlineData("'%d'.format([duration('1s')])")]
    [InlineData("'%d'.format([null])")]
    [InlineData("'%d'.format([1.5])")]
    [InlineData("'%o'.format(['a'])")]
    [InlineData("'%x'.format([0.5])")]
    [InlineData("'%s'.format([b'\\xff'])")]
    [InlineData("'%f'.format([true])")]
    public void Arguments_that_a_verb_does_not_take_are_errors(string expression) => Cel.Fails(expression);

    [Fact]
    public void Decimals_are_those_of_the_exact_value() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), Gen.Choose(0, 20).ToArbitrary(), Gen.Choose(0, 8).ToArbitrary(), (mantissa, shift, decimals) =>
        {
            // These are exact as decimals, so that the platform's rounding of decimals is an oracle.
            decimal exact = mantissa / (decimal)(1 << shift);
            decimal rounded = Math.Round(exact, decimals, MidpointRounding.ToEven);
            double value = mantissa / (double)(1 << shift);
            string expected = rounded.ToString($"F{decimals}", CultureInfo.InvariantCulture).TrimStart('-');
            Assert.Equal(expected, ExactDecimal.Fixed(value, decimals).TrimStart('-'));
            double back = double.Parse(ExactDecimal.Scientific(value, 17), CultureInfo.InvariantCulture);
            Assert.Equal(value, back);
        }).QuickCheckThrowOnFailure();
}
