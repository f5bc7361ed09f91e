using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>What recovery found behind the last whole block.</summary>
/// <param name="Offset">End of the last whole block, in bytes.</param>
/// <param name="TailBytes">Bytes behind it that are no whole block: a group that was never acknowledged. 0 after a clean close.</param>
public sealed record Recovery(long Offset, long TailBytes);

/// <summary>
/// Reads a ledger's file from genesis by the normal apply path. Under the commit mark everything must be whole; behind it whole
/// blocks count and the rest is reported, for the writer to cut.
/// </summary>
internal static class LedgerLoader
{
    /// <exception cref="LedgerDamagedException">Something under the mark is not what was committed.</exception>
    public static (LedgerView View, BlockApplier Applier, Recovery Recovery) Load(LedgerFile file, IContracts contracts)
    {
        (Digest ledger, IReadOnlyList<CommitMark> marks) = file.ReadPage();
        CommitMark mark = marks.MaxBy(item => item.Length)!;
        long end = file.Storage.Length; // after the marks: a writer beside may be adding blocks
        if (mark.Length > end)
        {
            throw file.Damaged(end, $"ends before its committed length of {mark.Length} bytes (block {mark.Height}): blocks are missing");
        }
        BlockApplier? applier = null;
        LedgerView? view = null;
        long offset = LedgerFile.PageSize;
        while (offset < end)
        {
            bool committed = offset < mark.Length;
            if (TryRead(file, offset, end, committed, applier) is not { } block)
            {
                break;
            }
            applier ??= Start(file, contracts, ledger, block);
            IReadOnlyList<BlockFault> faults = applier.Apply(block, evenFaulty: false);
            if (faults.Count > 0)
            {
                // Behind the mark a block that does not hold was never acknowledged.
                if (committed)
                {
                    throw file.Damaged(offset, faults[0].Message, faults[0].Height, faults[0].Entry);
                }
                break;
            }
            view ??= new LedgerView(file, applier.Genesis, applier.State);
            view.Publish(applier.Last!, offset, [.. block.Entries.Select(entry => MerkleTree.LeafHash(entry.Span))]);
            CheckMarks(file, marks, applier.Last!, offset);
            offset += 4 + block.ToBytes().Length;
        }
        if (applier is not null && Tail.HidesSealedBlocks(file, offset, end, applier.Genesis))
        {
            throw file.Damaged(offset, "does not hold, but sealed blocks stand behind it: the commit mark was moved back");
        }
        return view is null || applier is null
            ? throw file.Damaged(offset, "holds no genesis block")
            : (view, applier, new Recovery(offset, end - offset));
    }

    private static BlockRecord? TryRead(LedgerFile file, long offset, long end, bool committed, BlockApplier? applier)
    {
        BlockHeight height = applier?.Last?.Height.Next ?? new BlockHeight(0);
        try
        {
            byte[]? frame = file.ReadFrame(offset, end);
            return frame is not null ? BlockRecord.Read(frame)
                : committed ? throw file.Damaged(offset, "ends inside a committed block", height)
                : null;
        }
        catch (MalformedException e) when (committed)
        {
            throw file.Damaged(offset, e.Message, height);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static BlockApplier Start(LedgerFile file, IContracts contracts, Digest ledger, BlockRecord block)
    {
        try
        {
            return new BlockApplier(contracts, ledger, block.Entries[0]);
        }
        catch (MalformedException e)
        {
            throw file.Damaged(LedgerFile.PageSize, e.Message, new BlockHeight(0), new EntryIndex(0));
        }
    }

    private static void CheckMarks(LedgerFile file, IReadOnlyList<CommitMark> marks, BlockHeader header, long offset)
    {
        foreach (CommitMark mark in marks)
        {
            if (mark.Height == header.Height && mark.HeaderHash != header.Hash)
            {
                throw file.Damaged(offset, $"holds header {header.Hash}, the commit mark says {mark.HeaderHash}", header.Height);
            }
        }
    }
}
