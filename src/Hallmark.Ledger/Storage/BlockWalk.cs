using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;

namespace Hallmark.Ledger.Storage;

/// <summary>A block that was applied, and what was found wrong with it.</summary>
internal readonly record struct WalkedBlock(FoundBlock Found, EntryIndex First, IReadOnlyList<BlockFault> Faults);

/// <summary>
/// Goes through a ledger's file block by block: the one loop behind opening, reading beside a writer and examining. Under the
/// further commit mark everything must be there; behind it whole blocks that hold count, and the rest is a torn group.
/// </summary>
internal sealed class BlockWalk
{
    private readonly LedgerFile _file;
    private readonly SealKinds _kinds;
    private readonly bool _committedOnly;
    private IReadOnlyList<CommitMark> _marks;
    private long _end;
    private BlockHeader? _promised; // by a genuine snapshot

    /// <param name="kinds">The kinds of seal that count; the genesis names one.</param>
    /// <param name="committedOnly">Whether to end at the mark: what stands behind it may not be durable yet.</param>
    /// <exception cref="LedgerDamagedException">The page is damaged, blocks are missing, or there is no genesis.</exception>
    /// <exception cref="UnknownSealKindException">The genesis names none of these kinds.</exception>
    public BlockWalk(LedgerFile file, IContracts contracts, SealKinds kinds, bool committedOnly = false)
    {
        (_file, _kinds, _committedOnly) = (file, kinds, committedOnly);
        (Digest ledger, _marks) = file.ReadPage();
        Measure();
        Applier = Start(contracts, ledger);
        Offset = LedgerFile.PageSize;
        View = new LedgerView(file, Applier.Genesis, Applier.State, kinds);
    }

    /// <summary>Goes on behind a genuine snapshot.</summary>
    /// <returns>Whether the blocks under it are as they were; otherwise replaying them tells what is wrong, and where.</returns>
    /// <exception cref="LedgerDamagedException">
    /// The ledger does not hold the block that the snapshot was taken at: it was rolled back or written anew.
    /// </exception>
    /// <exception cref="MalformedException">The snapshot's parts do not fit each other.</exception>
    public bool TryRestore(Snapshot snapshot)
    {
        var last = BlockHeader.Read(snapshot.Header);
        if (snapshot.Offset > Mark.Length)
        {
            string reason =
                $"ends at block {Mark.Height}, but the snapshot beside it was taken at block {last.Height}: blocks were rolled back";
            throw _file.Damaged(_end, reason, last.Height);
        }
        _promised = last;
        if (!LedgerChecks.Of(_file.Storage, snapshot.Offset).AsSpan().SequenceEqual(snapshot.Checks))
        {
            return false;
        }
        Applier.Restore(last, snapshot);
        View = new LedgerView(_file, Applier.Genesis, Applier.State, _kinds);
        View.Restore(last, snapshot);
        Offset = snapshot.Offset;
        return true;
    }

    public CommitMark Mark => _marks.MaxBy(mark => mark.Length)!;

    public BlockApplier Applier { get; }

    public LedgerView View { get; private set; }

    /// <summary>End of the last block that was applied.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes behind the last block that was applied: the rest of a group, or 0.</summary>
    public long TailBytes => _end - Offset;

    /// <summary>
    /// Whether those bytes only say that the last process died while it settled the file, so that nothing is missing. With a mark that
    /// is not whole they may hide more than that, and count as the rest of a group.
    /// </summary>
    public bool WasSettling => _marks.Count == LedgerFile.MarkCount && _file.IsSettling(Offset, _end);

    /// <summary>Looks how far the file goes now, so that <see cref="Run"/> can go on.</summary>
    /// <exception cref="LedgerDamagedException">It is another ledger's, or ends before what was applied.</exception>
    public void Refresh()
    {
        (Digest ledger, _marks) = _file.ReadPage();
        Measure();
        if (ledger != Applier.Ledger || _end < Offset)
        {
            throw _file.Damaged(_end, $"ends before block {Applier.Last?.Height}, which was there: blocks were rolled back");
        }
    }

    /// <summary>Applies every block from <see cref="Offset"/> to the end of the file, in order.</summary>
    /// <param name="evenFaulty">
    /// Whether to go on behind a committed block with faults; otherwise <paramref name="onBlock"/> has to throw.
    /// </param>
    /// <param name="onBlock">Called after each block that was applied or stands under the mark.</param>
    /// <exception cref="LedgerDamagedException">A committed block cannot be read, or the mark was moved back.</exception>
    /// <exception cref="NewerRulesException">A block is decided by rules that the contracts do not know.</exception>
    public void Run(bool evenFaulty, Action<WalkedBlock> onBlock)
    {
        foreach (FoundBlock found in BlockStream.Read(_file, Offset, _end, Applier.Seals))
        {
            bool committed = found.Offset < Mark.Length;
            BlockHeight height = Applier.NextHeight;
            if (found.Block is not { } block)
            {
                if (committed)
                {
                    throw _file.Damaged(found.Offset, found.Problem ?? "ends inside a committed block", height);
                }
                break;
            }
            EntryIndex first = Applier.Tree.Size.Next;
            IReadOnlyList<BlockFault> faults = Applier.Apply(block, evenFaulty && committed);
            if (faults is [{ Part: BlockPart.Rules } unknown])
            {
                throw new NewerRulesException(unknown.Height, unknown.Message);
            }
            if (faults.Count > 0 && !committed)
            {
                break; // behind the mark a block that does not hold was never acknowledged
            }
            if (block.Header is { } header)
            {
                View.Publish(header, found.Offset, [.. block.Entries.Select(entry => entry.LeafHash)]);
                Offset += found.Length;
                faults = [.. faults, .. MarkFaults(header)];
            }
            onBlock(new WalkedBlock(found, first, faults));
            if (block.Header is null)
            {
                throw _file.Damaged(found.Offset, "has an unreadable header", height);
            }
        }
        CheckEnd();
    }

    /// <exception cref="LedgerDamagedException">The file is shorter than what was committed.</exception>
    public void RequireLength() => RequireLength(_end);

    private void RequireLength(long length)
    {
        if (length < Mark.Length)
        {
            string reason = $"ends before its committed length of {Mark.Length} bytes (block {Mark.Height}): blocks are missing";
            throw _file.Damaged(length, reason);
        }
    }

    private void Measure()
    {
        long length = _file.Storage.Length; // after the marks: a writer beside may be adding blocks
        _end = _committedOnly ? Math.Min(length, Mark.Length) : length;
    }

    private void CheckEnd()
    {
        RequireLength(Offset);
        // A ledger written anew may reach as far in bytes with fewer blocks: then it has no block of that height at all.
        if (_promised is { } promised && (promised.Height.Value > View.Last.Height.Value || View.HashOf(promised.Height) != promised.Hash))
        {
            string reason = $"does not hold the block {promised.Height} of the snapshot beside it: the ledger was written anew";
            throw _file.Damaged(LedgerFile.PageSize, reason, promised.Height);
        }
        if (Tail.HidesSealedBlocks(_file, Offset, _end, Applier.Seals, torn: Applier.NextHeight))
        {
            throw _file.Damaged(
                Offset,
                _end - Offset > Tail.LookLimit
                    ? $"does not hold, and {_end - Offset} bytes stand behind it, more than a crash leaves"
                    : "does not hold, but sealed blocks stand behind it: the commit mark was moved back");
        }
    }

    private IEnumerable<BlockFault> MarkFaults(BlockHeader header) => _marks
        .Where(mark => mark.Height == header.Height && mark.HeaderHash != header.Hash)
        .Select(mark => $"the header is {header.Hash}, the commit mark says {mark.HeaderHash}")
        .Select(message => new BlockFault(BlockPart.Header, header.Height, null, message));

    private BlockApplier Start(IContracts contracts, Digest ledger)
    {
        BlockRecord genesis = ReadGenesis();
        try
        {
            return new BlockApplier(contracts, _kinds, ledger, genesis.Entries[0]);
        }
        catch (MalformedException e)
        {
            throw _file.Damaged(LedgerFile.PageSize, e.Message, new BlockHeight(0), new EntryIndex(0));
        }
    }

    private BlockRecord ReadGenesis()
    {
        try
        {
            byte[] frame = _file.ReadFrame(LedgerFile.PageSize, _end)
                ?? throw _file.Damaged(LedgerFile.PageSize, "holds no genesis block", new BlockHeight(0));
            return BlockRecord.Read(frame);
        }
        catch (MalformedException e)
        {
            throw _file.Damaged(LedgerFile.PageSize, e.Message, new BlockHeight(0));
        }
    }
}
