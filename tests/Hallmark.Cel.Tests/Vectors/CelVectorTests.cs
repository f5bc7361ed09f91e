using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hallmark.Cel.Tests.Vectors;

public class CelVectorTests
{
    /// <summary>
    /// Where the vectors were turned into JSON, some escapes of the text format they come from were left standing in the expected
    /// values: "\u0100" for the character, "\?" for a question mark. These cases expect what no reading of the language gives, so there
    /// the escapes are resolved. The originals: cel-spec tests/simple/testdata/parse.textproto.
    /// </summary>
    private static readonly HashSet<string> Garbled =
    [
        .. from kind in new[] { "lower_u_escapes", "upper_u_escapes" } from quotes in Quotes select $"{quotes}_{kind}",
        .. from quotes in Quotes select $"mixed_case_hex_{quotes}_escapes",
        .. from kind in new[] { "escapes", "unescaped" } from quotes in Quotes select $"unassigned_code_point_{quotes}_{kind}",
        "triple_single_quoted_unescaped_punctuation", "triple_double_quoted_unescaped_punctuation",
    ];

    private static string[] Quotes => ["single_quoted", "double_quoted", "triple_single_quoted", "triple_double_quoted"];

    [Fact]
    public void All_published_cases_pass()
    {
        var reports = SharedVectors.Cel().Select(file => CelCaseFile.Run(file, CelLimits.Default)).ToList();

        Assert.Empty(reports.SelectMany(report => report.Failures));
        Assert.Equal(967, reports.Sum(report => report.Passed));
    }

    [Fact]
    public void Exactly_the_garbled_cases_need_their_escapes_resolved()
    {
        var names = SharedVectors.Cel().SelectMany(file => CelCaseFile.Run(file, CelLimits.Default).HadEscapes).ToList();

        Assert.Equal(22, names.Count);
        Assert.All(names, name => Assert.Contains(name, Garbled));
    }

    [Theory]
    [InlineData(@"'\u00e9'", @"\u00e9", true)]
    [InlineData(@"'\u00e9'", @"\u00e8", false)]
    [InlineData(@"r'\u00e9'", @"\u00e9", true)] // as it stands
    [InlineData(@"'\\u00e'", @"\u00e", true)]
    [InlineData("'x'", @"\ud800", false)]
    public void Escapes_are_a_second_reading_and_not_a_licence(string expression, string expected, bool passes)
    {
        var test = new JsonObject { ["expr"] = expression, ["value"] = new JsonObject { ["string"] = expected } };
        var file = new JsonObject { ["name"] = "escapes", ["tests"] = new JsonArray(test) };
        Assert.Equal(passes ? 1 : 0, CelCaseFile.Run(Encoding.UTF8.GetBytes(file.ToJsonString()), CelLimits.Default).Passed);
    }

    [Fact]
    public void Every_value_of_the_published_cases_survives_writing_and_reading()
    {
        int seen = 0;
        foreach (JsonNode test in SharedVectors.Cel().SelectMany(file => JsonNode.Parse(file.Span)!["tests"]!.AsArray())!)
        {
            if (test["value"] is JsonNode value)
            {
                string written = CelJson.Text(CelJson.Read(JsonSerializer.SerializeToElement(value)));
                Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(written)) || value.ToJsonString().Contains("map"), written);
                seen++;
            }
        }
        Assert.Equal(880, seen);
    }
}
