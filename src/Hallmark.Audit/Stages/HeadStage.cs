using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>Whether this is the ledger, and all of the ledger, that an outsider remembers.</summary>
internal static class HeadStage
{
    public static void Run(LedgerView ledger, Digest? expected, Head? head, Findings findings)
    {
        if (expected is not null && expected != ledger.Ledger)
        {
            findings.Add(new Finding("head.other-ledger", AuditVerdict.Tampered, $"the home belongs to ledger {expected}, the file holds {ledger.Ledger}"));
        }
        if (head is null)
        {
            return;
        }
        if (head.Ledger != ledger.Ledger)
        {
            findings.Add(new Finding("head.other-ledger", AuditVerdict.Tampered, $"the head kept elsewhere is of ledger {head.Ledger}, this is {ledger.Ledger}: the ledger was reforged or replaced"));
        }
        else if (head.Height.Value > ledger.Last.Height.Value)
        {
            findings.Add(new Finding("head.rollback", AuditVerdict.Tampered, $"the head kept elsewhere is block {head.Height}, the ledger ends at block {ledger.Last.Height}: {head.Height.Value - ledger.Last.Height.Value} blocks were rolled back")
            {
                Height = ledger.Last.Height.Value + 1,
            });
        }
        else
        {
            BlockHeader header = BlockHeader.Read(ledger.ReadBlock(head.Height).Header);
            if (Head.Of(header) != head)
            {
                findings.Add(new Finding("head.reforged", AuditVerdict.Tampered, $"block {head.Height} has header {header.Hash}, the head kept elsewhere says {head.HeaderHash}: the ledger was reforged")
                {
                    Height = head.Height.Value,
                });
            }
        }
    }
}
