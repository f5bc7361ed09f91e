using Hallmark.Contracts;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Audit.Stages;

/// <summary>Every header, seal, entry, outcome and state root recomputed, and every signature verified under the signer's key.</summary>
internal static class ChainStage
{
    /// <summary>Faults of blocks that are listed one by one.</summary>
    private const int FaultLimit = 64;

    /// <returns>The ledger as far as it could be read, or null.</returns>
    public static LedgerView? Run(ILedgerStorage storage, ISnapshotStore? snapshots, ContractSet contracts, Findings findings)
    {
        using var signatures = new SignatureChecks(contracts);
        LedgerExamination examination = LedgerExamination.Run(storage, contracts, snapshots, signatures.Add);
        signatures.Finish();
        signatures.Findings.ForEach(findings.Add);
        foreach (BlockFault fault in examination.Faults.Take(FaultLimit))
        {
            findings.Add(
                new Finding(
                    $"chain.{fault.Part.ToString().ToLowerInvariant()}", AuditVerdict.Tampered, $"block {fault.Height}: {fault.Message}")
                {
                    Height = fault.Height.Value,
                    Entry = fault.Entry?.Value,
                });
        }
        if (examination.Faults.Count > FaultLimit)
        {
            string more = $"{examination.Faults.Count - FaultLimit} more faults follow; re-execution goes on from what an altered block "
                + "left, so most are its consequences";
            findings.Add(new Finding("chain.more", AuditVerdict.Tampered, more));
        }
        if (examination.Broken is { } broken)
        {
            findings.Add(new Finding("chain.broken", AuditVerdict.Tampered, broken) { Height = examination.View?.Last.Height.Value + 1 });
        }
        if (examination.UnknownSeals is { } unknown)
        {
            findings.Add(new Finding("chain.seals-unknown", AuditVerdict.Incomplete, unknown));
        }
        if (examination.NewerRules is { } newer)
        {
            findings.Add(new Finding("chain.rules-newer", AuditVerdict.Incomplete, newer)
            {
                Height = examination.View?.Last.Height.Value + 1,
            });
        }
        if (examination.View?.Last.Rules is { } rules)
        {
            findings.AddRange(RuleVersions.WeaknessesOf(rules).Select(weakness =>
                new Finding("rules.weakness", AuditVerdict.Good, $"the ledger lives by rules {rules}: {weakness}")));
        }
        if (examination is { TailBytes: > 0, WasSettling: false })
        {
            findings.Add(new Finding(
                "chain.tail", AuditVerdict.Incomplete,
                $"{(examination.TailBytes == 1 ? "1 byte" : $"{examination.TailBytes} bytes")} behind the last block, and no block that "
                + "holds: a group whose writing was cut off, or one that was damaged together with the mark; the next command that writes "
                + "cuts it"));
        }
        if (examination.Snapshot is { Problem: { } problem, Status: var status })
        {
            findings.Add(status == SnapshotStatus.Damaged
                ? new Finding(
                    "snapshot.damaged", AuditVerdict.Incomplete,
                    $"{problem}; nothing rests on it, the next command that writes makes it again")
                : new Finding("snapshot.contradicts", AuditVerdict.Tampered, problem));
        }
        findings.Coverage = findings.Coverage with
        {
            Blocks = (examination.View?.Last.Height.Value + 1) ?? 0,
            Entries = signatures.Entries,
            Signatures = signatures.Good,
        };
        return examination.View;
    }
}
