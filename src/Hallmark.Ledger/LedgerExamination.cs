using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>What an auditor gets of a block: the block itself and the state after it.</summary>
public sealed record ExaminedBlock(BlockRecord Block, BlockHeight Height, EntryIndex FirstEntry, LedgerState State);

/// <summary>
/// Reads a ledger's file as an auditor does: everything is checked, nothing is changed, and a fault is noted instead of ending
/// it, as long as the next block can be found at all.
/// </summary>
public sealed class LedgerExamination
{
    private readonly LedgerFile _file;
    private readonly IContracts _contracts;
    private readonly List<BlockFault> _faults = [];

    private LedgerExamination(LedgerFile file, IContracts contracts)
    {
        _file = file;
        _contracts = contracts;
    }

    /// <summary>Null where not even the genesis block could be read.</summary>
    public LedgerView? View { get; private set; }

    public IReadOnlyList<BlockFault> Faults => _faults;

    /// <summary>Why reading ended before the committed length, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>Bytes behind the commit mark that are no whole block: never acknowledged, cut at the next writing.</summary>
    public long TailBytes { get; private set; }

    /// <param name="onBlock">Called after each block, in order.</param>
    public static LedgerExamination Run(ILedgerStorage storage, IContracts contracts, Action<ExaminedBlock> onBlock)
    {
        var examination = new LedgerExamination(new LedgerFile(storage), contracts);
        try
        {
            examination.Read(onBlock);
        }
        catch (LedgerDamagedException e)
        {
            examination.Broken = e.Message;
        }
        return examination;
    }

    private void Read(Action<ExaminedBlock> onBlock)
    {
        (Digest ledger, IReadOnlyList<CommitMark> marks) = _file.ReadPage();
        CommitMark mark = marks.MaxBy(item => item.Length)!;
        long end = _file.Storage.Length;
        long offset = LedgerFile.PageSize;
        BlockApplier? applier = null;
        while (offset < end)
        {
            BlockHeight height = applier?.Last?.Height.Next ?? new BlockHeight(0);
            BlockRecord? block = Frame(offset, end, offset < mark.Length, height);
            if (block is null)
            {
                TailBytes = end - offset;
                break;
            }
            applier ??= Start(ledger, block);
            EntryIndex first = applier.Tree.Size.Next;
            IReadOnlyList<BlockFault> faults = applier.Apply(block, evenFaulty: offset < mark.Length);
            if (faults.Count > 0 && offset >= mark.Length)
            {
                TailBytes = end - offset;
                break;
            }
            _faults.AddRange(faults);
            if (applier.Last is null || (View is not null && ReferenceEquals(applier.Last, View.Last)))
            {
                throw _file.Damaged(offset, "has an unreadable header", height);
            }
            View ??= new LedgerView(_file, applier.Genesis, applier.State);
            View.Publish(applier.Last, offset, [.. block.Entries.Select(entry => MerkleTree.LeafHash(entry.Span))]);
            onBlock(new ExaminedBlock(block, height, first, applier.State));
            offset += 4 + block.ToBytes().Length;
        }
        CheckMark(mark, offset);
        if (Tail.HidesSealedBlocks(_file, offset, end, applier!.Genesis))
        {
            throw _file.Damaged(offset, "does not hold, but sealed blocks stand behind it: the commit mark was moved back");
        }
    }

    private BlockRecord? Frame(long offset, long end, bool committed, BlockHeight height)
    {
        try
        {
            byte[]? frame = _file.ReadFrame(offset, end);
            return frame is not null ? BlockRecord.Read(frame) : committed ? throw _file.Damaged(offset, "ends inside a committed block", height) : null;
        }
        catch (MalformedException e)
        {
            return committed ? throw _file.Damaged(offset, e.Message, height) : null;
        }
    }

    private BlockApplier Start(Digest ledger, BlockRecord block)
    {
        try
        {
            return new BlockApplier(_contracts, ledger, block.Entries[0]);
        }
        catch (MalformedException e)
        {
            throw _file.Damaged(LedgerFile.PageSize, e.Message, new BlockHeight(0), new EntryIndex(0));
        }
    }

    private void CheckMark(CommitMark mark, long offset)
    {
        if (offset < mark.Length)
        {
            throw _file.Damaged(offset, $"ends before its committed length of {mark.Length} bytes (block {mark.Height}): blocks are missing");
        }
        if (View is null)
        {
            throw _file.Damaged(offset, "holds no genesis block");
        }
        if (mark.Height.Value <= View.Last.Height.Value && Digest.Of(View.ReadBlock(mark.Height).Header.Span) != mark.HeaderHash)
        {
            _faults.Add(new BlockFault(BlockPart.Header, mark.Height, null, "the header is not the one in the commit mark"));
        }
    }
}
