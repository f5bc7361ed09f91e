namespace Hallmark.Cel.Tests.Language;

public class MacroTests
{
    [Theory]
    [InlineData("[1, 2, 3].map(x, x > 1, x * 10) == [20, 30]")]
    [InlineData("{'b': 1, 'a': 2}.map(k, k) == ['a', 'b']")]
    [InlineData("{2: 1, true: 1, 'a': 1, 1u: 1, false: 1}.map(k, dyn(k)) == [false, true, 1, 2, 'a']")]
    [InlineData("[1, 2].map(x, [3, 4].map(y, x * y)) == [[3, 4], [6, 8]]")]
    [InlineData("[1, 2].exists(i, v, i == 1 && v == 2) && ![1, 2].all(i, v, i == v)")]
    [InlineData("{'a': 1}.exists(k, v, k == 'a' && v == 1) && {'a': 1}.all(k, v, v > 0)")]
    [InlineData("[5, 7, 8].existsOne(i, v, v % 5 == i) && [7].exists_one(x, x == 7)")]
    [InlineData("[2, 4, 6].transformList(i, v, i != 1, v / 2 + i) == [1, 5]")]
    [InlineData("{'foo': 'bar', 'baz': 'bux'}.transformMap(k, v, k != 'baz', k + v) == {'foo': 'foobar'}")]
    [InlineData("[1, 2].transformMap(i, v, v * 2) == {0: 2, 1: 4}")]
    [InlineData("[1, 2, 3].filter(x, x > 1).filter(x, x < 3) == [2]")]
    [InlineData("[0, 1].exists(x, 1 / x == 1) && ![1, 0].all(x, 1 / x == 2)")]
    [InlineData("[[1], []].map(x, x.map(x, x + 1)) == [[2], []]")]
    [InlineData("has({'a': {'b': null}}.a.b) && !has({'a': {}}.a.b)")]
    public void They_go_through_lists_and_maps(string expression) => Cel.IsTrue(expression);

    [Theory]
    [InlineData("[0, 1].exists(x, 1 / x == 2)")]
    [InlineData("[0, 1].all(x, 1 / x == 1)")]
    [InlineData("[1, 0].exists_one(x, 1 / x == 1)")]
    [InlineData("[1, 0].map(x, 1 / x)")]
    [InlineData("[1, 0].filter(x, 1 / x == 1)")]
    [InlineData("{'a': 0}.transformMap(k, v, 1 / v)")]
    [InlineData("dyn(1).all(x, true)")]
    [InlineData("[1].exists(x, dyn(1))")]
    [InlineData("[1].filter(x, dyn('a'))")]
    [InlineData("has(dyn(1).a)")]
    [InlineData("has({}.a.b)")]
    public void Errors_that_nothing_absorbs(string expression) => Cel.Fails(expression);
}
