using System.Security.Cryptography.X509Certificates;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit;

/// <summary>What to audit, and what the auditor brings along.</summary>
public sealed record AuditRequest
{
    /// <summary>The ledger's file; only read.</summary>
    public required ILedgerStorage Ledger { get; init; }

    /// <summary>Where the ledger's snapshot lies; it is held against the replay, never used. Null for none.</summary>
    public ISnapshotStore? Snapshots { get; init; }

    public required IContentReader Store { get; init; }

    /// <summary>Folder of the runs' checkpoints and models.</summary>
    public required RegularFiles Runs { get; init; }

    /// <summary>The home that all of this lies in, whose every file is then looked at; null where there are only these parts.</summary>
    public HomeReader? Home { get; init; }

    /// <summary>The ledger id that the home remembers, or null.</summary>
    public Digest? ExpectedLedger { get; init; }

    /// <summary>
    /// Public halves of the keys kept beside the ledger, by member; they must be the registered ones. Null where a file is no key.
    /// </summary>
    public IReadOnlyDictionary<string, CoseKey?> Keys { get; init; } = new Dictionary<string, CoseKey?>();

    /// <summary>A head kept elsewhere: only with it do a rollback and a reforged ledger show.</summary>
    public Head? Head { get; init; }

    /// <summary>Which ledger, key and witnesses the auditor trusts; null where it names none.</summary>
    public TrustRoot? Trust { get; init; }

    /// <summary>Folder of the published log.</summary>
    public RegularFiles? Log { get; init; }

    /// <summary>Folder of timestamp tokens, or null. There may be no such folder.</summary>
    public RegularFiles? Timestamps { get; init; }

    /// <summary>
    /// Roots of the timestamp authorities that the auditor trusts; without them nobody vouches for who signed the tokens.
    /// </summary>
    public X509Certificate2Collection? TimestampAnchors { get; init; }

    /// <summary>What is kept here of sealed batches; null for nothing, then only their ciphertext is checked.</summary>
    public OwnSecrets? Secrets { get; init; }

    /// <summary>Train what is on record of all runs again and compare every checkpoint.</summary>
    public bool Replay { get; init; }

    /// <summary>Longest time for the replay of all runs together; null for no end.</summary>
    public TimeSpan? ReplayBudget { get; init; }

    /// <summary>Only this run is checked against schedule, files and replay; null for all.</summary>
    public string? Run { get; init; }

    public IProgress<string>? Progress { get; init; }
}

/// <summary>The result: the verdict is that of the worst finding.</summary>
/// <param name="Head">Newest header found, null where none could be read.</param>
public sealed record AuditReport(AuditVerdict Verdict, IReadOnlyList<Finding> Findings, Coverage Coverage, Head? Head)
{
    /// <summary>How many things are beyond recomputing as the ledger declared: the verdict is within these limits.</summary>
    public int Limits => Findings.Where(finding => finding.IsLimit).Sum(finding => Math.Max(1, finding.Touches.Count));

    /// <summary>The report with one finding more, which may worsen the verdict.</summary>
    public AuditReport With(Finding finding) => this with
    {
        Verdict = (AuditVerdict)Math.Max((int)Verdict, (int)finding.Severity),
        Findings = [.. Findings.Append(finding).OrderByDescending(item => item.Severity)],
    };
}
