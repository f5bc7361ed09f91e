using System.CommandLine;
using System.Text;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Files;
using Hallmark.Operations.Homes;
using Hallmark.Reports;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark report</c>: audits and writes the HTML report.</summary>
internal static class ReportVerb
{
    public const string FileName = "report.html";

    public static Command Create()
    {
        var file = new OutputFileOption("--out", "Where to write it; by default report.html in the home.");
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
        Write(invocation.Home, path, HtmlReport.Render(report));
        return report.Audit;
    }

    /// <summary>
    /// In a home a report is a file of the home's, whatever had its name before: a link that somebody left there is replaced, not followed.
    /// Elsewhere it goes where its user says, be it where a link leads.
    /// </summary>
    private static void Write(Home home, string path, string text)
    {
        if (Path.GetDirectoryName(path) == home.Directory)
        {
            HomeOwner.RequireOwn(home);
            DurableFile.Replace(path, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            File.WriteAllText(path, text);
        }
    }
}
