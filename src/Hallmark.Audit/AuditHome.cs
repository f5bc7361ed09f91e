using System.Security.Cryptography.X509Certificates;
using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit;

/// <summary>
/// Audits a home: ledger, content, runs, keys and timestamps as they lie there. Contrast <see cref="AuditRequest"/>, which names each part.
/// </summary>
public sealed record AuditHome : Query<AuditReport>
{
    /// <summary>Only this run's schedule, files and replay; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>Train what is on record of all runs again and compare every checkpoint bit for bit.</summary>
    public bool Replay { get; init; }

    /// <summary>Longest time for that, for all runs together; null for no end.</summary>
    public TimeSpan? ReplayBudget { get; init; }

    /// <summary>A head that was kept elsewhere: names a rollback or a reforged ledger.</summary>
    public Head? Head { get; init; }

    /// <summary>Which ledger, key and witnesses the auditor trusts, from a source outside the home; null where it names none.</summary>
    public TrustRoot? Trust { get; init; }

    /// <summary>Folder of timestamps kept elsewhere; null for those of the home.</summary>
    public string? Timestamps { get; init; }

    /// <summary>Roots of the timestamp authorities that the auditor trusts.</summary>
    public X509Certificate2Collection? Anchors { get; init; }

    /// <exception cref="UsageException">There was never a ledger here.</exception>
    public override async Task<AuditReport> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        using FileStorage? ledger = TryOpen(home, out string? problem);
        if (ledger is null)
        {
            var missing = new Finding("ledger.missing", AuditVerdict.Tampered, $"{problem}, but keys or settings of a ledger are there");
            return new AuditReport(AuditVerdict.Tampered, [missing], new Coverage(), null);
        }
        return await AuditAsync(home, ledger, cancellation).ConfigureAwait(false);
    }

    /// <summary>Null where there once was a ledger, with what became of it.</summary>
    private static FileStorage? TryOpen(HomeReader home, out string? problem)
    {
        problem = home.Home.Exists || !home.Home.WasMade ? null : $"{home.Home.LedgerPath} is not there";
        try
        {
            return problem is null ? home.OpenLedgerFile() : null;
        }
        catch (FileRefusedException e) when (e.Why != FileRefusal.Unreadable && home.Home.WasMade)
        {
            problem = e.Message;
            return null;
        }
    }

    private async Task<AuditReport> AuditAsync(HomeReader home, FileStorage ledger, CancellationToken cancellation)
    {
        RequireRun(home);
        (Digest? expected, string? problem) = home.ExpectedLedger();
        (IReadOnlyDictionary<string, CoseKey?> keys, string? closed) = KeysOf(home);
        var request = new AuditRequest
        {
            Ledger = ledger,
            Snapshots = home.Snapshots,
            Store = home.Store,
            Secrets = home.Secrets,
            Runs = home.Home.Runs,
            Home = home,
            ExpectedLedger = Trust?.Ledger ?? expected,
            Trust = Trust,
            Log = home.Home.Log,
            Keys = keys,
            Head = Head,
            Timestamps = Timestamps is null ? home.Home.Timestamps : home.Home.FilesAt(Timestamps),
            TimestampAnchors = Anchors,
            Replay = Replay,
            ReplayBudget = ReplayBudget,
            Run = Run,
            Progress = new StageTold(Progress),
        };
        AuditReport report = await AuditRun.ExecuteAsync(request, cancellation).ConfigureAwait(false);
        report = problem is null ? report : report.With(new Finding("home.config", AuditVerdict.Incomplete, problem));
        return closed is null ? report : report.With(new Finding("key.unreadable", AuditVerdict.Incomplete, closed));
    }

    /// <summary>The keys kept here, or why they cannot be looked at: an auditor need not be the home's owner.</summary>
    private static (IReadOnlyDictionary<string, CoseKey?> Keys, string? Problem) KeysOf(HomeReader home)
    {
        try
        {
            return (home.PublicKeys, null);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return (new Dictionary<string, CoseKey?>(), $"the keys kept in the home cannot be looked at: {e.Message}");
        }
    }

    /// <summary>A wrong name is the caller's mistake, not a finding; a ledger that cannot be opened is the audit's to name.</summary>
    private void RequireRun(HomeReader home)
    {
        try
        {
            if (Run is { } run && home.Catalog.Ledger.State.Find(RunKeys.Run(run)) is null)
            {
                throw new KeyNotFoundException($"there is no run '{run}' on this ledger");
            }
        }
        catch (LedgerDamagedException)
        {
            // The chain stage says where.
        }
    }

    private sealed class StageTold(IProgress<ActionProgress>? progress) : IProgress<string>
    {
        public void Report(string value) => progress?.Report(new ActionProgress("audit", value));
    }
}
