using Hallmark.Operations.Yaml;
using YamlDotNet.Core;

namespace Hallmark.Operations.Tests.Yaml;

/// <summary>YAML of a stranger: it is refused with file and line, and the process survives.</summary>
public sealed class YamlMapTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    public void Lists_and_mappings_that_nest_too_deeply_are_refused(string open, string close)
    {
        string Many(string text) => string.Concat(Enumerable.Repeat(text, 100_000));
        string deep = $"key: \n  {Many(open)}1{Many(close)}";
        Assert.Contains("nests deeper than 64 levels", Refused(deep));
    }

    [Fact]
    public void Aliases_are_refused() => Assert.Contains(
        "line 2: is not YAML: has an alias (*x)", Refused("a: &x [1, 2]\nb: [*x, *x]\n"));

    [Fact]
    public void What_nests_as_people_write_it_is_read()
    {
        var map = YamlMap.ReadFile("a.yaml", "a: {b: {c: [1, [2, [3]]]}}\nd: 4\n");
        Assert.Equal(["a", "d"], map.Keys);
        Assert.Equal(4, map.Integer("d", 0, 9));
    }

    [Fact]
    public void The_events_of_a_text_end_where_it_ends()
    {
        var parser = new BoundedParser(new Parser(new StringReader("a: [1]\n")));
        int events = 0;
        while (parser.MoveNext())
        {
            Assert.InRange(++events, 1, 100);
        }
        Assert.Equal(10, events); // the text, the document and the mapping begin and end, the list, too; and two scalars
    }

    private static string Refused(string text) => Assert.Throws<UsageException>(() => YamlMap.ReadFile("a.yaml", text)).Message;
}
