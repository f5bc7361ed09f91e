using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Tests.Sources.Csv;

public class CsvSourceTests
{
    private static readonly Schema Plants = new(
        [new Column("height", ColumnType.Float64), new Column("leaves", ColumnType.Int64), new Column("kind", ColumnType.Text)],
        "kind", ["fern", "oak"]);

    [Theory]
    [InlineData("height,leaves,kind\n1,2,fern\n1,2\n", 3, null, "has 2 fields, the header has 3")]
    [InlineData("height,leaves,kind\n1,2,fern,9\n", 2, null, "has 4 fields")]
    [InlineData("height,leaves,kind\n1,2,fern\n\"1,5\",2,fern\n", 3, "height", "'1,5' has a decimal comma (--decimal)")]
    [InlineData("height,leaves,kind\n1_000,2,fern\n", 2, "height", "has thousands marks (--thousands)")]
    [InlineData("height,leaves,kind\n-Infinity,2,fern\n", 2, "height", "is not a number")]
    [InlineData("height,leaves,kind\ninf,2,fern\n", 2, "height", "is not a number")]
    [InlineData("height,leaves,kind\n1e999,2,fern\n", 2, "height", "is beyond the range of numbers of 64 bits")]
    [InlineData("height,leaves,kind\n1e-999,2,fern\n", 2, "height", "is nearer to 0 than any number of 64 bits")]
    [InlineData("height,leaves,kind\n0.1000000000000000000001,2,fern\n", 2, "height", "has more digits than a number of 64 bits keeps")]
    [InlineData("height,leaves,kind\n+1,2,fern\n", 2, "height", "has a plus sign, which a number does not keep")]
    [InlineData("height,leaves,kind\n1,02,fern\n", 2, "leaves", "has leading zeros, which a number does not keep")]
    [InlineData("height,leaves,kind\n0x10,2,fern\n", 2, "height", "is not a number")]
    [InlineData("height,leaves,kind\n1\0,2,fern\n", 2, "height", "is not a number")]
    [InlineData("height,leaves,kind\n1,2.5,fern\n", 2, "leaves", "'2.5' is not a whole number")]
    [InlineData("height,leaves,kind\n1,9223372036854775808,fern\n", 2, "leaves", "is not a whole number")]
    [InlineData("height,leaves,kind\n1,2,elm\n", 2, "kind", "'elm' is none of the classes")]
    [InlineData("height,leaves,kind\n1,2,\n", 2, "kind", "the label is missing")]
    [InlineData("height,leaves,kind\n\"\n\n\",2,fern\n", 2, "height", "is not a number")]
    [InlineData("height,leaves,kind\n1,2,fern\n\n\n1,x,fern\n", 5, "leaves", "is not a whole number")]
    [InlineData("height,leaves\n1,2\n", 1, "kind", "does not name this column")]
    [InlineData("height,leaves,kind,age\n1,2,fern,3\n", 1, "age", "the schema has no such column")]
    [InlineData("height,height,kind\n1,2,fern\n", 1, "height", "twice")]
    [InlineData("height,,kind\n1,2,fern\n", 1, "leaves", "does not name this column")]
    [InlineData("height,leaves,kind\n", null, null, "has a header but no rows")]
    [InlineData("", null, null, "is empty")]
    [InlineData("height,leaves,kind\n1,2,fe\"rn\n", 2, null, "has a quote in the wrong place")]
    [InlineData("height,leaves,kind\n1,2,\"fern\n1,2,oak\n", 2, "kind", "never closed")]
    [InlineData("height,leaves,kind\n1,2,\"fern\"s\n", 2, "kind", "has a quote in the wrong place")]
    [InlineData("height,leaves,kind\n1,\"2\n3\",fern\n1,2,\"oak\" \n", 4, "kind", "has a quote in the wrong place")]
    [InlineData("height,leaves,kind\n\n1,a\"2,fe\"rn\n", 3, "leaves", "has a quote in the wrong place")]
    [InlineData("\nheight,leaves,height\n", 2, "height", "twice")]
    public void Refuses_bad_input_and_names_the_place(string text, int? line, string? field, string reason)
    {
        SourceException error = Assert.Throws<SourceException>(() => TestData.Csv(text).Read(Plants, 10).Count());
        Assert.Equal("data.csv", error.File);
        Assert.Equal(line, (int?)error.Position);
        if (field is not null)
        {
            Assert.Equal(field, error.Field);
        }
        Assert.Contains(reason, error.Message);
        Assert.StartsWith("data.csv", error.Message);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_utf8_and_names_their_line()
    {
        byte[][] bad = [[0xff], [0xc3], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0x80], [0xe2, 0x82]];
        foreach (byte[] bytes in bad)
        {
            byte[] file = [.. Encoding.UTF8.GetBytes("height,leaves,kind\n1,2,fern\n1,2,"), .. bytes, .. "\n1,2,fern\n"u8];
            Assert.Equal(
                "data.csv, line 3: is not UTF-8; --encoding names what it is, such as windows-1252 or iso-8859-1.",
                Assert.Throws<SourceException>(() => TestData.Csv(file).Read(Plants, 10).Count()).Message);
            byte[] cut = [.. Encoding.UTF8.GetBytes("height,leaves,kind\n1,2,fern\n1,2,"), .. bytes];
            Assert.Equal(3, Assert.Throws<SourceException>(() => TestData.Csv(cut).Read(Plants, 10).Count()).Position);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Reads_characters_that_are_split_between_reads(int piece)
    {
        string text = "name\n" + string.Concat(Enumerable.Repeat("añ€😀\n", 50));
        var source = new CsvSource(() => new SlowStream(Encoding.UTF8.GetBytes("\uFEFF" + text), piece), "slow.csv");
        RecordBuffer records = source.Read(new Schema([new Column("name", ColumnType.Text)]), 100).Single();
        Assert.Equal(50, records.Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal("añ€😀", records[0].Text(i)));
    }

    [Fact]
    public void Refuses_a_field_that_is_too_long()
    {
        string text = "name\n" + new string('a', (1 << 20) + 1) + "\n";
        var names = new Schema([new Column("name", ColumnType.Text)]);
        Assert.Contains("more than 1048576", Assert.Throws<SourceException>(() => TestData.Csv(text).Read(names, 5).Count()).Message);
        string wide = "name\n" + new string('€', 1 << 19) + "\n";
        Assert.Contains("more than 1048576 bytes", Assert.Throws<SourceException>(() => TestData.Csv(wide).Read(names, 5).Count()).Message);
    }

    [Fact]
    public void Quotes_come_off_and_rows_are_told_by_their_first_line()
    {
        const string Text = "a,b\r\n\"x \"\"y\"\", z\",\"\"\r\n\r\n\"1\n2\u2028\r3\",\" \"\r\"\"\"\",w";
        using IRowReader reader = TestData.Csv(Text).Open();
        using IRows rows = reader.Next(10)!;
        Assert.Equal([2, 4, 7], Enumerable.Range(0, rows.Count).Select(rows.PositionOf));
        Assert.Equal(
            ["x \"y\", z", "", "1\n2\u2028\r3", " ", "\"", "w"],
            Enumerable.Range(0, 6).Select(cell => rows.Text(cell / 2, cell % 2, []).ToString()));
    }

    [Theory]
    [InlineData('"')]
    [InlineData('#')]
    [InlineData('\n')]
    [InlineData('\u00a7')]
    public void Refuses_delimiters_that_no_table_has(char delimiter) => Assert.Throws<ArgumentException>(() => new CsvOptions(delimiter));

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    [InlineData(' ')]
    public void Reads_the_usual_delimiters(char delimiter)
    {
        string text = "a,b\n1,\"2,3\"\n".Replace(',', delimiter);
        CsvSource source = TestData.Csv(text, new SourceRoles { Table = new(delimiter) });
        RecordBuffer records = source.Read(new Schema([new Column("a", ColumnType.Int64), new Column("b", ColumnType.Text)]), 10).Single();
        Assert.Equal($"2{delimiter}3", records[1].Text(0));
    }

    [Fact]
    public void Says_when_the_file_is_not_there() =>
        Assert.Equal(
            "absent.csv: does not exist.",
            Assert.Throws<SourceException>(() => new CsvSource("absent.csv").Read(Plants, 10).Count()).Message);

    [Fact]
    public void Takes_numbers_as_they_are_commonly_written()
    {
        var schema = new Schema([new Column("x", ColumnType.Float64), new Column("n", ColumnType.Int64)]);
        RecordBuffer records = TestData.Csv("n,x\n 1,-1.5E+2\n-7 ,.5\n3,1e-3\n,\nNA,nan\n").Read(schema, 10).Single();
        Assert.Equal([-150, 0.5, 0.001, double.NaN, double.NaN], Enumerable.Range(0, 5).Select(records[0].Number));
        Assert.Equal([1, -7, 3, double.NaN, double.NaN], Enumerable.Range(0, 5).Select(records[1].Number));
    }

    [Fact]
    public void Infers_the_narrowest_type_and_sorts_the_classes()
    {
        string csv = "a,b,c,d,e,y\n1,1,true,x,,10\n-2,1.5,False,,,9\n,,,3,,-1\n1,1,true,x,,10.0\n";
        Schema schema = SchemaInference.Infer(TestData.Csv(csv), "y", 2).Schema;
        Assert.Equal(
            [ColumnType.Int64, ColumnType.Float64, ColumnType.Boolean, ColumnType.Text, ColumnType.Float64, ColumnType.Float64],
            schema.Columns.Select(column => column.Type));
        Assert.Equal(["-1", "9", "10"], schema.Classes);
        Assert.Equal(["Z", "a", "é"], SchemaInference.Infer(TestData.Csv("y\né\na\nZ\na\n"), "y").Schema.Classes);
        Assert.Equal(["false", "true"], SchemaInference.Infer(TestData.Csv("y\nTRUE\nfalse\n"), "y").Schema.Classes);
    }

    [Theory]
    [InlineData("y\n1\n", "z", "the header names no such column; it names y")]
    [InlineData("x,y\n1,1\n2,\n", "y", "line 3, field 'y': the label is missing")]
    public void Inference_refuses_a_bad_label(string text, string label, string reason) =>
        Assert.Contains(reason, Assert.Throws<SourceException>(() => SchemaInference.Infer(TestData.Csv(text), label)).Message);

    [Fact]
    public void Inference_refuses_a_label_with_too_many_values()
    {
        string text = "y\n" + string.Join('\n', Enumerable.Range(0, 20_000));
        Assert.Contains(
            "too many for a label", Assert.Throws<SourceException>(() => SchemaInference.Infer(TestData.Csv(text), "y", 2)).Message);
    }

    private sealed class SlowStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
