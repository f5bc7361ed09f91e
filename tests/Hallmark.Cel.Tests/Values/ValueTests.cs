namespace Hallmark.Cel.Tests.Values;

public class ValueTests
{
    private static KeyValuePair<CelValue, CelValue> Entry(CelValue key, CelValue value) => KeyValuePair.Create(key, value);

    [Fact]
    public void Maps_go_by_bools_then_numbers_then_strings()
    {
        var map = new CelMap(
        [
            Entry(CelValue.Of("😀"), CelValue.Null), Entry(CelValue.Of("\uFFFD"), CelValue.Null), Entry(CelValue.Of(""), CelValue.Null),
            Entry(CelValue.Of(ulong.MaxValue), CelValue.Null), Entry(CelValue.Of(-1L), CelValue.Null),
            Entry(CelValue.Of(7UL), CelValue.Null),
            Entry(CelValue.True, CelValue.Null), Entry(CelValue.False, CelValue.Null), Entry(CelValue.Of(long.MinValue), CelValue.Null),
        ]);
        Assert.Equal(
            """[false] [true] [-9223372036854775808] [-1] [7] [18446744073709551615] [] [�] [😀]""",
            string.Join(' ', map.Entries.Select(entry => $"[{Plain(entry.Key)}]")));
    }

    private static string Plain(CelValue key) => key.Kind switch
    {
        CelKind.Bool => key.AsBool() ? "true" : "false",
        CelKind.Int => key.AsInt().ToString(),
        CelKind.Uint => key.AsUint().ToString(),
        _ => key.AsString(),
    };

    [Fact]
    public void What_is_no_map_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new CelMap([Entry(CelValue.Of(1.0), CelValue.Null)]));
        Assert.Throws<ArgumentException>(() => new CelMap([Entry(CelValue.Null, CelValue.Null)]));
        Assert.Throws<ArgumentException>(() => new CelMap([Entry(CelValue.Of(1L), CelValue.Null), Entry(CelValue.Of(1UL), CelValue.Null)]));
        Assert.Throws<ArgumentException>(() => new CelMap([Entry(CelValue.Of(1L), default)]));
        Assert.Throws<ArgumentException>(() => new CelList([default(CelValue)]));
    }

    [Fact]
    public void Values_nested_too_deeply_are_refused()
    {
        CelValue value = CelValue.Of(1L);
        Assert.Throws<ArgumentException>(() =>
        {
            for (int i = 0; i < 1001; i++)
            {
                value = CelValue.Of(new CelList([value]));
            }
        });
        CelProgram program = new CelEnvironment([new("x", CelType.Dyn)]).Compile("[[x]] == [[x]]");
        Assert.False(program.Evaluate([value], CelLimits.Default).IsValue);
    }

    [Fact]
    public void A_lone_surrogate_is_no_string()
    {
        Assert.Throws<ArgumentException>(() => CelValue.Of("a\ud800"));
        Assert.Throws<ArgumentException>(() => CelValue.Of("\udc00a"));
        Assert.Throws<ArgumentException>(() => CelValue.Of("\udc00\ud800"));
        Assert.Equal("a\U0001F431", CelValue.Of("a\U0001F431").AsString());
    }

    [Fact]
    public void A_value_is_only_read_as_what_it_is()
    {
        Assert.Throws<InvalidOperationException>(() => CelValue.Of(1L).AsUint());
        Assert.Throws<InvalidOperationException>(() => default(CelValue).AsString());
        Assert.Throws<InvalidOperationException>(() => Cel.Run("1 / 0").Value);
    }

    [Fact]
    public void Objects_of_the_host_have_fields()
    {
        CelType type = CelType.Object("Member", [new("name", CelType.String), new("age", CelType.Int)]);
        CelEnvironment environment = new([new("m", type), new("n", type)]);
        CelValue[] values = [CelValue.Of(new Member("Ada")), CelValue.Of(new Member("Ada"))];
        CelValue Value(string expression) => environment.Compile(expression).Evaluate(values, CelLimits.Default).Value;

        Assert.Equal("Ada", Value("m.name").AsString());
        Assert.True(Value("has(m.name) && !has(m.age)").AsBool());
        Assert.True(Value("m == m && m != n && m != null").AsBool());
        Assert.True(Value("[m, n].all(x, x.name == 'Ada') && {'k': m}.k.name == n.name").AsBool());
        Assert.Equal("Member", Value("type(m)").AsType().Name);
        Assert.Equal("no such field: 'age'", environment.Compile("m.age").Evaluate(values, CelLimits.Default).Error!.Message);
        Assert.Equal(
            "no such field: 'other'", environment.CompileUnchecked("m.other").Evaluate(values, CelLimits.Default).Error!.Message);
    }

    private sealed class Member(string name) : CelObject
    {
        public override string TypeName => "Member";

        public override bool TryGetField(string field, out CelValue value)
        {
            value = field == "name" ? CelValue.Of(name) : default;
            return field is "name" or "age";
        }
    }
}
