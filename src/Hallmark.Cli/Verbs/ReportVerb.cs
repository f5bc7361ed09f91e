using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Client;
using Hallmark.Reports;

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
        command.SetBody(async invocation =>
        {
            var wish = new AuditHome { Replay = invocation.Get(replay), Anchors = TimestampVerb.ReadAnchors(invocation.Get(anchor)) };
            AuditReport audit = await invocation.AskAsync(wish).ConfigureAwait(false);
            string path = await WriteAsync(invocation, audit, invocation.Get(file) ?? Path.Combine(invocation.Home.Directory, FileName))
                .ConfigureAwait(false);
            invocation.Output.Result(
                new JsonObject { ["report"] = path, ["verdict"] = AuditAnswer.NameOf(audit.Verdict) },
                console => console.Profile.Out.Writer.WriteLine($"{AuditAnswer.NameOf(audit.Verdict)}: {path}"));
            return AuditAnswer.ExitOf(audit.Verdict);
        });
        return command;
    }

    public static async Task<string> WriteAsync(Invocation invocation, AuditReport audit, string path)
    {
        using var store = invocation.Home.OpenStore();
        var catalog = new Catalog(invocation.Home.OpenForReading(), store);
        string full = Path.GetFullPath(path);
        ReportModel model = await Reporting.GatherAsync(catalog, invocation.Home, audit, invocation.Clock, invocation.Cancellation)
            .ConfigureAwait(false);
        await File.WriteAllTextAsync(full, HtmlReport.Render(model), invocation.Cancellation).ConfigureAwait(false);
        return full;
    }
}
