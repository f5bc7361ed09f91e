namespace Hallmark.Data.Sources.Logs;

/// <summary>The kinds of log that are known by their first line.</summary>
internal static class LogFormats
{
    private const string Unknown = "-";
    private const string Quoted = """
        "(?<{0}>([^"\\]|\\.)*)"
        """;

    /// <summary>RFC 5424.</summary>
    private static readonly LogFormat Syslog = new(
        "as syslog is (RFC 5424)",
        LogFormat.Compile(
            @"<(?<pri>[0-9]{1,3})>(?<version>[1-9][0-9]{0,2}) (?<time>\S+) (?<host>\S+) (?<app>\S+) (?<process>\S+) (?<id>\S+) "
            + """(?<data>-|(\[[^ \]"=]+( [^ \]"=]+="([^"\\\]]|\\.)*")*\])+)( \uFEFF?(?<message>.*))?"""),
        [
            new("facility", "pri", LogMeaning.Facility), new("severity", "pri", LogMeaning.Severity),
            new("time", "time", LogMeaning.Text, Unknown), new("host", "host", LogMeaning.Text, Unknown),
            new("app", "app", LogMeaning.Text, Unknown), new("process", "process", LogMeaning.Text, Unknown),
            new("message_id", "id", LogMeaning.Text, Unknown), new("data", "data", LogMeaning.Text, Unknown),
            new("message", "message", LogMeaning.Text),
        ]);

    /// <summary>RFC 3164, as programs write it over a wire (with a priority) and into files (without). Its times have no year.</summary>
    private static readonly LogFormat OldSyslog = new(
        "as syslog is (RFC 3164)",
        LogFormat.Compile(
            "(<(?<pri>[0-9]{1,3})>)?(?<time>(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}) "
            + @"(?<host>\S+) ((?<app>[^\s\[\]:]+)(\[(?<process>[^\]]*)\])?: ?)?(?<message>.*)"),
        [
            new("facility", "pri", LogMeaning.Facility), new("severity", "pri", LogMeaning.Severity),
            new("time", "time", LogMeaning.Text), new("host", "host", LogMeaning.Text), new("app", "app", LogMeaning.Text),
            new("process", "process", LogMeaning.Text), new("message", "message", LogMeaning.Text),
        ]);

    /// <summary>The common log format of web servers.</summary>
    private static readonly LogFormat Web = new("in the common log format, as the first line", LogFormat.Compile(CommonLine), Common);

    /// <summary>The same with the page before and the program.</summary>
    private static readonly LogFormat CombinedWeb = new(
        "in the combined log format, as the first line",
        LogFormat.Compile($"{CommonLine} {InQuotes("referer")} {InQuotes("agent")}"),
        [.. Common, new("referer", "referer", LogMeaning.Text, Unknown), new("user_agent", "agent", LogMeaning.Text, Unknown)]);

    /// <summary>The format of a first line; null where it is of none of them.</summary>
    public static LogFormat? Find(string line) =>
        new[] { CombinedWeb, Web, Syslog, OldSyslog }.FirstOrDefault(format => format.Pattern.IsMatch(line));

    private static string CommonLine =>
        @"(?<host>\S+) (?<ident>\S+) (?<user>[^\[]*?) \[(?<time>[^\]]+)\] " + InQuotes("request")
        + " (?<status>[0-9]{3}|-) (?<bytes>[0-9]+|-)";

    private static LogColumn[] Common =>
    [
        new("host", "host", LogMeaning.Text), new("ident", "ident", LogMeaning.Text, Unknown),
        new("user", "user", LogMeaning.Text, Unknown),
        new("time", "time", LogMeaning.WebTime), new("request", "request", LogMeaning.Text, Unknown),
        new("status", "status", LogMeaning.Any, Unknown), new("bytes", "bytes", LogMeaning.Any, Unknown),
    ];

    private static string InQuotes(string group) => Quoted.Replace("{0}", group, StringComparison.Ordinal);
}
