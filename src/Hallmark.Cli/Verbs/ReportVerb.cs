using System.CommandLine;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Reports;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark report</c>: audits and writes the HTML report.</summary>
internal static class ReportVerb
{
    public const string FileName = "report.html";

    public static Command Create()
    {
        var file = new Option<string?>("--out")
        {
            Description = "Where to write it; by default report.html in the home.",
            HelpName = "FILE",
        };
        var replay = new Option<bool>("--replay") { Description = "With a bit-exact replay of the runs." };
        var anchor = TimestampVerb.Anchor("--tsa-anchor");
        var command = new Command("report", "Audit and write a self-contained HTML report.") { file, replay, anchor };
        command.SetBody(async invocation =>
        {
            var audit = new AuditHome { Replay = invocation.Get(replay), Anchors = TimestampVerb.ReadAnchors(invocation.Get(anchor)) };
            string path = Path.GetFullPath(invocation.Get(file) ?? Path.Combine(invocation.Home.Directory, FileName));
            AuditReport found = await WriteAsync(invocation, audit, path).ConfigureAwait(false);
            invocation.Output.Result(
                ReportAnswer.Of(path, found), console => Output.WriteLine(console, $"{AuditAnswer.TextOf(found)}: {path}"));
            return AuditAnswer.ExitOf(found.Verdict);
        });
        return command;
    }

    /// <summary>Audits the home, and writes the report of it to a file.</summary>
    public static async Task<AuditReport> WriteAsync(Invocation invocation, AuditHome audit, string path)
    {
        ReportModel report = await invocation.AskAsync(new ReportHome(audit, invocation.Clock)).ConfigureAwait(false);
        await File.WriteAllTextAsync(path, HtmlReport.Render(report), invocation.Cancellation).ConfigureAwait(false);
        return report.Audit;
    }
}
