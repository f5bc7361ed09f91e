using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Tests.Sources.Csv;

public class CsvTargetTests
{
    [Fact]
    public void Writes_as_RFC_4180_says()
    {
        var records = new RecordBuffer(new Schema([new Column("n, m", ColumnType.Float64), new Column("say \"x\"", ColumnType.Text)]));
        Add(records, 0.5, "a,b");
        Add(records, null, "two\r\nlines");
        Add(records, -1e300, " \"");
        Assert.Equal("\"n, m\",\"say \"\"x\"\"\"\r\n0.5,\"a,b\"\r\n,\"two\r\nlines\"\r\n-1E+300,\" \"\"\"\r\n", Written(records));
    }

    [Fact]
    public void What_it_writes_reads_back_to_the_same_text()
    {
        string text = Written(TestData.Records(200));
        Assert.Equal(text, Written(TestData.Csv(text).Read(TestData.Mixed, 1_000).Single()));
    }

    /// <summary>A blank line is no record.</summary>
    [Fact]
    public void A_missing_cell_that_stands_alone_is_two_quotes()
    {
        var schema = new Schema([new Column("x", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        records[0].Add(1L);
        records[0].AddMissing();
        records[0].Add(2L);
        string text = Written(records);
        Assert.Equal("x\r\n1\r\n\"\"\r\n2\r\n", text);
        Assert.Equal(3, TestData.Csv(text).Read(schema, 10).Single().Count);
    }

    [Fact]
    public void A_spreadsheet_gets_an_apostrophe_before_texts_that_it_would_compute_and_numbers_as_they_are()
    {
        var records = new RecordBuffer(new Schema([new Column("=n", ColumnType.Float64), new Column("say", ColumnType.Text)]));
        Add(records, -1, "=HYPERLINK(\"x\")");
        Add(records, 2, "a=b");
        Add(records, 3, "＋1");
        Add(records, 4, "-");
        var text = new StringWriter();
        int changed = CsvTarget.WriteForSpreadsheet(
            BatchReader.Decode(BatchBuilder.BuildAll([records], 1).Single().Content, records.Schema), text);
        Assert.Equal("'=n,say\r\n-1,\"'=HYPERLINK(\"\"x\"\")\"\r\n2,a=b\r\n3,'＋1\r\n4,'-\r\n", text.ToString());
        Assert.Equal(4, changed);
    }

    private static string Written(RecordBuffer records)
    {
        BatchContent content = BatchBuilder.BuildAll([records], 1).Single();
        var text = new StringWriter();
        CsvTarget.Write(BatchReader.Decode(content.Content, records.Schema), text);
        return text.ToString();
    }

    private static void Add(RecordBuffer records, double? number, string text)
    {
        if (number is { } value)
        {
            records[0].Add(value);
        }
        else
        {
            records[0].AddMissing();
        }
        records[1].Add(text);
    }
}
