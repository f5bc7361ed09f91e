using System.Text;
using System.Text.Json;

namespace Hallmark.Cel.Tests.Json;

public class JsonTests
{
    private static CelValue Read(string json) =>
        CelJson.Read(JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2000 }).RootElement);

    [Theory]
    [InlineData("""{"int64":"-9223372036854775808"}""")]
    [InlineData("""{"uint64":"18446744073709551615"}""")]
    [InlineData("""{"double":"0.0"}""")]
    [InlineData("""{"double":"-0.0"}""")]
    [InlineData("""{"double":"1e+16"}""")]
    [InlineData("""{"double":"1000000000000000.0"}""")]
    [InlineData("""{"double":"6.02214e+23"}""")]
    [InlineData("""{"double":"1.38e-23"}""")]
    [InlineData("""{"double":"0.0001"}""")]
    [InlineData("""{"double":"1e-05"}""")]
    [InlineData("""{"double":"5e-324"}""")]
    [InlineData("""{"double":"1.7976931348623157e+308"}""")]
    [InlineData("""{"double":"inf"}""")]
    [InlineData("""{"double":"-inf"}""")]
    [InlineData("""{"double":"nan"}""")]
    [InlineData("""{"string":"é🐱"}""")]
    [InlineData("""{"bytes":"00ff"}""")]
    [InlineData("""{"bool":true}""")]
    [InlineData("""{"null":null}""")]
    [InlineData("""{"timestamp":"2009-02-13T23:31:30.5Z"}""")]
    [InlineData("""{"duration":"-1.5s"}""")]
    [InlineData("""{"type":"google.protobuf.Timestamp"}""")]
    [InlineData("""{"list":[{"int64":"1"},{"list":[]}]}""")]
    [InlineData("""{"map":[[{"bool":true},{"null":null}],[{"string":"a"},{"map":[]}]]}""")]
    public void The_tagged_form_is_read_and_written(string json)
    {
        using JsonDocument expected = JsonDocument.Parse(json);
        using JsonDocument written = JsonDocument.Parse(CelJson.Text(Read(json)));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, written.RootElement), CelJson.Text(Read(json)));
    }

    [Theory]
    [InlineData("""1""")]
    [InlineData("""{}""")]
    [InlineData("""{"int64":"1","bool":true}""")]
    [InlineData("""{"int64":1}""")]
    [InlineData("""{"int64":" 1"}""")]
    [InlineData("""{"int64":"1\u0000"}""")]
    [InlineData("""{"int64":"9223372036854775808"}""")]
    [InlineData("""{"uint64":"-1"}""")]
    [InlineData("""{"double":"1,5"}""")]
    [InlineData("""{"double":"1e999"}""")]
    [InlineData("""{"bool":"true"}""")]
    [InlineData("""{"null":0}""")]
    [InlineData("""{"bytes":"0"}""")]
    [InlineData("""{"bytes":"zz"}""")]
    [InlineData("""{"string":"\ud800"}""")]
    [InlineData("""{"list":{}}""")]
    [InlineData("""{"list":[1]}""")]
    [InlineData("""{"map":[[{"int64":"1"}]]}""")]
    [InlineData("""{"map":[[{"int64":"1"},{"null":null}],[{"uint64":"1"},{"null":null}]]}""")]
    [InlineData("""{"map":[[{"double":"1.0"},{"null":null}]]}""")]
    [InlineData("""{"timestamp":"yesterday"}""")]
    [InlineData("""{"duration":"1"}""")]
    [InlineData("""{"other":"1"}""")]
    public void What_is_not_the_tagged_form_is_refused(string json) => Assert.Throws<CelDataException>(() => Read(json));

    [Fact]
    public void Json_nested_too_deeply_is_refused()
    {
        string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
        string Nested(int levels) => Repeated("""{"list":[""", levels) + """{"null":null}""" + Repeated("]}", levels);
        Assert.Equal(CelKind.List, Read(Nested(200)).Kind);
        Assert.Throws<CelDataException>(() => Read(Nested(201)));
        Assert.Throws<CelDataException>(() => CelCaseFile.Run(Encoding.UTF8.GetBytes(Nested(100_000)), CelLimits.Default));
    }

    [Fact]
    public void The_deepest_value_there_can_be_is_written()
    {
        CelValue value = CelValue.Null;
        for (int i = 0; i < 1000; i++)
        {
            value = i % 2 == 0
                ? CelValue.Of(new CelList([value]))
                : CelValue.Of(new CelMap([KeyValuePair.Create(CelValue.True, value)]));
        }
        Assert.Equal(3001, CelJson.Text(value).Count(c => c is '{' or '['));
        Assert.Throws<ArgumentException>(() => new CelList([value]));
    }

    [Fact]
    public void Cases_say_why_they_fail()
    {
        string file = """
            {"tests": [
              {"section": "s", "name": "right", "expr": "x + 1", "bindings": {"x": {"int64": "1"}}, "value": {"int64": "2"}},
              {"section": "s", "name": "type", "expr": "1", "value": {"uint64": "1"}},
              {"section": "s", "name": "no error", "expr": "1", "error": true},
              {"section": "s", "name": "error", "expr": "1/0", "value": {"int64": "1"}},
              {"section": "s", "name": "refused", "expr": "1 +", "value": {"int64": "1"}},
              {"section": "s", "name": "refusal is an error", "expr": "1 +", "error": true},
              {"section": "s", "name": "container", "container": "a", "expr": "b", "bindings": {"a.b": {"bool": true}},
               "value": {"bool": true}},
              {"section": "s", "name": "no macros", "disableMacros": true, "expr": "[1].all(x, true) || true", "value": {"bool": true}}
            ]}
            """;
        CelCaseReport report = CelCaseFile.Run(Encoding.UTF8.GetBytes(file), CelLimits.Default);
        Assert.Equal(4, report.Passed);
        Assert.Equal(["type", "no error", "error", "refused"], report.Failures.Select(failure => failure.Name));
        Assert.Equal("""{"uint64":"1"} was expected, not {"int64":"1"}""", report.Failures[0].Reason);
    }

    [Theory]
    [InlineData("""{""")]
    [InlineData("""[]""")]
    [InlineData("""{"tests": [1]}""")]
    [InlineData("""{"tests": [{"expr": "1"}]}""")]
    [InlineData("""{"tests": [{"value": {"int64": "1"}}]}""")]
    [InlineData("""{"tests": [{"expr": 1, "error": true}]}""")]
    [InlineData("""{"tests": [{"expr": "1", "error": true, "value": {"int64": "1"}}]}""")]
    [InlineData("""{"tests": [{"expr": "1", "error": true, "bindings": []}]}""")]
    [InlineData("""{"tests": [{"expr": "1", "error": true, "disableCheck": 1}]}""")]
    [InlineData("""{"tests": [{"expr": "1", "error": true, "bindings": {"a": {"null": null}, "a": {"null": null}}}]}""")]
    public void What_is_no_file_of_cases_is_refused(string file) =>
        Assert.Throws<CelDataException>(() => CelCaseFile.Run(Encoding.UTF8.GetBytes(file), CelLimits.Default));
}
