using System.Globalization;
using System.Text;
using System.Text.Json;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.JsonLines;
using Hallmark.Data.Tests.Sources.Arrays;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Sources.JsonLines;

/// <summary>Files of JSON objects, one on each line: which columns they have, that cells stay what they are, and what is refused.</summary>
public sealed class JsonLinesSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2026-03-01", "2026-03-02", "Date")]
    [InlineData("2026-03-01T10:00:00", "2026-03-02 11:30", "DateTime")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-02T10:00:00+02:00", "Instant")]
    [InlineData("2026-03-01", "2026-03-02T10:00:00Z", "Text")]
    [InlineData("2026-03-01", "tomorrow", "Text")]
    public void A_column_of_nothing_but_dates_or_times_of_one_kind_is_one_of_them(string first, string second, string type)
    {
        JsonLinesSource source = Open($$"""
            {"at": "{{first}}"}
            {"at": null}
            {"at": "{{second}}"}
            """);
        Assert.Equal([$"at:{type}"], SourceCells.Columns(source));
    }

    [Fact]
    public void Columns_are_all_fields_in_the_order_in_which_they_are_first_seen()
    {
        JsonLinesSource source = Open("""
            {"b": 1}
            {"a": "x", "b": 2.5}

            {"c": true, "b": null}
            """);
        Assert.Equal(["b:Float64", "a:Text", "c:Boolean"], SourceCells.Columns(source));
        Assert.Equal(["1||", "2.5|x|", "||true"], SourceCells.Rows(source));
    }

    [Fact]
    public void Fields_of_inner_objects_are_named_by_the_way_to_them()
    {
        JsonLinesSource source = Open("""
            {"id": 7, "patient": {"age": 30, "at": {"zip": "01234"}}, "ok": true}
            {"id": 8, "patient": {"name": "É"}}
            {"id": 9, "patient": null}
            """);
        Assert.Equal(
            ["id:Int64", "patient.age:Int64", "patient.at.zip:Text", "patient.name:Text", "ok:Boolean"], SourceCells.Columns(source));
        Assert.Equal(["7|30|01234||true", "8|||É|", "9||||"], SourceCells.Rows(source));
    }

    [Fact]
    public void Arrays_of_equally_many_numbers_are_columns_and_all_others_stay_text_as_written()
    {
        JsonLinesSource source = Open("""
            {"v": [1, 2.5, null], "w": [1, 2], "s": ["a"], "n": [[1,2], {"x": 1}], "e": []}
            {"w": [3], "v": [4, 5, 6], "s": ["b"]}
            {}
            """);
        Assert.Equal(
            ["v[0]:Int64", "v[1]:Float64", "v[2]:Int64", "w:Text", "s:Text", "n:Text", "e:Text"], SourceCells.Columns(source));
        Assert.Equal(["1|2.5||[1, 2]|[\"a\"]|[[1,2], {\"x\": 1}]|[]", "4|5|6|[3]|[\"b\"]||", "||||||"], SourceCells.Rows(source));
    }

    [Fact]
    public void A_text_that_looks_like_a_number_stays_a_text()
    {
        JsonLinesSource source = Open("""
            {"zip": "01234", "flag": "true", "empty": ""}
            {"zip": "1", "flag": "false", "empty": ""}
            """);
        Assert.Equal(["zip:Text", "flag:Text", "empty:Text"], SourceCells.Columns(source));
        RecordBuffer records = source.Read(SchemaInference.Infer(source, null).Schema, 9).Single();
        Assert.Equal(["01234", "true", ""], Enumerable.Range(0, 3).Select(column => records[column].Text(0)));
        Assert.False(records[2].IsMissing(0));
    }

    [Fact]
    public void A_text_is_what_it_spells_only_where_that_is_declared_and_exactly_how_the_value_is_written()
    {
        var schema = new Schema([new("i", ColumnType.Int64), new("x", ColumnType.Float64), new("b", ColumnType.Boolean)]);
        const string Texts = """{"i": "-7", "x": "0.5", "b": "true"}""";
        Assert.EndsWith(
            "field 'i': '-7' is a text, however it looks; --as-written 'i' takes it for what it spells.",
            Assert.Throws<SourceException>(() => Open(Texts).Read(schema, 9).Count()).Message);
        RecordBuffer records = Spelled(Texts).Read(schema, 9).Single();
        Assert.Equal(["-7", "0.5", "true"], Enumerable.Range(0, 3).Select(column => records[column].Text(0)));
        (string, string)[] others = [("i", "'07'"), ("i", "'1.0'"), ("i", "''"), ("x", "'0.50'"), ("b", "'True'"), ("b", "1")];
        foreach ((string field, string cell) in others)
        {
            string right = field == "b" ? "true" : "1";
            string line = "{'i': 1, 'x': 1, 'b': true}".Replace($"'{field}': {right}", $"'{field}': {cell}").Replace('\'', '"');
            Assert.Contains("field '" + field, Assert.Throws<SourceException>(() => Spelled(line).Read(schema, 9).Count()).Message);
        }
    }

    [Theory]
    [InlineData("9223372036854775807", "Int64")]
    [InlineData("-9223372036854775808", "Int64")]
    [InlineData("9223372036854775808", "Float64")] // 2^63 is a float
    [InlineData("9223372036854775809", "Text")]
    [InlineData("18446744073709551615", "Text")]
    [InlineData("0.1", "Float64")]
    [InlineData("1e400", "Text")]
    [InlineData("1E2", "Float64")]
    public void A_number_is_the_one_that_is_written_or_stays_in_its_digits(string number, string type)
    {
        JsonLinesSource source = Open($"{{\"x\": {number}}}");
        Assert.Equal([$"x:{type}"], SourceCells.Columns(source));
        string text = SourceCells.Rows(source).Single();
        Assert.Equal(type == "Float64" ? CellText.Of(double.Parse(number, CultureInfo.InvariantCulture)) : number, text);
    }

    [Fact]
    public void A_whole_number_that_no_float_has_makes_a_column_with_fractions_text()
    {
        JsonLinesSource source = Open("{\"x\": 9007199254740993}\n{\"x\": 0.5}\n");
        Assert.Equal(["x:Text"], SourceCells.Columns(source));
        Assert.Equal(["9007199254740993", "0.5"], SourceCells.Rows(source));
    }

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}", "line 2, field 'a': stands twice in one object.")]
    [InlineData("{\"o\": {\"x\": 1}, \"o\": {\"y\": 1}}", "line 2, field 'o': stands twice in one object.")]
    [InlineData("{\"l\": [{\"x\": 1, \"x\": 2}]}", "line 2, field 'l': holds an object with 'x' twice.")]
    [InlineData("[1]", "line 2: is no JSON object; each line is to be one.")]
    [InlineData("{\"a\": 1} {", "line 2: is not JSON at byte 10.")]
    [InlineData("{\"a\": 01}", "line 2: is not JSON at byte 8.")]
    [InlineData("{\"a\": NaN}", "line 2: is not JSON at byte 7.")]
    [InlineData("{\"a\": 1", "line 2: is not JSON at byte 8.")]
    [InlineData("{\"a\": \"\\ud800\"}", "line 2: has half of a surrogate pair, which is no text.")]
    [InlineData("{\"\\ud800\": 1}", "line 2: has half of a surrogate pair, which is no text.")]
    [InlineData("{\"\": 1}", "line 2: the name of a field is empty.")]
    [InlineData("{\"a.b\": 1, \"a\": {\"b\": 2}}", "field 'a.b': two different fields would be this column.")]
    [InlineData("{\"a[0]\": 1, \"a\": [2]}", "field 'a[0]': two different fields would be this column.")]
    public void What_is_wrong_is_said_with_its_line(string line, string reason) =>
        Assert.EndsWith(reason, SourceCells.Refusal(Open("{\"z\": 1}\n" + line + "\n")));

    [Fact]
    public void Depth_and_length_of_lines_are_limited()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        Assert.Contains("line 1: is not JSON", SourceCells.Refusal(Open(deep)));
        Assert.Contains("nested deeper than 32", SourceCells.Refusal(Open(deep)));
        string wide = "{\"a\": [" + string.Concat(Enumerable.Repeat("[", 100_000)) + "\n";
        Assert.Contains("nested deeper than 32", SourceCells.Refusal(Open(wide)));
        Assert.Contains("line 2: has more than", SourceCells.Refusal(Open("{\"a\": 1}\n{\"a\": \"" + new string('x', 33 << 20))));
        string many = "{" + string.Join(',', Enumerable.Range(0, 70_000).Select(at => $"\"{at}\":1")) + "}";
        Assert.EndsWith("has more than 65536 different fields.", SourceCells.Refusal(Open(many)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_with_their_line()
    {
        byte[] file = [.. "{\"a\": \"x\"}\n{\"a\": \""u8, 0xE9, .. "\"}\n"u8];
        Assert.EndsWith("line 2: is not UTF-8 text.", SourceCells.Refusal(Open(file)));
    }

    [Fact]
    public void Mark_carriage_returns_packing_and_a_last_line_without_an_end_change_nothing()
    {
        byte[] plain = "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y\"}\n"u8.ToArray();
        byte[] other = [.. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(plain).Replace("\n", "\r\n")).SkipLast(2)];
        string[] rows = SourceCells.Rows(Open(plain));
        Assert.Equal(["1|x", "2|y"], rows);
        Assert.Equal(rows, SourceCells.Rows(Open(other)));
        Assert.Equal(rows, SourceCells.Rows(Open(ArrayBytes.Packed(other))));
    }

    [Fact]
    public void Registering_gives_the_batches_that_the_same_table_gives_whatever_the_threads()
    {
        int[] records = [.. Enumerable.Range(0, 500)];
        string json = _folder.File("a.jsonl");
        string csv = _folder.File("a.csv");
        File.WriteAllLines(json, records.Select(at => $"{{\"a\": {at}, \"b\": {at}.5, \"label\": \"{(char)('x' + (at % 2))}\"}}"));
        File.WriteAllLines(csv, records.Select(at => $"{at},{at}.5,{(char)('x' + (at % 2))}").Prepend("a,b,label"));
        var roles = new SourceRoles("label");
        string[] roots = SourceCells.Roots(RecordSources.Open(csv, roles), 100);
        Assert.Equal(5, roots.Length);
        Assert.Equal(roots, SourceCells.Roots(RecordSources.Open(json, roles), 100));
        Assert.Equal(roots, SourceCells.Roots(RecordSources.Open(json, roles), 100, threads: 5));
    }

    [Fact]
    public void The_shared_case_is_read_as_its_table_is()
    {
        IRecordSource json = RecordSources.Open(SharedCases.Require("42_json_lines.jsonl"));
        Assert.IsType<JsonLinesSource>(json);
        Assert.Equal(["f1:Float64", "f2:Float64", "label:Text"], SourceCells.Columns(json));
        Assert.NotEmpty(SourceCells.Rows(json, threads: 3));
    }

    [Fact]
    public void Dates_and_times_are_texts_that_a_column_of_them_takes()
    {
        var schema = new Schema([new("d", ColumnType.Date), new("t", ColumnType.DateTime), new("z", ColumnType.Instant)]);
        RecordBuffer records = Open("""{"d": "2024-01-31", "t": "2024-01-31T10:00", "z": "2024-01-31T10:00:00+02:00"}""")
            .Read(schema, 9).Single();
        string[] expected = ["2024-01-31", "2024-01-31T10:00:00", "2024-01-31T08:00:00Z"];
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(column => records[column].Text(0)));
        var days = new Schema([schema.Columns[0]]);
        Assert.Contains(
            "is not a date", Assert.Throws<SourceException>(() => Open("""{"d": "31.1.2024"}""").Read(days, 9).Count()).Message);
    }

    [Theory]
    [InlineData("7", "\"large\"", "'large' is a text and '7' in 1 is a number")]
    [InlineData("\"7\"", "7", "'7' is a number and '7' in 1 is a text")]
    [InlineData("true", "7", "'7' is a number and 'true' in 1 is true or false")]
    [InlineData("[\"a\"]", "\"[1]\"", "'[1]' is a text and '[\"a\"]' in 1 is a list")]
    public void A_column_that_mixes_texts_with_what_is_none_is_asked_about(string one, string other, string reason)
    {
        string lines = $"{{\"x\": {one}}}\n{{\"x\": {other}}}\n";
        Assert.Contains("line 2, field 'x': " + reason, SourceCells.Refusal(Open(lines)));
        Assert.EndsWith("--as-written 'x' takes what is spelled alike for the same.", SourceCells.Refusal(Open(lines)));
        Assert.Equal(["x:Text"], SourceCells.Columns(Spelled(lines)));
        Assert.Equal(
            [one, other], SourceCells.Rows(Spelled(lines)).Zip([one, other], (cell, written) => written[0] == '"' ? $"\"{cell}\"" : cell));
    }

    [Theory]
    [InlineData("7", "a number and no text")]
    [InlineData("0.5", "a number and no text")]
    [InlineData("true", "true or false and no text")]
    public void A_declared_column_of_text_takes_no_number_and_nothing_true(string cell, string reason)
    {
        var schema = new Schema([new("x", ColumnType.Text)]);
        string lines = $"{{\"x\": null}}\n{{\"x\": {cell}}}\n";
        Assert.Contains(
            $"line 2, field 'x': '{cell}' is {reason}",
            Assert.Throws<SourceException>(() => Open(lines).Read(schema, 1, threads: 3).Count()).Message);
        Assert.Equal(2, Spelled(lines).Read(schema, 9).Single().Count);
    }

    /// <summary>
    /// Within a file always; of two files but where one has nothing but what no type holds (lists, numbers in their digits), and the other
    /// the texts spelled so.
    /// </summary>
    [Fact]
    public void Two_cells_that_look_alike_do_not_share_bytes()
    {
        string[] values =
            ["7", "7.5", "0", "1", "true", "false", "[1, 2]", "[]", "[\"a\"]", "18446744073709551617", "9007199254740993", "1e400"];
        string[] cells = [.. values, .. values.Select(value => JsonSerializer.Serialize(value)), "null", "\"\"", "\"2024-01-31\""];
        (string, string)[] pairs = [.. cells.SelectMany(one => cells.Where(other => other != one).Select(other => (one, other)))];
        ColumnType[] types = [ColumnType.Text, ColumnType.Int64, ColumnType.Float64, ColumnType.Boolean, ColumnType.Date];
        foreach (Schema schema in types.Select(type => new Schema([new("x", type)])))
        {
            Dictionary<string, Digest?> alone = cells.ToDictionary(cell => cell, cell => Roots(schema, cell)?.Single());
            foreach ((string one, string other) in pairs)
            {
                Assert.False(Roots(schema, one, other) is [var a, var b] && a == b, $"{one} {other} {schema.Columns[0].Type}");
                bool isWritten = Spelled(one) == Spelled(other) && (one.Contains('[') || one.Contains("1844") || one.Contains("1e400"));
                Assert.False(!isWritten && alone[one] is { } root && root == alone[other], $"{one} {other} {schema.Columns[0].Type}");
            }
        }

        static string Spelled(string cell) => cell[0] == '"' ? JsonSerializer.Deserialize<string>(cell)! : cell;

        Digest[]? Roots(Schema schema, params string[] written)
        {
            try
            {
                byte[] lines = Encoding.UTF8.GetBytes(string.Concat(written.Select(cell => $"{{\"x\": {cell}}}\n")));
                var source = new JsonLinesSource(new SourceBytes("lines", () => new MemoryStream(lines)));
                return [.. source.Read(schema, 1).ToArray().Select(record => BatchBuilder.Build(record).Root)];
            }
            catch (SourceException)
            {
                return null;
            }
        }
    }

    private JsonLinesSource Spelled(string text)
    {
        string path = _folder.File("spelled.jsonl");
        File.WriteAllText(path, text);
        return Assert.IsType<JsonLinesSource>(RecordSources.Open(path, new SourceRoles { AsWritten = ["i", "x", "b"] }));
    }

    private JsonLinesSource Open(string text) => Open(Encoding.UTF8.GetBytes(text));

    private JsonLinesSource Open(byte[] bytes)
    {
        string path = _folder.File("a.jsonl");
        File.WriteAllBytes(path, bytes);
        return Assert.IsType<JsonLinesSource>(RecordSources.Open(path));
    }
}
