using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SystemRegex = System.Text.RegularExpressions.Regex;

namespace Hallmark.Cel.Tests.Vectors;

public class CelVectorTests
{
    /// <summary>
    /// Where the vectors were turned into JSON, some escapes of the text format they come from were left standing in the expected
    /// values: "\u0100" for the character, "\?" for a question mark. These cases expect what no reading of the language gives, so here
    /// the escapes are resolved first. The originals: cel-spec tests/simple/testdata/parse.textproto.
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
        var reports = SharedVectors.Cel().Select(file => CelCaseFile.Run(Repaired(file), CelLimits.Default)).ToList();

        Assert.Empty(reports.SelectMany(report => report.Failures));
        Assert.Equal(967, reports.Sum(report => report.Passed));
    }

    [Fact]
    public void Without_the_repair_exactly_the_garbled_cases_fail()
    {
        var failures = SharedVectors.Cel().SelectMany(file => CelCaseFile.Run(file, CelLimits.Default).Failures).ToList();

        Assert.Equal(22, failures.Count);
        Assert.All(failures, failure => Assert.Contains(failure.Name, Garbled));
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

    private static ReadOnlyMemory<byte> Repaired(ReadOnlyMemory<byte> file)
    {
        JsonNode json = JsonNode.Parse(file.Span)!;
        foreach (JsonNode? test in json["tests"]!.AsArray())
        {
            if (Garbled.Contains((string)test!["name"]!))
            {
                Repair(test["value"]!.AsObject());
            }
        }
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static void Repair(JsonObject value)
    {
        if (value.ContainsKey("string"))
        {
            value["string"] = SystemRegex.Replace(
                (string)value["string"]!,
                @"\\u[0-9a-f]{4}|\\U[0-9a-f]{8}",
                match => char.ConvertFromUtf32(int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        }
        else
        {
            value["bytes"] = ((string)value["bytes"]!).Replace("5c3f", "3f", StringComparison.Ordinal);
        }
    }
}
