using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger;

/// <summary>What an auditor gets of a block: its entries as read, and the state after it.</summary>
/// <param name="Header">Where its own cannot be read, that of the block before.</param>
/// <param name="Seals">Verifies the ledger's seals and what the ledger itself writes; only during the examination.</param>
public sealed record ExaminedBlock(
    BlockHeader Header, EntryIndex FirstEntry, IReadOnlyList<ParsedEntry> Entries, LedgerState State, ISealVerifier Seals);

/// <summary>
/// Reads a ledger's file as an auditor does: everything is checked, nothing is changed, and a fault is noted instead of ending
/// it, as long as the next block can be found at all.
/// </summary>
public sealed class LedgerExamination
{
    private readonly List<BlockFault> _faults = [];

    private LedgerExamination()
    {
    }

    /// <summary>Null where not even the genesis block could be read.</summary>
    public LedgerView? View { get; private set; }

    public IReadOnlyList<BlockFault> Faults => _faults;

    /// <summary>Why reading ended before the committed length, or null.</summary>
    public string? Broken { get; private set; }

    /// <summary>Why nothing can be said of this ledger by this program, or null: its seals are of a kind that it does not know.</summary>
    public string? UnknownSeals { get; private set; }

    /// <summary>Why reading ended at a block that this program cannot decide, or null: rules newer than its own made it.</summary>
    public string? NewerRules { get; private set; }

    /// <summary>Bytes behind the commit mark that are no whole block: never acknowledged, cut at the next writing.</summary>
    public long TailBytes { get; private set; }

    /// <summary>
    /// Whether those bytes only say that the last process died while it settled the file at its close or opening: nothing is missing.
    /// </summary>
    public bool WasSettling { get; private set; }

    /// <summary>Whether the snapshot beside the ledger says what replaying gives, and what is wrong with it.</summary>
    public (SnapshotStatus Status, string? Problem) Snapshot { get; private set; }

    /// <param name="snapshots">Where the snapshot lies that is to be held against the replay; null for none.</param>
    /// <param name="onBlock">Called after each block, in order.</param>
    /// <param name="seals">The kinds of seal that count; null for <see cref="SealKinds.BuiltIn"/>.</param>
    public static LedgerExamination Run(
        ILedgerStorage storage, IContracts contracts, ISnapshotStore? snapshots, Action<ExaminedBlock> onBlock, SealKinds? seals = null)
    {
        var examination = new LedgerExamination();
        using var stored = StoredSnapshot.Open(snapshots); // before the ledger's file: see LedgerLoader
        try
        {
            var walk = new BlockWalk(new LedgerFile(storage), contracts, seals ?? SealKinds.BuiltIn);
            var snapshot = new SnapshotExamination(stored, walk.Applier);
            walk.Run(evenFaulty: true, walked =>
            {
                examination.Note(walk, walked, onBlock);
                snapshot.Look(walk);
            });
            (examination.TailBytes, examination.WasSettling) = (walk.TailBytes, walk.WasSettling);
            snapshot.End();
            examination.Snapshot = (snapshot.Status, snapshot.Problem);
        }
        catch (LedgerDamagedException e)
        {
            examination.Broken = e.Message;
        }
        catch (UnknownSealKindException e)
        {
            examination.UnknownSeals = e.Message;
        }
        catch (NewerRulesException e)
        {
            examination.NewerRules = e.Message;
        }
        return examination;
    }

    private void Note(BlockWalk walk, WalkedBlock walked, Action<ExaminedBlock> onBlock)
    {
        _faults.AddRange(walked.Faults);
        if (walk.Applier.Last is not { } last)
        {
            return;
        }
        View = walk.View;
        onBlock(new ExaminedBlock(last, walked.First, walked.Found.Block!.Entries, walk.Applier.State, walk.Applier.Seals));
    }
}
