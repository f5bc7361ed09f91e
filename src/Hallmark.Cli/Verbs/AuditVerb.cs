using System.CommandLine;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark audit</c>: checks everything, offline, and names what is wrong.</summary>
internal static class AuditVerb
{
    public static Command Create()
    {
        var run = new Option<string?>("--run") { Description = "Only this run's schedule, files and replay.", HelpName = "ID" };
        var replay = new Option<bool>("--replay")
        {
            Description = "Train what is on record again and compare every checkpoint bit for bit.",
        };
        var budget = new Option<int?>("--budget")
        {
            Description = "Longest time for the replay of all runs; what is not done by then is incomplete.",
            HelpName = "SECONDS",
        };
        var head = new Option<string?>("--head")
        {
            Description = "A head kept elsewhere: names a rollback or a reforged ledger.",
            HelpName = "FILE",
        };
        var trust = new Option<string?>("--trust")
        {
            Description = "Ledger, key and witnesses that you trust ('hallmark trust'), from a source outside the home.",
            HelpName = "FILE",
        };
        var anchor = TimestampVerb.Anchor("--tsa-anchor");
        var timestamps = new Option<string?>("--timestamps")
        {
            Description = "Folder of timestamps kept elsewhere; by default those of the home.",
            HelpName = "DIR",
        };
        var command = new Command("audit", "Re-hash, re-execute and cross-check ledger, data and runs.")
        {
            run, replay, budget, head, trust, anchor, timestamps,
        };
        command.SetBody(async invocation =>
        {
            AuditReport report = await invocation.AskAsync(new AuditHome
            {
                Replay = invocation.Get(replay),
                ReplayBudget = BudgetOf(invocation.Get(budget)),
                Head = invocation.Get(head) is { } file ? HeadFile.Read(file) : null,
                Trust = invocation.Get(trust) is { } root ? InputFile.Read(root, bytes => TrustRoot.Read(bytes.Span)) : null,
                Run = invocation.Get(run),
                Anchors = TimestampVerb.ReadAnchors(invocation.Get(anchor)),
                Timestamps = invocation.Get(timestamps) is { } folder ? InputFolder.Require(timestamps.Name, folder) : null,
            }).ConfigureAwait(false);
            invocation.Output.Result(AuditAnswer.Of(report), console => Print(report, console));
            return AuditAnswer.ExitOf(report.Verdict);
        });
        return command;
    }

    /// <summary>One sentence and, where there are findings, a table of them.</summary>
    public static void Print(AuditReport report, IAnsiConsole console)
    {
        if (report.Findings.Count > 0)
        {
            foreach (Finding finding in report.Findings)
            {
                string severity = FindingAnswer.SeverityOf(finding);
                Output.WriteLine(console, $"{severity}  {finding.Code}  {finding.Message}{Touched(finding)}");
            }
        }
        Coverage coverage = report.Coverage;
        Output.Lines(console).WriteLine(
            $"{AuditAnswer.TextOf(report)}: {Words.Count((long)coverage.Blocks, "block")}, "
            + $"{coverage.Signatures} of {coverage.Entries} signatures, "
            + $"{coverage.BatchesHashed} of {coverage.Batches} batches ({Words.Count(coverage.Records, "record")}), "
            + $"{coverage.Remeasured} of {coverage.Judged} judgements, {coverage.SchedulesRecomputed} of {coverage.Schedules} "
            + $"schedules, {coverage.CheckpointsHashed} of {coverage.Checkpoints} checkpoints, "
            + $"{coverage.RunsReplayed} of {coverage.Runs} runs replayed, "
            + $"{coverage.ReleasesRecomputed} of {coverage.Releases} releases recomputed, "
            + $"{coverage.TimestampsVerified} of {coverage.Timestamps} timestamps");
    }

    /// <summary>The checkpoints that a finding touches: the first, the last and how many.</summary>
    private static string Touched(Finding finding) => finding.Checkpoints switch
    {
        [] => "",
        [string only] => finding.Message.StartsWith(only, StringComparison.Ordinal) ? "" : $"; touches checkpoint {only}",
        [string first, .., string last] => $"; touches {finding.Checkpoints.Count} checkpoints, {first} to {last}",
    };

    private static TimeSpan? BudgetOf(int? seconds) => seconds switch
    {
        null => null,
        > 0 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException($"--budget: {seconds} is no number of seconds"),
    };
}
