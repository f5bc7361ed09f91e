namespace Hallmark.Cel.Tests.Language;

public class SyntaxTests
{
    [Theory]
    [InlineData("1 + 2 * 3 == 7 && -2 * 3 == 0 - 6 && 7 - 2 - 1 == 4")]
    [InlineData("true || false && false")]
    [InlineData("false ? false : true ? true : false")]
    [InlineData("1 < 2 == true")]
    [InlineData("!false == true")]
    [InlineData("- - 5 == 5 && --5 == 5 && -(-5) == 5")]
    [InlineData("1 // a comment\n + 1 == 2 // at the end")]
    [InlineData("\t1\f+\r\n1 == 2")]
    [InlineData("0x7fffffffffffffff == 9223372036854775807 && -0x8000000000000000 == -9223372036854775808")]
    [InlineData("0xFFu == 255u && 0XfU == 15u")]
    [InlineData(".5 == 5e-1 && 1E2 == 100.0 && 1.5e+1 == 15.0")]
    [InlineData("[1, 2,] == [1, 2] && {'a': 1,} == {'a': 1}")]
    [InlineData("{'a': {'b': [1, {'c': 2}]}}.a.b[1].c == 2")]
    [InlineData("'\\uD83D\\uDC31' == '\\U0001F431'")]
    [InlineData("r'\\n' == '\\\\n' && R\"a\" == 'a' && bR'\\n' == b'\\\\n' && Br\"\" == b''")]
    [InlineData("'''a'b''c''' == \"a'b''c\" && \"\"\"x\ny\"\"\" == 'x\\ny'")]
    [InlineData("'\\x41\\X41\\101\\u0041\\U00000041' == 'AAAAA'")]
    [InlineData("b'\\xff\\377' == b'\\377\\xFF' && '\\377' == 'ÿ' && size(b'ÿ') == 2")]
    public void It_parses(string expression) => Cel.IsTrue(expression);

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("1 +", "1:4")]
    [InlineData("1 +\n  *", "2:3")]
    [InlineData("'é🐱' + )", "1:8")]
    [InlineData("(1", "1:3")]
    [InlineData("[1, 2", "1:6")]
    [InlineData("{1: 2", "1:6")]
    [InlineData("{1}", "1:3")]
    [InlineData("[,]", "1:2")]
    [InlineData("size(1,)", "1:8")]
    [InlineData("1 2", "1:3")]
    [InlineData("a.", "1:3")]
    [InlineData("a.1", "1:2")]
    [InlineData("a.`b", "1:3")]
    [InlineData("a.``", "1:3")]
    [InlineData("`a`", "1:1")]
    [InlineData("'a", "1:1")]
    [InlineData("'a\nb'", "1:1")]
    [InlineData("'''a''", "1:1")]
    [InlineData("'\\q'", "1:2")]
    [InlineData("'\\x1'", "1:2")]
    [InlineData("'\\400'", "1:2")]
    [InlineData("'\\18'", "1:2")]
    [InlineData("'\\ud800'", "1:1")]
    [InlineData("'\\U0000D800'", "1:2")]
    [InlineData("'\\U00110000'", "1:2")]
    [InlineData("b'\\u0041'", "1:3")]
    [InlineData("9223372036854775808", "1:1")]
    [InlineData("-9223372036854775809", "1:1")]
    [InlineData("18446744073709551616u", "1:1")]
    [InlineData("1e999", "1:1")]
    [InlineData("1 = 1", "1:3")]
    [InlineData("1 & 1", "1:3")]
    [InlineData("a @ b", "1:3")]
    [InlineData("!-x", "1:3")]
    [InlineData("-!x", "1:2")]
    [InlineData("while", "1:1")]
    [InlineData("1 + package", "1:5")]
    [InlineData("for(1)", "1:1")]
    [InlineData("in", "1:1")]
    [InlineData("{'in': 1}.in", "1:11")]
    [InlineData("M{a: 1}", "1:2")]
    [InlineData("a.b.M{}", "1:6")]
    [InlineData("has(a)", "1:5")]
    [InlineData("has(a[0])", "1:6")]
    [InlineData("[1].all(1, true)", "1:9")]
    [InlineData("[1].all(a.b, true)", "1:11")]
    [InlineData("[1].all(.a, true)", "1:10")]
    [InlineData("[1].all(a, a, true)", "1:12")]
    public void It_does_not_parse_and_says_where(string expression, string place) =>
        Assert.StartsWith(place + ":", Cel.Refusal(expression));

    [Fact]
    public void Half_a_surrogate_pair_is_no_source() => Cel.Refusal("'\ud800'");

    [Theory]
    [InlineData("as")]
    [InlineData("namespace")]
    [InlineData("void")]
    public void Reserved_words_are_no_names_but_fields_and_methods(string word)
    {
        Assert.Contains("reserved", Cel.Refusal(word));
        Cel.IsTrue($"{{'{word}': 1}}.{word} == 1");
        Assert.Contains("no method", Cel.Refusal($"1.{word}()"));
    }
}
