using System.Globalization;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Data.Tests.Sources.Csv;

/// <summary>Dates as people write them: read where the table shows or somebody says what comes first, and never otherwise.</summary>
public class WrittenDatesTests
{
    private static readonly (DateOrder Order, string[] Formats)[] Formats =
    [
        (DateOrder.DayFirst, ["d.M.yyyy", "dd.MM.yyyy", "dd/MM/yyyy", "d-M-yyyy"]),
        (DateOrder.MonthFirst, ["M/d/yyyy", "MM/dd/yyyy", "MM-dd-yyyy"]),
        (DateOrder.YearFirst, ["yyyy/MM/dd", "yyyy.M.d", "yyyy-M-d"]),
    ];

    [Fact]
    public void A_date_is_the_day_that_was_written_in_its_order_and_none_in_another_unless_it_can_be_both()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 3_000; trial++)
        {
            (DateOrder order, string[] formats) = Formats[random.Next(3)];
            DateTime day = new DateTime(1900, 1, 1).AddDays(random.Next(80_000));
            string text = day.ToString(formats[random.Next(formats.Length)], CultureInfo.InvariantCulture);
            Assert.Equal(MomentKinds.Date, WrittenDates.Read(text, order, out long days));
            Assert.Equal((day - DateTime.UnixEpoch).Days, days);
            Assert.Equal(MomentKinds.DateTime, WrittenDates.Read(text + " 10:20", order, out long time));
            Assert.Equal((days * TimeSpan.MicrosecondsPerDay) + (620 * TimeSpan.MicrosecondsPerMinute), time);
            DateOrder other = order == DateOrder.DayFirst ? DateOrder.MonthFirst : DateOrder.DayFirst;
            bool isBoth = order == DateOrder.YearFirst || day.Day <= 12;
            Assert.Equal(isBoth ? MomentKinds.Date : MomentKinds.Other, WrittenDates.Read(text, other, out _));
        }
    }

    [Theory]
    [InlineData("31.12.24")]
    [InlineData("31.12/2024")]
    [InlineData("31.12.2024.")]
    [InlineData("31.2.2024")]
    [InlineData("0.1.2024")]
    [InlineData("1.1.0000")]
    [InlineData("001.1.2024")]
    [InlineData("1.1.20245")]
    [InlineData("1..2024")]
    [InlineData("1.1.2024 25:00")]
    [InlineData(".1.2024")]
    [InlineData("")]
    [InlineData("12.1")]
    public void What_is_no_such_date_stays_text(string text) =>
        Assert.All(Enum.GetValues<DateOrder>(), order => Assert.Equal(MomentKinds.Other, WrittenDates.Read(text, order, out _)));

    [Theory]
    [InlineData("d\n01.02.2024\n31.01.2024\n", "Date", "2024-02-01", "has dates that are written dmy")]
    [InlineData("d\n01/02/2024\n01/31/2024\n", "Date", "2024-01-02", "has dates that are written mdy")]
    [InlineData("d\n2024/02/01\n2024/1/31\n", "Date", "2024-02-01", "has dates that are written ymd")]
    [InlineData("d\n01.02.2024 10:00\n31.01.2024 11:30\n", "DateTime", "2024-02-01T10:00:00", "has dates that are written dmy")]
    [InlineData("d,e\n01/02/2024,13/02/2024\n03/04/2024,01/02/2024\n", "Date", "2024-02-01", "has dates that are written dmy")]
    [InlineData("d\n01/02/2024\n03/04/2024\n", "Text", "01/02/2024", null)]
    [InlineData("d,e\n13/02/2024,02/13/2024\n", "Text", "13/02/2024", null)]
    [InlineData("d\n13/02/2024\n02/13/2024\n", "Text", "13/02/2024", null)]
    public void An_order_is_found_where_the_table_shows_it_and_asked_for_otherwise(string csv, string type, string first, string? found)
    {
        var source = TestData.Csv(csv);
        InferredSchema inferred = SchemaInference.Infer(source, null);
        Assert.Equal(type, inferred.Schema.Columns[0].Type.ToString());
        Assert.Equal(first, source.Read(inferred.Schema, 10).Single()[0].Text(0));
        Assert.Equal(found is null ? [] : [found], source.Dialect!.Found);
        if (found is null)
        {
            Assert.Contains(inferred.Notes, note => note.IsWrittenDate && note.Sentence("line").Contains("--dates dmy or mdy"));
        }
    }

    [Fact]
    public void What_is_declared_is_read_and_a_step_on_record()
    {
        const string Csv = "d,iso\n01/02/2024,2024-03-01\n03/04/2024,2024-03-02\n";
        string[] expected = ["2024-01-02", "2024-02-01"];
        foreach ((DateOrder order, string day) in ((DateOrder, string)[])[(DateOrder.MonthFirst, expected[0]), (DateOrder.DayFirst, expected[1])])
        {
            var source = TestData.Csv(Csv, new SourceRoles { Table = new() { Dates = order } });
            Schema schema = SchemaInference.Infer(source, null).Schema;
            Assert.All(schema.Columns, column => Assert.Equal(ColumnType.Date, column.Type));
            Assert.Equal(day, source.Read(schema, 10).Single()[0].Text(0));
            Assert.Contains("(--dates)", Assert.Single(source.Steps));
        }
        Schema dates = new([new Column("d", ColumnType.Date)]);
        Assert.EndsWith(
            "'01/02/2024' does not show whether the day or the month comes first: --dates dmy or mdy says so.",
            Assert.Throws<SourceException>(() => TestData.Csv("d\n01/02/2024\n").Read(dates, 10).Count()).Message);
    }
}
