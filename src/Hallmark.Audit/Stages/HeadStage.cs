using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>Whether this is the ledger, and all of the ledger, that an outsider remembers.</summary>
internal static class HeadStage
{
    public static void Run(LedgerView ledger, Digest? expected, Head? head, Findings findings)
    {
        if (expected is not null && expected != ledger.Id)
        {
            findings.Add(
                new Finding(
                    "head.other-ledger", AuditVerdict.Tampered, $"the home belongs to ledger {expected}, the file holds {ledger.Id}"));
        }
        if (head is not null && HeadCheck.Compare(ledger, head) is { } finding)
        {
            findings.Add(finding);
        }
    }
}
