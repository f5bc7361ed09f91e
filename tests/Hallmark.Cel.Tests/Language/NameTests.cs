namespace Hallmark.Cel.Tests.Language;

public class NameTests
{
    [Theory]
    [InlineData("x", "y", "inner")]
    [InlineData("x", ".y", "outer")]
    [InlineData("", "y", "outer")]
    [InlineData("x.z.w", "y", "inner")]
    [InlineData("other", "y", "outer")]
    [InlineData("x", "[0].map(y, y)[0] == 0 ? 'local' : 'no'", "local")]
    [InlineData("x", "[0].map(y, .y)[0]", "outer")]
    [InlineData("x", "[1].map(y, [0].map(y, y)[0])[0] == 0 ? 'local' : 'no'", "local")]
    [InlineData("", "x.y", "inner")]
    [InlineData("", ".x.y", "inner")]
    public void Containers_are_searched_from_the_inside_and_macros_hide_names(string container, string expression, string expected) =>
        BothWays(container, [("x.y", "inner"), ("y", "outer")], expression, expected);

    [Theory]
    [InlineData("a.b.c", "longest")]
    [InlineData("(a.b).c", "field")]
    [InlineData("a.b.`c`", "field")]
    [InlineData("a.b['c']", "field")]
    public void The_longest_name_counts(string expression, string expected)
    {
        CelValue map = CelValue.Of(new CelMap([KeyValuePair.Create(CelValue.Of("c"), CelValue.Of("field"))]));
        CelEnvironment environment = new([new("a.b", CelType.Dyn), new("a.b.c", CelType.Dyn)]);
        foreach (CelProgram program in new[] { environment.Compile(expression), environment.CompileUnchecked(expression) })
        {
            Assert.Equal(expected, program.Evaluate([map, CelValue.Of("longest")], CelLimits.Default).Value.AsString());
        }
    }

    [Theory]
    [InlineData("[{'z': 'local'}].map(y, y.z)[0]", "local")]
    [InlineData("[{'z': 'local'}].map(y, .y.z)[0]", "global")]
    public void A_variable_of_a_macro_hides_names_that_begin_like_it(string expression, string expected) =>
        BothWays("c", [("y.z", "global"), ("c.y.z", "contained")], expression, expected);

    [Fact]
    public void A_function_and_a_variable_may_have_one_name() => BothWays("", [("size", "x")], "size(size) == 1 ? size : ''", "x");

    [Fact]
    public void Types_are_found_through_the_container() =>
        BothWays("google.protobuf", [], "type(timestamp(0)) == Timestamp && Duration != int ? 'yes' : 'no'", "yes");

    [Fact]
    public void A_variable_without_a_value_is_an_error_that_logic_may_absorb()
    {
        CelEnvironment environment = new([new("x", CelType.Bool), new("y", CelType.Bool)]);
        Assert.True(environment.Compile("x || y").Evaluate([default, CelValue.True], CelLimits.Default).Value.AsBool());
        Assert.Equal(
            "the variable 'x' has no value",
            environment.Compile("x || y").Evaluate([default, CelValue.False], CelLimits.Default).Error!.Message);
        Assert.False(environment.Compile("x && y").Evaluate([CelValue.False], CelLimits.Default).Value.AsBool());
        Assert.False(environment.Compile("y").Evaluate([CelValue.False], CelLimits.Default).IsValue);
    }

    private static void BothWays(string container, (string Name, string Value)[] variables, string expression, string expected)
    {
        CelEnvironment environment = new(container, [.. variables.Select(variable => new CelVariable(variable.Name, CelType.Dyn))]);
        CelValue[] values = [.. variables.Select(variable => CelValue.Of(variable.Value))];
        foreach (CelProgram program in new[] { environment.Compile(expression), environment.CompileUnchecked(expression) })
        {
            Assert.Equal(expected, program.Evaluate(values, CelLimits.Default).Value.AsString());
        }
    }
}
