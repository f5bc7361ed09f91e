using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Audit;
using Hallmark.Audit.Reports;
using Hallmark.Client;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark report</c>: audits and writes the HTML report.</summary>
internal static class ReportVerb
{
    public const string FileName = "report.html";

    public static Command Create()
    {
        var file = new Option<string?>("--out") { Description = "Where to write it; by default report.html in the home.", HelpName = "FILE" };
        var replay = new Option<bool>("--replay") { Description = "With a bit-exact replay of the runs." };
        var anchor = TimestampVerb.Anchor("--tsa-anchor");
        var command = new Command("report", "Audit and write a self-contained HTML report.") { file, replay, anchor };
        command.SetBody(invocation =>
        {
            AuditReport audit = AuditVerb.Execute(invocation, new AuditWish { Replay = invocation.Get(replay), Anchors = TimestampVerb.ReadAnchors(invocation.Get(anchor)) });
            string path = Write(invocation, audit, invocation.Get(file) ?? Path.Combine(invocation.Home.Directory, FileName));
            invocation.Output.Result(
                new JsonObject { ["report"] = path, ["verdict"] = AuditVerb.NameOf(audit.Verdict) },
                console => console.Profile.Out.Writer.WriteLine($"{AuditVerb.NameOf(audit.Verdict)}: {path}"));
            return Task.FromResult(AuditVerb.CodeOf(audit.Verdict));
        });
        return command;
    }

    public static string Write(Invocation invocation, AuditReport audit, string path)
    {
        using var store = invocation.Home.OpenStore();
        var catalog = new Catalog(invocation.Home.OpenForReading(), store);
        string full = Path.GetFullPath(path);
        File.WriteAllText(full, HtmlReport.Render(Reporting.Gather(catalog, invocation.Home, audit, invocation.Clock)));
        return full;
    }
}
