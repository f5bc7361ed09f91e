namespace Hallmark.Cel.Tests.Language;

public class CheckTests
{
    private static readonly CelType Sender = CelType.Object(
        "Member", [new("credibility", CelType.Int), new("roles", CelType.List(CelType.String))]);

    private static readonly CelEnvironment Environment = new(
    [
        new("batch", CelType.Object("Batch", [new("labelNoise", CelType.Double), new("sender", Sender)])),
        new("sender", Sender),
        new("counts", CelType.Map(CelType.String, CelType.Int)),
        new("at", CelType.Timestamp),
        new("any", CelType.Dyn),
    ]);

    [Theory]
    [InlineData("batch.labelNoise < 0.2 && sender.credibility > 300 && 'trainer' in sender.roles", "bool")]
    [InlineData("batch.labelNoise < 1 || batch.sender.credibility >= 1.5", "bool")]
    [InlineData("counts.a + counts['b']", "int")]
    [InlineData("sender.roles.map(r, size(r))", "list(int)")]
    [InlineData("sender.roles.filter(r, r != 'x')", "list(string)")]
    [InlineData("counts.filter(k, counts[k] > 1)", "list(string)")]
    [InlineData("counts.transformMap(k, v, double(v))", "map(string, double)")]
    [InlineData("sender.roles.transformList(i, r, i)", "list(int)")]
    [InlineData("at - at", "google.protobuf.Duration")]
    [InlineData("at + (at - at)", "google.protobuf.Timestamp")]
    [InlineData("any + 1", "int")]
    [InlineData("any + any", "dyn")]
    [InlineData("any.x[0].y", "dyn")]
    [InlineData("any < any", "bool")]
    [InlineData("[1, 'a']", "list(dyn)")]
    [InlineData("[1, any]", "list(dyn)")]
    [InlineData("[]", "list(dyn)")]
    [InlineData("{}", "map(dyn, dyn)")]
    [InlineData("[[], [1]]", "list(list(int))")]
    [InlineData("[[], [[]], [[[]]], [[[[]]]]]", "list(list(list(list(list(dyn)))))")]
    [InlineData("[[[[[]]]], [], [[[]]]]", "list(list(list(list(list(dyn)))))")]
    [InlineData("([].map(x, x))[0].foo", "dyn")]
    [InlineData("[] + [1]", "list(int)")]
    [InlineData("([1] + [any])[1].startsWith('a')", "bool")]
    [InlineData("{'a': 1, 'b': 2u}", "map(string, dyn)")]
    [InlineData("{1: 'a', 'b': 'b'}", "map(dyn, string)")]
    [InlineData("true ? [1] : []", "list(int)")]
    [InlineData("true ? any : 1", "dyn")]
    [InlineData("sender == null ? 0 : 1", "int")]
    [InlineData("batch.sender == sender", "bool")]
    [InlineData("has(sender.roles) && has(counts.x) && has(any.x.y)", "bool")]
    [InlineData("type(1) == int && type(at) == google.protobuf.Timestamp", "bool")]
    [InlineData("type(sender)", "type")]
    public void The_type_of_an_expression(string expression, string type) =>
        Assert.Equal(type, Environment.Compile(expression).ResultType.ToString());

    [Theory]
    [InlineData("batch.noise < 0.2", "1:7: no field 'noise' in Batch")]
    [InlineData("true &&\n  sender.role == 'x'", "2:10: no field 'role' in Member")]
    [InlineData("has(sender.rolls)", "1:1: no field 'rolls' in Member")]
    [InlineData("sender.credibility.x", "1:20: no field 'x': int has no fields")]
    [InlineData("{1: 2}.x", "1:8: no field 'x': keys of map(int, int) are no strings")]
    [InlineData("missing", "1:1: undeclared name 'missing'")]
    [InlineData("dyn", "1:1: undeclared name 'dyn'")]
    [InlineData("missing(1)", "1:1: no function 'missing' with 1 arguments")]
    [InlineData("size()", "1:1: no function 'size' with 0 arguments")]
    [InlineData("1.missing()", "1:3: no method 'missing' with 0 arguments")]
    [InlineData("1 + 1u", "1:3: no such overload: + for int and uint")]
    [InlineData("1 == 1.0", "1:3: no such overload: == for int and double")]
    [InlineData("[1] == [1.0]", "1:5: no such overload: == for list(int) and list(double)")]
    [InlineData("1.5 % 2.0", "1:5: no such overload: % for double and double")]
    [InlineData("-1u", "1:1: no such overload: - for uint")]
    [InlineData("!1", "1:1: ! takes bool, not int")]
    [InlineData("true && 1", "1:9: && takes bool, not int")]
    [InlineData("1 ? 2 : 3", "1:1: ?: takes bool, not int")]
    [InlineData("true ? 1 : 'a'", "1:6: the branches of ?: are int and string")]
    [InlineData("null < null", "1:6: no such overload: < for null_type and null_type")]
    [InlineData("1 in [1u]", "1:3: no such overload: in for int and list(uint)")]
    [InlineData("[1]['a']", "1:4: no such overload: [] for list(int) and string")]
    [InlineData("{1.0: 1}", "1:2: a value of type double cannot be a key of a map")]
    [InlineData("{null: 1}", "1:2: a value of type null_type cannot be a key of a map")]
    [InlineData("1.all(x, true)", "1:1: a macro cannot go through a value of type int")]
    [InlineData("[1].all(x, x)", "1:12: a predicate takes bool, not int")]
    [InlineData("[1].all(x, y)", "1:12: undeclared name 'y'")]
    [InlineData("[1].all(x, true) && x", "1:21: undeclared name 'x'")]
    [InlineData("size(1)", "1:1: no such overload: size for int")]
    [InlineData("counts == null", "1:8: no such overload: == for map(string, int) and null_type")]
    [InlineData("batch == sender", "1:7: no such overload: == for Batch and Member")]
    [InlineData("[].exists(x, x == [x])", "1:16: no such overload: == for dyn and list(dyn)")]
    [InlineData("'a'.matches('[')", null)]
    public void What_does_not_check_is_refused_with_its_place(string expression, string? message)
    {
        string refusal = Cel.Refusal(Environment, expression);
        Assert.Equal(message ?? refusal, refusal);
    }

    [Fact]
    public void Two_variables_of_one_name_are_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new CelEnvironment([new("a", CelType.Int), new("a", CelType.Int)]));
}
