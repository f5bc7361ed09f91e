using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary><c>hallmark cel</c>: expressions tried out, and the published cases.</summary>
public sealed class CelVerbTests
{
    [Theory]
    [InlineData("1 + 2", 0, """{"int64":"3"}""")]
    [InlineData("[b'\\xff', {'k': 1.5}]", 0, """{"list":[{"bytes":"ff"},{"map":[[{"string":"k"},{"double":"1.5"}]]}]}""")]
    [InlineData("1 / 0 == 1", 1, null)]
    [InlineData("no_such_name", 1, null)]
    [InlineData("1 +", 1, null)]
    public void A_value_is_printed_tagged_and_an_error_as_one(string expression, int exit, string? value)
    {
        using var scenario = new Scenario();

        JsonNode json = scenario.Run(exit, "cel", "eval", expression).Json;

        if (value is null)
        {
            Assert.NotEmpty(json.Text("error"));
            Assert.Single(json.AsObject());
        }
        else
        {
            Assert.Equal(value, json.ToJsonString());
        }
    }

    [Fact]
    public void Bindings_and_container_are_used()
    {
        using var scenario = new Scenario();
        string bindings = scenario.Write(
            "bindings.json", """{"shop.price": {"int64": "7"}, "price": {"int64": "1"}, "n": {"uint64": "3"}}""");

        JsonNode inShop = scenario.Do("cel", "eval", "price", "--bindings", bindings, "--container", "shop.window");
        Assert.Equal("""{"int64":"7"}""", inShop.ToJsonString());
        Assert.Equal("""{"int64":"1"}""", scenario.Do("cel", "eval", "price", "--bindings", bindings).ToJsonString());
        Assert.Equal("""{"bool":true}""", scenario.Do("cel", "eval", "n * 2u == 6u", "--bindings", bindings).ToJsonString());
        string broken = scenario.Write("broken.json", """{"n": {"uint64": "-3"}}""");
        Assert.Contains(broken, scenario.Run(2, "cel", "eval", "n", "--bindings", broken).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_published_cases_passes()
    {
        string? shared = Environment.GetEnvironmentVariable("HALLMARK_SHARED");
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared),
            "Published vectors are not part of the repository: set HALLMARK_SHARED to the folder that holds vectors/.");
        using var scenario = new Scenario();

        string file = Path.Combine(shared!, "vectors", "cel-fixed", "logic.json");

        JsonNode result = scenario.Do("cel", "test", file);

        int cases = JsonNode.Parse(File.ReadAllText(file))!["tests"]!.AsArray().Count;
        Assert.Equal((cases, 0), ((int)result["passed"]!, (int)result["failed"]!));
        Assert.Empty(result.List("failures"));
    }

    [Fact]
    public void A_case_that_fails_is_named()
    {
        using var scenario = new Scenario();
        string cases = scenario.Write("cases.json", """
            {"name": "own", "tests": [
              {"section": "sums", "name": "wrong", "expr": "1 + 1", "value": {"int64": "3"}},
              {"section": "sums", "name": "right", "expr": "1 + 1", "value": {"int64": "2"}}]}
            """);

        CliResult result = scenario.Run(1, "cel", "test", cases);

        Assert.Equal(1, (int)result.Json["passed"]!);
        JsonNode failure = Assert.Single(result.Json.List("failures"));
        Assert.Equal(("sums", "wrong", "1 + 1"), (failure.Text("section"), failure.Text("name"), failure.Text("expr")));
    }
}
