using Hallmark.Cel.Functions;

namespace Hallmark.Cel.Tests.Functions;

public class TimeTests
{
    [Theory]
    [InlineData("getFullYear()", 2009)]
    [InlineData("getMonth()", 1)]
    [InlineData("getDate()", 13)]
    [InlineData("getDayOfMonth()", 12)]
    [InlineData("getDayOfWeek()", 5)]
    [InlineData("getDayOfYear()", 43)]
    [InlineData("getHours()", 23)]
    [InlineData("getMinutes()", 31)]
    [InlineData("getSeconds()", 30)]
    [InlineData("getMilliseconds()", 123)]
    [InlineData("getDate('Australia/Sydney')", 14)]
    [InlineData("getDayOfMonth('US/Central')", 12)]
    [InlineData("getDayOfMonth('+11:00')", 13)]
    [InlineData("getHours('02:00')", 1)]
    [InlineData("getHours('-09:30')", 14)]
    [InlineData("getMinutes('Asia/Kathmandu')", 16)]
    [InlineData("getSeconds('-00:00')", 30)]
    [InlineData("getHours('UTC')", 23)]
    public void Parts_of_a_timestamp(string call, long expected) =>
        Cel.IsTrue($"timestamp('2009-02-13T23:31:30.123456789Z').{call} == {expected}");

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "-01:00", 0)]
    [InlineData("9999-12-31T23:59:59Z", "+01:00", 10000)]
    public void A_zone_may_lead_out_of_the_years_that_timestamps_have(string text, string zone, long year) =>
        Cel.IsTrue($"timestamp('{text}').getFullYear('{zone}') == {year}");

    [Theory]
    [InlineData("2024-03-31T00:59:59Z", 1)]
    [InlineData("2024-03-31T01:00:00Z", 3)]
    [InlineData("2024-10-27T00:59:59Z", 2)]
    [InlineData("2024-10-27T01:00:00Z", 2)]
    [InlineData("2024-10-27T02:00:00Z", 3)]
    public void Zones_know_summer_time(string text, long hours) =>
        Cel.IsTrue($"timestamp('{text}').getHours('Europe/Paris') == {hours}");

    [Theory]
    [InlineData("europe/paris")]
    [InlineData("../../etc/passwd")]
    [InlineData("localtime")]
    [InlineData("Europe/Nowhere")]
    [InlineData("+25:00")]
    [InlineData("+1:00")]
    [InlineData("Z")]
    public void Zones_that_do_not_exist_are_errors(string zone)
    {
        Cel.IsTrue("timestamp(0).getHours('Europe/Paris') == 1");
        Cel.Fails($"timestamp(0).getHours('{zone}')");
    }

    [Theory]
    [InlineData("duration('10000s').getHours() == 2")]
    [InlineData("duration('3730s').getMinutes() == 62")]
    [InlineData("duration('3730s').getSeconds() == 3730")]
    [InlineData("duration('123.321456789s').getMilliseconds() == 321")]
    [InlineData("duration('1h45m47s') == duration('6347s')")]
    [InlineData("string(duration('-1.5h')) == '-5400s'")]
    [InlineData("string(duration('1us') + duration('1ms')) == '0.001001s'")]
    [InlineData("duration('0') == duration('-0s')")]
    [InlineData("duration('.5s') < duration('1s')")]
    [InlineData("type(duration('1s')) == google.protobuf.Duration")]
    [InlineData("string(timestamp('2009-02-13T23:31:30+01:30')) == '2009-02-13T22:01:30Z'")]
    [InlineData("string(timestamp('9999-12-31T23:59:59.999999999Z')) == '9999-12-31T23:59:59.999999999Z'")]
    [InlineData("string(timestamp('2000-02-29T00:00:00.120Z')) == '2000-02-29T00:00:00.12Z'")]
    [InlineData("type(timestamp(0)) == google.protobuf.Timestamp")]
    [InlineData("int(timestamp('1969-12-31T23:59:59.5Z')) == -1")]
    [InlineData("timestamp('2009-02-13T23:00:00Z') + duration('240s') == timestamp('2009-02-13T23:04:00Z')")]
    [InlineData("duration('120s') + timestamp('2009-02-13T23:01:00Z') == timestamp('2009-02-13T23:03:00Z')")]
    [InlineData("timestamp('0001-01-01T00:00:01.000000001Z') + duration('-999999999ns') == timestamp('0001-01-01T00:00:00.000000002Z')")]
    [InlineData("timestamp('2009-02-13T23:31:00Z') - timestamp('2009-02-13T23:29:00Z') == duration('120s')")]
    [InlineData("timestamp('2009-02-13T23:10:00Z') - duration('600s') == timestamp('2009-02-13T23:00:00Z')")]
    [InlineData("timestamp('2009-02-13T23:00:00Z') <= timestamp('2009-02-13T23:00:00.000000001Z')")]
    [InlineData("[timestamp(1), timestamp(0)].exists(t, t < timestamp('1970-01-01T00:00:01Z'))")]
    public void Times_and_durations(string expression) => Cel.IsTrue(expression);

    [Theory]
    [InlineData("timestamp('0000-01-01T00:00:00Z')")]
    [InlineData("timestamp('10000-01-01T00:00:00Z')")]
    [InlineData("timestamp('2009-02-29T00:00:00Z')")]
    [InlineData("timestamp('2009-02-13T24:00:00Z')")]
    [InlineData("timestamp('2009-02-13 23:00:00Z')")]
    [InlineData("timestamp('2009-02-13T23:00:00')")]
    [InlineData("timestamp('2009-02-13T23:00:00.Z')")]
    [InlineData("timestamp('0001-01-01T00:00:00+01:00')")]
    [InlineData("timestamp(253402300800)")]
    [InlineData("timestamp('0001-01-01T00:00:00Z') + duration('-1ns')")]
    [InlineData("timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')")]
    [InlineData("duration('320000000000s')")]
    [InlineData("duration('9223372036s') + duration('9223372036s')")]
    [InlineData("duration('')")]
    [InlineData("duration('1')")]
    [InlineData("duration('s')")]
    [InlineData("duration('1 s')")]
    [InlineData("duration('1s1')")]
    [InlineData("duration('--1s')")]
    public void Out_of_range_or_no_time_at_all(string expression) => Cel.Fails(expression);

    [Fact]
    public void Days_agree_with_the_platform_over_all_years()
    {
        for (DateTime day = new(1, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 9990; day = day.AddDays(9.7))
        {
            long seconds = (day.Ticks / TimeSpan.TicksPerSecond) + CelTimestamp.MinSeconds;
            var civil = CivilTime.FromSeconds(seconds);
            Assert.Equal(
                (day.Year, day.Month, day.Day, day.DayOfYear - 1, (int)day.DayOfWeek, day.Hour),
                ((int)civil.Year, civil.Month, civil.Day, civil.DayOfYear, civil.DayOfWeek, civil.Hour));
        }
    }
}
