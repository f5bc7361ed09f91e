using System.Security.Cryptography.X509Certificates;
using Hallmark.Files;
using Hallmark.Ledger.Tests;

namespace Hallmark.Audit.Tests;

/// <summary>The audit of a copy, and shorthand for reading what it found.</summary>
internal static class Auditing
{
    /// <summary>Audits a copy with its own keys and, where <paramref name="with"/> says so, what else the auditor brings along.</summary>
    public static Task<AuditReport> AuditAsync(this LedgerCopy copy, Func<AuditRequest, AuditRequest>? with = null)
    {
        var request = new AuditRequest
        {
            Ledger = new MemoryDisk(copy.File),
            Store = copy.Store,
            Runs = new RegularFiles(copy.RunsDirectory),
            Timestamps = new RegularFiles(copy.TimestampsDirectory),
            Keys = copy.PublicKeys(),
        };
        return AuditRun.ExecuteAsync(with?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
    }

    public static Task<AuditReport> ReplayAsync(this LedgerCopy copy, string? run = null) =>
        copy.AuditAsync(request => request with { Replay = true, Run = run });

    /// <summary>Audits with an authority's root, or with none.</summary>
    public static Task<AuditReport> AuditAsync(this LedgerCopy copy, X509Certificate2? anchor) =>
        copy.AuditAsync(request => request with { TimestampAnchors = anchor is null ? null : [anchor] });

    /// <summary>The only finding of this code.</summary>
    public static Finding Only(this AuditReport report, string code)
    {
        Finding[] found = [.. report.Findings.Where(finding => finding.Code == code)];
        Assert.True(found.Length == 1, $"{found.Length} findings {code} among:\n{report.Text()}");
        return found[0];
    }

    /// <summary>The only finding that is more than a note.</summary>
    public static Finding OnlyBad(this AuditReport report)
    {
        Finding[] found = [.. report.Findings.Where(finding => finding.Severity > AuditVerdict.Good)];
        Assert.True(found.Length == 1, $"{found.Length} bad findings:\n{report.Text()}");
        return found[0];
    }

    public static Finding First(this AuditReport report, string code)
    {
        Finding? found = report.Findings.FirstOrDefault(finding => finding.Code == code);
        Assert.True(found is not null, $"no finding {code} among:\n{report.Text()}");
        return found;
    }

    public static void IsGood(this AuditReport report) => Assert.True(report.Verdict == AuditVerdict.Good, report.Text());

    private static string Text(this AuditReport report) => string.Join('\n', report.Findings);
}
