namespace Hallmark.Cel.Tests.Limits;

public class LimitTests
{
    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    public static TheoryData<string> TooLarge =>
    [
        Repeat("(", 100_000),
        Repeat("[", 60_000),
        Repeat("{1:", 20_000),
        Repeat("(", 101) + "1" + Repeat(")", 101),
        Repeat("[", 101) + Repeat("]", 101),
        Repeat("a[", 5_000) + "0" + Repeat("]", 5_000),
        Repeat("-", 60_000) + "1",
        Repeat("!", 60_000) + "true",
        "1" + Repeat("+1", 30_000),
        "1" + Repeat("+1", 300),
        "x" + Repeat(".a", 30_000),
        "x" + Repeat("[0]", 20_000),
        "x" + Repeat(".f()", 10_000),
        Repeat("true ? true : ", 4_000) + "true",
        Repeat("true ? ", 5_000) + "true" + Repeat(" : true", 5_000),
        "[" + Repeat("1,", 20_000) + "]",
        "a" + Repeat("||a", 20_000),
        "size(" + Repeat("1,", 64) + "1)",
        Repeat("[1].all(x, ", 101) + "true" + Repeat(")", 101),
        "'" + Repeat("a", 65_536) + "'",
        "'" + Repeat("\\", 60_000),
    ];

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void Expressions_that_are_too_large_or_too_deep_are_refused(string expression)
    {
        CelEnvironment environment = new([new("x", CelType.Dyn), new("a", CelType.Dyn)]);
        Assert.Throws<CelException>(() => environment.Compile(expression));
        Assert.Throws<CelException>(() => environment.CompileUnchecked(expression));
    }

    public static TheoryData<string> Large =>
    [
        Repeat("(", 99) + "1" + Repeat(")", 99) + " == 1",
        "1" + Repeat(" + 1", 298) + " == 299",
        "true" + Repeat(" && true", 5_000),
        "[" + Repeat("1,", 10_000) + "].size() == 10000",
        Repeat("-", 200) + "1 == 1",
        "{'a': 1}" + Repeat("['a'] == 1 ? {'a': 1} : {'a': 1}", 0) + " == {'a': 1}",
        Repeat("[1].all(x, ", 98) + "true" + Repeat(")", 98),
    ];

    [Theory]
    [MemberData(nameof(Large))]
    public void Expressions_within_the_limits_work(string expression) => RunOnSmallStack(() => Cel.IsTrue(expression));

    public static TheoryData<string> Hungry =>
    [
        "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d,"
            + " [1,2,3,4,5,6,7,8,9,10].all(e, [1,2,3,4,5,6,7,8,9,10].all(f, [1,2,3,4,5,6,7,8,9,10].all(g, true)))))))",
        "['0123456789']" + Repeat(".map(x, x + x + x + x)", 12),
        "['0123456789']" + Repeat(".map(x, x + x + x + x)", 12) + ".size() > 0 || true",
        "[b'0123456789']" + Repeat(".map(x, x + x + x + x)", 12),
        "[[1]]" + Repeat(".map(x, x + x + x + x)", 12),
        "[1]" + Repeat(".map(x, [x, x])", 40),
        "[1]" + Repeat(".map(x, [x, x])", 20) + " == [1]" + Repeat(".map(x, [x, x])", 20),
        "[1]" + Repeat(".map(x, {'a': x, 'b': x})", 40),
        "['a']" + Repeat(".map(x, x.replace('a', 'aaaaaaaaaa'))", 8),
        "['a']" + Repeat(".map(x, [x, x, x, x, x, x, x, x].join('-'))", 12),
        "['aaaaaaaaaaaaaaaa']" + Repeat(".map(x, x + x)", 16) + ".exists(x, x.matches('(a|b)*(b|a)*c' + ''))",
        "['aaaaaaaaaaaaaaaa']" + Repeat(".map(x, x + x)", 16) + ".exists(x, x.matches('(a|b)*(b|a)*c'))",
    ];

    [Theory]
    [MemberData(nameof(Hungry))]
    public void An_evaluation_without_end_ends_at_its_limits_and_no_operator_absorbs_that(string expression)
    {
        CelResult result = Cel.Run(expression);

        Assert.Equal(CelErrorKind.LimitExceeded, result.Error?.Kind);
        Assert.Equal(result, Cel.Run(expression));
    }

    [Fact]
    public void The_steps_used_are_the_least_that_suffice()
    {
        CelProgram program = Cel.Empty.Compile(
            "[1, 2, 3].map(x, x * 2).exists(x, x == 6) && 'abc'.matches('b+') && {'a': [1]} == {'a': [1]}");
        long steps = program.Evaluate([], CelLimits.Default).Steps;

        Assert.Equal(steps, program.Evaluate([], CelLimits.Default).Steps);
        Assert.True(program.Evaluate([], CelLimits.Default with { Steps = steps }).IsValue);
        Assert.Equal(CelErrorKind.LimitExceeded, program.Evaluate([], CelLimits.Default with { Steps = steps - 1 }).Error?.Kind);
    }

    [Theory]
    [InlineData("'ab' + 'cd'", 4)]
    [InlineData("b'ab' + b'c'", 3)]
    [InlineData("[1, 2] + [3]", 3)]
    [InlineData("[1, 1 + 1]", 3)]
    [InlineData("[1, 2].map(x, x)", 2)]
    [InlineData("{'a': 1}", 3)]
    [InlineData("'abc'.upperAscii()", 3)]
    [InlineData("bytes('é')", 2)]
    public void What_is_produced_is_counted(string expression, long volume)
    {
        CelProgram program = Cel.Empty.Compile(expression);
        Assert.True(program.Evaluate([], CelLimits.Default with { Volume = volume }).IsValue);
        Assert.Equal(CelErrorKind.LimitExceeded, program.Evaluate([], CelLimits.Default with { Volume = volume - 1 }).Error?.Kind);
    }

    public static TheoryData<string> Heavy =>
    [
        "int(s) == 1", "timestamp(s) == timestamp(0)", "duration(s) == duration('1s')", "uint(s) == 1u", "double(s) == 1.0", "size(s) == 1",
        "s == t", "s < t", "s.contains(t)", "s in m", "m[s] == 1", "s.charAt(1) == ''", "has({s: 1}.a)", "s.trim() == ''", "b == b + b",
        "timestamp(0).getHours('No/Where') == 1", "timestamp(0).getHours(s) == 1", "s.matches('a$')", "'a'.matches(s)",
    ];

    [Theory]
    [MemberData(nameof(Heavy))]
    public void Looking_through_long_values_is_paid_for(string expression)
    {
        string text = Repeat("1", 200_000);
        CelEnvironment environment = new(
            [new("s", CelType.String), new("t", CelType.String), new("b", CelType.Bytes), new("m", CelType.Dyn)]);
        CelValue map = CelValue.Of(new CelMap([KeyValuePair.Create(CelValue.Of(text + "2"), CelValue.Of(1L))]));
        CelValue[] values = [CelValue.Of(text + "1"), CelValue.Of(text + "3"), CelValue.Of(new byte[200_000]), map];
        long steps = environment.Compile(expression).Evaluate(values, new CelLimits(100_000_000, 10_000_000)).Steps;
        Assert.True(steps >= 100, $"{steps}");
    }

    /// <summary>A quarter of the stack that threads usually have.</summary>
    private static void RunOnSmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    thrown = e;
                }
            },
            maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }
}
