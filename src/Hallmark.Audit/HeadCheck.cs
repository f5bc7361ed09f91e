using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit;

/// <summary>Holds a ledger against a head kept elsewhere.</summary>
public static class HeadCheck
{
    /// <returns>What is wrong, or null where the ledger holds exactly that head.</returns>
    public static Finding? Compare(LedgerView ledger, Head head)
    {
        if (head.Ledger != ledger.Ledger)
        {
            return new Finding("head.other-ledger", AuditVerdict.Tampered, $"the head kept elsewhere is of ledger {head.Ledger}, this is {ledger.Ledger}: the ledger was reforged or replaced");
        }
        if (head.Height.Value > ledger.Last.Height.Value)
        {
            return new Finding(
                "head.rollback", AuditVerdict.Tampered,
                $"the head kept elsewhere is block {head.Height}, the ledger ends at block {ledger.Last.Height}: {head.Height.Value - ledger.Last.Height.Value} blocks were rolled back")
            {
                Height = ledger.Last.Height.Value + 1,
            };
        }
        BlockHeader header = BlockHeader.Read(ledger.ReadBlock(head.Height).Header);
        return Head.Of(header) == head
            ? null
            : new Finding("head.reforged", AuditVerdict.Tampered, $"block {head.Height} has header {header.Hash}, the head kept elsewhere says {head.HeaderHash}: the ledger was reforged")
            {
                Height = head.Height.Value,
            };
    }
}
