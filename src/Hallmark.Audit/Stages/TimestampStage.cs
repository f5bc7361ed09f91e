using System.Security.Cryptography.X509Certificates;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Timestamp tokens against the headers they stamp. Two questions, each with its own findings: is the token genuine, and is what
/// it stamps still in the ledger? A genuine token over a header that is gone proves that the ledger was rewritten.
/// </summary>
internal static class TimestampStage
{
    public static void Run(LedgerView ledger, RegularFiles? folder, X509Certificate2Collection? anchors, Findings findings)
    {
        IReadOnlyList<TimestampFile> files = List(folder, findings);
        if (files.Count == 0)
        {
            if (anchors is not null)
            {
                findings.Add(new Finding(
                    "timestamp.none", AuditVerdict.Incomplete, "an authority to trust was named, but there is no timestamp to check"));
            }
            return;
        }
        var headers = new HeaderIndex(ledger);
        int genuine = 0;
        foreach (TimestampFile file in files)
        {
            genuine += Check(file, headers, anchors, findings) ? 1 : 0;
        }
        if (anchors is null && genuine > 0)
        {
            findings.Add(new Finding(
                "timestamp.unvouched", AuditVerdict.Good,
                $"nobody vouches for the authority of {genuine} timestamps: anybody can sign such tokens; give its root certificate as "
                + "anchor"));
        }
        findings.Coverage = findings.Coverage with { Timestamps = files.Count, TimestampsVerified = anchors is null ? 0 : genuine };
    }

    private static IReadOnlyList<TimestampFile> List(RegularFiles? folder, Findings findings)
    {
        try
        {
            return folder is null ? [] : new TimestampFolder(folder).List();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(new Finding("timestamp.unreadable", AuditVerdict.Incomplete, e.Message));
            return [];
        }
    }

    /// <returns>Whether the token is genuine: under the anchors, or in itself where there are none.</returns>
    private static bool Check(TimestampFile file, HeaderIndex headers, X509Certificate2Collection? anchors, Findings findings)
    {
        TimestampToken token;
        try
        {
            token = file.Read();
        }
        catch (MalformedException e)
        {
            findings.Add(About(file, "timestamp.invalid", AuditVerdict.Tampered, e.Message));
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(About(file, "timestamp.unreadable", AuditVerdict.Incomplete, e.Message));
            return false;
        }
        TimestampStatus status = token.Check(anchors);
        if (status is not (TimestampStatus.Good or TimestampStatus.Untrusted))
        {
            // What it stamps is then nobody's word.
            findings.Add(About(file, "timestamp.invalid", AuditVerdict.Tampered, TimestampCheck.Text(status, token)));
            return false;
        }
        if (status == TimestampStatus.Untrusted)
        {
            findings.Add(About(file, "timestamp.untrusted", AuditVerdict.Incomplete, TimestampCheck.Text(status, token)));
        }
        bool vouched = anchors is not null && status == TimestampStatus.Good;
        foreach (Finding finding in Compare(file, token, headers, vouched))
        {
            findings.Add(finding);
        }
        return status == TimestampStatus.Good;
    }

    private static IEnumerable<Finding> Compare(TimestampFile file, TimestampToken token, HeaderIndex headers, bool vouched)
    {
        BlockHeader? stamped = headers.Find(token.Imprint, file.Height);
        if (stamped is null)
        {
            yield return Missing(file, token, headers, vouched);
            yield break;
        }
        if (stamped.Height != file.Height)
        {
            yield return About(
                file, "timestamp.misplaced", AuditVerdict.Good, $"it stamps block {stamped.Height}, which its name does not say");
        }
        if (TimestampCheck.EarlyStamp(stamped, token) is { } problem)
        {
            // The seal makes the block's time the ledger's claim; only an authority that the auditor trusts can refute it.
            AuditVerdict severity = vouched ? AuditVerdict.RulesBroken : AuditVerdict.Good;
            yield return About(file, "timestamp.early", severity, problem) with { Height = stamped.Height.Value };
        }
    }

    /// <summary>
    /// Anybody can make a token over anything: only where an authority that the auditor trusts vouches for it does it prove that a header
    /// is gone.
    /// </summary>
    private static Finding Missing(TimestampFile file, TimestampToken token, HeaderIndex headers, bool vouched)
    {
        AuditVerdict severity = vouched ? AuditVerdict.Tampered : AuditVerdict.Incomplete;
        string stamped = $"{token.Authority} stamped header {token.Imprint} at {TimestampCheck.Text(token.Time)}";
        if (file.Height is { } height && height.Value > headers.Last.Value)
        {
            return About(
                file, "timestamp.rollback", severity,
                $"{stamped} as block {height}, the ledger ends at block {headers.Last}: "
                + $"{height.Value - headers.Last.Value} blocks were rolled back");
        }
        string place = file.Height is { } at ? $"as block {at}, which has another header" : "and no block has it";
        return About(
            file, "timestamp.reforged", severity,
            $"{stamped} {place}: the ledger was reforged after the stamp, or this is a token of another ledger");
    }

    private static Finding About(TimestampFile file, string code, AuditVerdict severity, string message) =>
        new(code, severity, $"{MalformedException.Printable(file.Name)}: {message}") { Height = file.Height?.Value };

    /// <summary>Headers by hash; all are only read where a token does not fit the block that its file is named after.</summary>
    private sealed class HeaderIndex(LedgerView ledger)
    {
        private Dictionary<Digest, BlockHeight>? _heights;

        public BlockHeight Last { get; } = ledger.Last.Height;

        public BlockHeader? Find(Digest hash, BlockHeight? likely)
        {
            if (likely is { } height && height.Value <= Last.Value && HashOf(height) == hash)
            {
                return Read(height);
            }
            _heights ??= ReadAll();
            return _heights.TryGetValue(hash, out BlockHeight found) ? Read(found) : null;
        }

        private Dictionary<Digest, BlockHeight> ReadAll()
        {
            var heights = new Dictionary<Digest, BlockHeight>();
            for (var height = new BlockHeight(0); height.Value <= Last.Value; height = height.Next)
            {
                heights[HashOf(height)] = height;
            }
            return heights;
        }

        // The bytes as they stand in the file, whatever became of them.
        private Digest HashOf(BlockHeight height) => Digest.Of(ledger.ReadBlock(height).Header.Span);

        private BlockHeader Read(BlockHeight height) => BlockHeader.Read(ledger.ReadBlock(height).Header);
    }
}
