using Hallmark.Audit.Stages;
using Hallmark.Contracts;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Audit;

/// <summary>The first stage of the audit by itself: the ledger without content, runs and models.</summary>
public static class ChainAudit
{
    public static AuditReport Execute(ILedgerStorage ledger, ISnapshotStore? snapshots)
    {
        var findings = new Findings();
        return findings.ToReport(ChainStage.Run(ledger, snapshots, new ContractSet(), findings)?.Head);
    }
}
