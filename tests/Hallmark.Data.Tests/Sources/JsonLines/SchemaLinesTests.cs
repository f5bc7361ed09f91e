using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.JsonLines;

namespace Hallmark.Data.Tests.Sources.JsonLines;

/// <summary>Objects whose columns are a schema's, whatever fields they have.</summary>
public sealed class SchemaLinesTests
{
    private static readonly Schema Schema = new(
    [
        new Column("n", ColumnType.Int64), new Column("at.t", ColumnType.Float64), new Column("at.place", ColumnType.Text),
        new Column("e[0]", ColumnType.Float64), new Column("e[1]", ColumnType.Float64), new Column("tags", ColumnType.Text),
        new Column("f[1]", ColumnType.Int64),
    ]);

    [Fact]
    public void What_an_object_does_not_have_is_missing_although_no_other_has_it()
    {
        RecordBuffer records = Read("""{"n":1}""");

        Assert.Equal([false, true, true, true, true, true, true], Missing(records));
    }

    [Fact]
    public void Inner_fields_and_lists_are_the_columns_that_they_are_in_a_file()
    {
        RecordBuffer records = Read("""{"e":[1.5,null],"at":{"place":"here","t":2.5},"tags":["a",1],"n":7,"f[1]":3}""");

        Assert.Equal([false, false, false, false, true, false, false], Missing(records));
        Assert.Equal(["7", "2.5", "here", "1.5", null, """["a",1]""", "3"], Enumerable.Range(0, 7).Select(i => records[i].Text(0)));
    }

    [Theory]
    [InlineData("""{"n":1,"m":2}""", "m", "the schema has no such column")]
    [InlineData("""{"at":{"x":null}}""", "at.x", "the schema has no such column")]
    [InlineData("""{"at":5}""", "at", "is not what the schema has there")]
    [InlineData("""{"e":[1,2,3]}""", "e", "is not an array of 2 numbers")]
    [InlineData("""{"e":[1]}""", "e", "is not an array of 2 numbers")]
    [InlineData("""{"e":[1,"2"]}""", "e", "is not an array of 2 numbers")]
    [InlineData("""{"e":5}""", "e", "is not what the schema has there")]
    [InlineData("""{"n":{"x":1}}""", "n.x", "the schema has no such column")]
    [InlineData("""{"n":1.5}""", "n", "'1.5' is not a whole number of 64 bits")]
    public void What_the_schema_does_not_have_is_refused_by_its_name(string line, string field, string reason)
    {
        var refused = Assert.Throws<SourceException>(() => Read(line));

        Assert.Equal((field, reason, 1L), (refused.Field, refused.Reason, refused.Position));
    }

    private static bool[] Missing(RecordBuffer records) =>
        [.. Enumerable.Range(0, Schema.Columns.Count).Select(i => records[i].IsMissing(0))];

    private static RecordBuffer Read(string line)
    {
        var bytes = new SourceBytes("lines", () => new MemoryStream(Encoding.UTF8.GetBytes(line)));
        return JsonLinesSource.Of(bytes, Schema).Read(Schema, 10).Single();
    }
}
