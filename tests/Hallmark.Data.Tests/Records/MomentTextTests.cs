using System.Globalization;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Records;

/// <summary>Dates and times as cells: what is one, what its one text is, and what its bytes are.</summary>
public class MomentTextTests
{
    [Theory]
    [InlineData("2024-01-31", ColumnType.Date, "2024-01-31")]
    [InlineData(" 0001-01-01 ", ColumnType.Date, "0001-01-01")]
    [InlineData("9999-12-31", ColumnType.Date, "9999-12-31")]
    [InlineData("2024-02-29", ColumnType.Date, "2024-02-29")]
    [InlineData("2024-01-31T10:20", ColumnType.DateTime, "2024-01-31T10:20:00")]
    [InlineData("2024-01-31 10:20:30", ColumnType.DateTime, "2024-01-31T10:20:30")]
    [InlineData("1969-12-31T23:59:59.999999", ColumnType.DateTime, "1969-12-31T23:59:59.999999")]
    [InlineData("2024-01-31T10:20:30.500000000", ColumnType.DateTime, "2024-01-31T10:20:30.5")]
    [InlineData("2024-01-31T10:20:30Z", ColumnType.Instant, "2024-01-31T10:20:30Z")]
    [InlineData("2024-01-31T10:20:30+02:00", ColumnType.Instant, "2024-01-31T08:20:30Z")]
    [InlineData("2024-01-31 10:20:30.25-0330", ColumnType.Instant, "2024-01-31T13:50:30.25Z")]
    [InlineData("2024-01-31T10:20+02", ColumnType.Instant, "2024-01-31T08:20:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01", null, null)] // before the first year
    [InlineData("2023-02-29", null, null)]
    [InlineData("2024-13-01", null, null)]
    [InlineData("0000-01-01", null, null)]
    [InlineData("2024-1-31", null, null)]
    [InlineData("2024-01-31T24:00", null, null)]
    [InlineData("2024-01-31T10:60", null, null)]
    [InlineData("2024-01-31T10:20:60", null, null)]
    [InlineData("2024-01-31T10:20:30.0000001", null, null)] // finer than microseconds
    [InlineData("2024-01-31T10:20:30.", null, null)]
    [InlineData("2024-01-31T10:20:30+15:00", null, null)]
    [InlineData("2024-01-31T10:20:30+2", null, null)]
    [InlineData("2024-01-31T", null, null)]
    [InlineData("31.01.2024", null, null)]
    [InlineData("20240131", null, null)]
    public void Text_is_a_date_a_time_an_instant_or_none(string text, ColumnType? type, string? canonical)
    {
        MomentKinds kind = MomentText.Read(text, out long value);
        Assert.Equal(type, MomentText.TypeOf(kind));
        if (type is { } known)
        {
            Assert.Equal(canonical, MomentText.Of(known, value));
            Assert.Equal(kind, MomentText.Read(canonical, out long again));
            Assert.Equal(value, again);
            Assert.True(CellText.IsCanonical(known, canonical!));
            Assert.Equal(canonical == text, CellText.IsCanonical(known, text));
        }
    }

    [Fact]
    public void Every_microsecond_comes_back()
    {
        var random = new Random(1);
        long last = DateTime.MaxValue.Ticks / 10;
        for (int i = 0; i < 20_000; i++)
        {
            long value = random.NextInt64(last) - (new DateTime(1970, 1, 1).Ticks / 10);
            string text = MomentText.Of(ColumnType.Instant, value);
            Assert.Equal(MomentKinds.Instant, MomentText.Read(text, out long back));
            Assert.Equal(value, back);
            Assert.Equal(
                DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks, new DateTime(1970, 1, 1).AddTicks(value * 10).Ticks);
        }
    }

    [Fact]
    public void A_column_of_them_is_one_of_their_type_and_a_label_keeps_its_words()
    {
        const string Csv = "d,t,i,m,y\n2024-01-31,2024-01-31 10:00,2024-01-31T10:00Z,2024-01-31,2024-01-31\n"
            + "1969-12-31,1969-12-31 10:00,1969-12-31T10:00+01:00,2024-01-31 10:00,2024-02-01\nNA,,-,x,2024-02-01\n";
        InferredSchema inferred = SchemaInference.Infer(TestData.Csv(Csv), "y");
        Assert.Equal(
            [ColumnType.Date, ColumnType.DateTime, ColumnType.Instant, ColumnType.Text, ColumnType.Text],
            inferred.Schema.Columns.Select(column => column.Type));
        Assert.DoesNotContain(inferred.Schema.Columns, column => column.IsNumeric);
        Assert.Equal(inferred.Schema.Digest, SchemaFormat.Read(SchemaFormat.Write(inferred.Schema)).Digest);
        BatchContent content = BatchBuilder.Build(TestData.Csv(Csv).Read(inferred.Schema, 9).Single());
        RecordBatch read = BatchReader.Decode(content.Content, inferred.Schema);
        Assert.Equal(["2024-01-31", "1969-12-31", null], Enumerable.Range(0, 3).Select(row => read[0].Text(row)));
        Assert.Equal(["2024-01-31T10:00:00Z", "1969-12-31T09:00:00Z", null], Enumerable.Range(0, 3).Select(row => read[2].Text(row)));
        CsvSource sameMoment = TestData.Csv(Csv.Replace("10:00+01:00", "09:00:00Z"));
        Assert.Equal(content.Root, BatchBuilder.Build(sameMoment.Read(inferred.Schema, 9).Single()).Root);
        string fault = Assert.Throws<SourceException>(
            () => TestData.Csv(Csv.Replace("2024-01-31T10:00Z", "2024-01-31T10:00")).Read(inferred.Schema, 9).Count()).Message;
        Assert.Contains("line 2, field 'i': '2024-01-31T10:00' is not a date and time with a zone", fault);
    }

    [Theory]
    [InlineData(ColumnType.Date, "010000000000004d58", null)]
    [InlineData(ColumnType.Date, "01ffffffffffffffff", null)]
    [InlineData(ColumnType.Date, "0100000000002cd0fa", "beyond the years")]
    [InlineData(ColumnType.Instant, "017fffffffffffffff", "beyond the years")]
    public void Bytes_of_what_is_no_date_are_refused(ColumnType type, string hex, string? reason)
    {
        var records = new RecordBuffer(new Schema([new Column("x", type)]));
        Exception? fault = Record.Exception(() => RecordFormat.Read(Convert.FromHexString(hex), records));
        Assert.Equal(reason is null, fault is null);
        Assert.Contains(reason ?? "", fault is MalformedException malformed ? malformed.Message : "");
    }

    [Fact]
    public void Words_for_true_and_false_are_a_type_where_both_are_there()
    {
        const string Csv = "a,b,c,d,e,y\nyes,t,true,F,y,yes\nNO,f,0,F,m,no\n-,T,1,F,n,no\n";
        InferredSchema inferred = SchemaInference.Infer(TestData.Csv(Csv), "y");
        Assert.Equal(
            [ColumnType.Boolean, ColumnType.Boolean, ColumnType.Boolean, ColumnType.Text, ColumnType.Text, ColumnType.Text],
            inferred.Schema.Columns.Select(column => column.Type));
        RecordBuffer records = TestData.Csv(Csv).Read(inferred.Schema, 9).Single();
        Assert.Equal([1, 0, double.NaN], Enumerable.Range(0, 3).Select(records[0].Number));
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(records[2].Number));
        Assert.Equal(["no", "yes"], inferred.Schema.Classes);
    }
}
