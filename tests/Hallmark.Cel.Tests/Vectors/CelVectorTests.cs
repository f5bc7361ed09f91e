using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hallmark.Cel.Tests.Vectors;

public class CelVectorTests
{
    [Fact]
    public void All_published_cases_pass()
    {
        var reports = SharedVectors.Cel().Select(file => CelCaseFile.Run(file, CelLimits.Default)).ToList();

        Assert.Empty(reports.SelectMany(report => report.Failures));
        Assert.Equal(967, reports.Sum(report => report.Passed));
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
