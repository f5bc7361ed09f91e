using System.Security.Cryptography.X509Certificates;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Ledger;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Audit.Stages;

/// <summary>
/// What members put on record of timestamps, held against the tokens and the headers: contracts took their word for it. Contrast
/// <see cref="TimestampStage"/>, which looks at tokens that lie beside the ledger.
/// </summary>
internal sealed class RecordedStamps(Catalog catalog, X509Certificate2Collection? anchors, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (LedgerEntry entry in catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == TimestampRecord.Kind))
        {
            TimestampRecord record = Payload.Read<TimestampRecord>(entry.Statement);
            try
            {
                var token = TimestampToken.Read(await catalog.Store.ReadAsync(record.Token, cancellation).ConfigureAwait(false));
                if (Problem(record, token) is { } problem)
                {
                    findings.Add(About(entry, "timestamp.false", AuditVerdict.RulesBroken, problem));
                }
                else if (token.Check(anchors) is { } status and not TimestampStatus.Good)
                {
                    findings.Add(About(entry, "timestamp.unproven", AuditVerdict.Incomplete, TimestampCheck.Text(status, token)));
                }
            }
            catch (MalformedException e)
            {
                findings.Add(About(entry, "timestamp.false", AuditVerdict.RulesBroken, e.Message));
            }
            catch (Exception e) when (ContentStage.IsUnreadable(e))
            {
                findings.Add(ContentStage.OfObject("timestamp", e, $"the token of entry {entry.Index}") with
                {
                    Entry = entry.Index.Value,
                    Height = entry.Height.Value,
                    Member = entry.Statement.Issuer,
                });
            }
        }
    }

    /// <summary>What the statement says that the token or the ledger does not; null for nothing.</summary>
    private string? Problem(TimestampRecord record, TimestampToken token) =>
        token.Imprint != record.Header ? "the token stamps another header"
        : token.Time.ToUnixTimeSeconds() != record.Time ? $"the token was stamped at {TimestampCheck.Text(token.Time)}"
        : token.Authority != record.Authority ? $"the token is by {token.Authority}"
        : Digest.Of(catalog.Ledger.ReadBlock(record.Height).Header.Span) != record.Header ? $"block {record.Height} has another header"
        : null;

    private static Finding About(LedgerEntry entry, string code, AuditVerdict severity, string problem) =>
        new(code, severity, $"the stamp that {entry.Statement.Issuer} put on record in entry {entry.Index}: {problem}")
        {
            Entry = entry.Index.Value,
            Height = entry.Height.Value,
            Member = entry.Statement.Issuer,
        };
}
