using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Sources.Logs;

namespace Hallmark.Data.Tests.Sources.Logs;

/// <summary>Logs, known by their first line or by a declared pattern.</summary>
public sealed class LogSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_of_web_servers_are_records()
    {
        IRecordSource source = Open("""
            127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326
            ::1 - - [01/Jan/2001:00:00:00 +0000] "say \"hi\"" 404 -

            """);
        Assert.IsType<LogSource>(source);
        Assert.Equal(
            ["host:Text", "ident:Float64", "user:Text", "time:Instant", "request:Text", "status:Int64", "bytes:Int64"],
            SourceCells.Columns(source));
        Assert.Equal(
            [
                "127.0.0.1||frank|2000-10-10T20:55:36Z|GET /a.gif HTTP/1.0|200|2326",
                """::1|||2001-01-01T00:00:00Z|say \"hi\"|404|""",
            ],
            SourceCells.Rows(source));
        source = Open("""h - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 5 "http://x/" "Mozilla/5.0 (X11; Linux)" """.TrimEnd());
        Assert.Equal(
            ["h|||2000-10-10T20:55:36Z|GET / HTTP/1.1|200|5|http://x/|Mozilla/5.0 (X11; Linux)"], SourceCells.Rows(source));
    }

    [Fact]
    public void Lines_of_syslog_are_records()
    {
        IRecordSource source = Open("""
            <34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed for lonvick
            <165>1 2003-10-11T22:14:15.003Z h app 12 ID47 [x@32473 iut="3" e="a\]b"][y z="1"] 
            <0>1 - - - - - -
            """);
        Assert.Equal(
            [
                "4|2|2003-10-11T22:14:15.003Z|mymachine.example.com|su||ID47||'su root' failed for lonvick",
                """20|5|2003-10-11T22:14:15.003Z|h|app|12|ID47|[x@32473 iut="3" e="a\]b"][y z="1"]|""",
                "0|0|||||||",
            ],
            SourceCells.Rows(source));
        source = Open("""
            <13>Oct  1 22:14:15 host sshd[1234]: Accepted: x
            Feb 29 01:02:03 host kernel: [1.2] up
            Mar 03 01:02:03 host plain words
            """);
        Assert.Equal(["facility", "severity", "time", "host", "app", "process", "message"], source.Open().Columns);
        Assert.Equal(
            [
                "1|5|Oct  1 22:14:15|host|sshd|1234|Accepted: x", "||Feb 29 01:02:03|host|kernel||[1.2] up",
                "||Mar 03 01:02:03|host|||plain words",
            ],
            SourceCells.Rows(source));
    }

    [Fact]
    public void A_declared_pattern_says_the_columns_by_its_named_groups()
    {
        IRecordSource source = Open("a=1;b=x\na=2.5;b=007\na=;b=9\n", @"a=(?<a>[^;]*);b=(?<the_b>.*)");
        Assert.Equal(["a:Float64", "the_b:Text"], SourceCells.Columns(source));
        Assert.Equal(["1|x", "2.5|007", "|9"], SourceCells.Rows(source, threads: 3));
    }

    [Theory]
    [InlineData("(?<a>.*", "the pattern of its lines cannot be used")]
    [InlineData(@"(?<a>.)\1", "the pattern of its lines cannot be used")]
    [InlineData("(.*)", "it has no named groups")]
    [InlineData("(?<a>[0-9]+)", "line 2: is not written as the pattern says.")]
    public void A_pattern_that_is_none_and_a_line_that_does_not_fit_are_refused(string pattern, string reason) =>
        Assert.Contains(reason, SourceCells.Refusal(() => Open("1\nx\n", pattern)));

    [Fact]
    public void A_pattern_made_to_take_for_ever_does_not()
    {
        IRecordSource source = Open(new string('a', 100_000) + "!", @"(?<a>(a*)*)b");
        Assert.Contains("line 1: ", SourceCells.Refusal(source));
    }

    [Fact]
    public void A_line_unlike_the_first_is_refused_and_a_table_is_still_a_table()
    {
        IRecordSource source = Open("Feb 29 01:02:03 host kernel: up\n  at some.place\n");
        Assert.EndsWith("line 2: is not written as syslog is (RFC 3164).", SourceCells.Refusal(source));
        source = Open("127.0.0.1 - - [99/Oct/2000:13:55:36 -0700] \"GET /\" 200 1\n");
        Assert.EndsWith("line 1: is not written in the common log format, as the first line.", SourceCells.Refusal(source));
        Assert.IsType<CsvSource>(Open("time,host\nFeb 29 01:02:03,h\n"));
    }

    private IRecordSource Open(string text, string? pattern = null)
    {
        File.WriteAllText(_folder.File("a.log"), text);
        return RecordSources.Open(_folder.File("a.log"), new SourceRoles { Pattern = pattern });
    }
}
