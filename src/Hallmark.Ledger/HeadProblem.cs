using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>How a ledger contradicts a head that was kept elsewhere.</summary>
public enum HeadFault
{
    /// <summary>It has another genesis.</summary>
    OtherLedger,

    /// <summary>It ends before that head's block.</summary>
    RolledBack,

    /// <summary>It has another block at that height.</summary>
    Reforged,
}

/// <summary>What is wrong with a ledger as a head that was kept elsewhere shows it; from inside it looks perfect.</summary>
/// <param name="Height">First block that is missing or another one; null where the whole ledger is.</param>
/// <param name="Message">One sentence without an end mark.</param>
public sealed record HeadProblem(HeadFault Fault, BlockHeight? Height, string Message)
{
    /// <returns>Null where the ledger holds exactly that head.</returns>
    public static HeadProblem? Find(LedgerView ledger, Head kept)
    {
        if (kept.Ledger != ledger.Id)
        {
            return new HeadProblem(
                HeadFault.OtherLedger, null,
                $"the head kept elsewhere is of ledger {kept.Ledger}, this is {ledger.Id}: the ledger was reforged or replaced");
        }
        BlockHeight last = ledger.Last.Height;
        if (kept.Height > last)
        {
            return new HeadProblem(
                HeadFault.RolledBack, last.Next,
                $"the head kept elsewhere is block {kept.Height}, the ledger ends at block {last}: "
                + (kept.Height == last.Next ? "1 block was rolled back" : $"{kept.Height.Value - last.Value} blocks were rolled back"));
        }
        BlockHeader header = BlockHeader.Read(ledger.ReadBlock(kept.Height).Header);
        return Head.Of(header) == kept
            ? null
            : new HeadProblem(
                HeadFault.Reforged, kept.Height,
                $"block {kept.Height} has header {header.Hash}, the head kept elsewhere says {kept.HeaderHash}: the ledger was reforged");
    }
}
