using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Hallmark.Audit;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;
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
        var replay = new Option<bool>("--replay") { Description = "Train the closed runs again and compare every checkpoint bit for bit." };
        var head = new Option<string?>("--head") { Description = "A head kept elsewhere: names a rollback or a reforged ledger.", HelpName = "FILE" };
        var anchor = TimestampVerb.Anchor("--tsa-anchor");
        var timestamps = new Option<string?>("--timestamps") { Description = "Folder of timestamps kept elsewhere; by default those of the home.", HelpName = "DIR" };
        var command = new Command("audit", "Re-hash, re-execute and cross-check ledger, data and runs.") { run, replay, head, anchor, timestamps };
        command.SetBody(async invocation =>
        {
            Head? kept = invocation.Get(head) is { } file ? HeadFile.Read(file) : null;
            AuditReport report = await ExecuteAsync(invocation, new AuditWish
            {
                Replay = invocation.Get(replay),
                Head = kept,
                Run = invocation.Get(run),
                Anchors = TimestampVerb.ReadAnchors(invocation.Get(anchor)),
                Timestamps = RequireFolder(invocation.Get(timestamps)),
            }).ConfigureAwait(false);
            invocation.Output.Result(ToJson(report), console => Print(report, console));
            return CodeOf(report.Verdict);
        });
        return command;
    }

    public static async Task<AuditReport> ExecuteAsync(Invocation invocation, AuditWish wish)
    {
        Home home = invocation.Home;
        if (!home.Exists && home.WasMade)
        {
            var missing = new Finding("ledger.missing", AuditVerdict.Tampered, $"{home.LedgerPath} is not there, but keys or settings of a ledger are");
            return new AuditReport(AuditVerdict.Tampered, [missing], new Coverage(), null);
        }
        home.RequireLedger();
        if (wish.Run is { } run)
        {
            RequireRun(home, run);
        }
        using FileStorage storage = FileStorage.OpenRead(home.LedgerPath);
        using DirectoryContentStore store = home.OpenStore();
        using AgreementKeys agreementKeys = home.OpenAgreementKeys();
        using ProgressLine line = invocation.Output.Progress("audit");
        (Digest? expected, string? problem) = home.ExpectedLedger();
        var request = new AuditRequest
        {
            Ledger = storage,
            Snapshots = home.Snapshots,
            Store = store,
            Custody = catalog => new Custodians(catalog, home.CustodyDirectory, agreementKeys.Find, home.FindPrivateStore),
            RunsDirectory = home.RunsDirectory,
            ExpectedLedger = expected,
            Keys = home.PublicKeys(),
            Head = wish.Head,
            TimestampsDirectory = wish.Timestamps ?? home.TimestampsDirectory,
            TimestampAnchors = wish.Anchors,
            Replay = wish.Replay,
            Run = wish.Run,
            Progress = new Direct<string>(line.Report),
        };
        AuditReport report = await AuditRun.ExecuteAsync(request, invocation.Cancellation).ConfigureAwait(false);
        return problem is null ? report : report.With(new Finding("home.config", AuditVerdict.Incomplete, problem));
    }

    public static int CodeOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => ExitCode.Good,
        AuditVerdict.Incomplete => ExitCode.Failure,
        AuditVerdict.RulesBroken => ExitCode.Denied,
        _ => ExitCode.Tampered,
    };

    public static string NameOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => "good",
        AuditVerdict.Incomplete => "incomplete",
        AuditVerdict.RulesBroken => "rules-broken",
        _ => "tampered",
    };

    public static JsonObject ToJson(AuditReport report) => new()
    {
        ["verdict"] = NameOf(report.Verdict),
        ["coverage"] = ToJson(report.Coverage),
        ["head"] = report.Head is { } head ? HeadOutput.ToJson(head) : null,
        ["findings"] = new JsonArray([.. report.Findings.Select(ToJson)]),
    };

    /// <summary>One sentence and, where there are findings, a table of them.</summary>
    public static void Print(AuditReport report, IAnsiConsole console)
    {
        if (report.Findings.Count > 0)
        {
            Table table = Output.NewTable("severity", "code", "what");
            foreach (Finding finding in report.Findings)
            {
                Output.AddRow(table, finding.Severity == AuditVerdict.Good ? "note" : NameOf(finding.Severity), finding.Code, finding.Message);
            }
            console.Write(table);
        }
        Coverage coverage = report.Coverage;
        console.Profile.Out.Writer.WriteLine(
            $"{NameOf(report.Verdict)}: {coverage.Blocks} blocks, {coverage.Signatures} of {coverage.Entries} signatures, {coverage.BatchesHashed} of {coverage.Batches} batches ({coverage.Records} records), "
            + $"{coverage.Remeasured} of {coverage.Judged} judgements, {coverage.SchedulesRecomputed} of {coverage.Schedules} schedules, {coverage.CheckpointsHashed} of {coverage.Checkpoints} checkpoints, "
            + $"{coverage.RunsReplayed} of {coverage.Runs} runs replayed, {coverage.TimestampsVerified} of {coverage.Timestamps} timestamps");
    }

    private static string? RequireFolder(string? folder) =>
        folder is null || Directory.Exists(folder) ? folder : throw new UsageException($"--timestamps: {folder}: there is no such folder");

    private static void RequireRun(Home home, string run)
    {
        // A wrong name is the caller's mistake, not a finding; a ledger that cannot be opened is the audit's to name.
        try
        {
            if (home.OpenForReading().State.Find(RunKeys.Run(run)) is null)
            {
                throw new UsageException($"--run: there is no run '{run}' on this ledger");
            }
        }
        catch (LedgerDamagedException)
        {
        }
    }

    private static JsonObject ToJson(Coverage coverage) => new()
    {
        ["blocks"] = coverage.Blocks,
        ["entries"] = coverage.Entries,
        ["signatures"] = coverage.Signatures,
        ["timestamps"] = coverage.Timestamps,
        ["timestampsVerified"] = coverage.TimestampsVerified,
        ["batches"] = coverage.Batches,
        ["batchesHashed"] = coverage.BatchesHashed,
        ["records"] = coverage.Records,
        ["judged"] = coverage.Judged,
        ["remeasured"] = coverage.Remeasured,
        ["schedules"] = coverage.Schedules,
        ["schedulesRecomputed"] = coverage.SchedulesRecomputed,
        ["runs"] = coverage.Runs,
        ["runsReplayed"] = coverage.RunsReplayed,
        ["checkpoints"] = coverage.Checkpoints,
        ["checkpointsHashed"] = coverage.CheckpointsHashed,
    };

    private static JsonObject ToJson(Finding finding)
    {
        var json = new JsonObject { ["code"] = finding.Code, ["severity"] = finding.Severity == AuditVerdict.Good ? "note" : NameOf(finding.Severity), ["message"] = finding.Message };
        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
        Add("dataset", finding.Dataset);
        Add("batch", finding.Batch);
        Add("record", finding.Record);
        Add("field", finding.Field);
        Add("height", finding.Height);
        Add("entry", finding.Entry);
        Add("member", finding.Member);
        Add("rule", finding.Rule);
        Add("run", finding.Run);
        Add("checkpoints", finding.Checkpoints.Count > 0 ? new JsonArray([.. finding.Checkpoints.Select(item => (JsonNode)item)]) : null);
        return json;
    }
}

/// <summary>What an audit is asked for on the command line.</summary>
internal sealed record AuditWish
{
    public bool Replay { get; init; }

    public Head? Head { get; init; }

    public string? Run { get; init; }

    public X509Certificate2Collection? Anchors { get; init; }

    /// <summary>Folder of tokens kept elsewhere, null for the home's.</summary>
    public string? Timestamps { get; init; }
}
