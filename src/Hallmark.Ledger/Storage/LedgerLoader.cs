using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;

namespace Hallmark.Ledger.Storage;

/// <summary>What a ledger's opening found behind the last whole block, and how far it had to replay.</summary>
/// <param name="Offset">End of the last whole block, in bytes.</param>
/// <param name="TailBytes">Bytes behind it that are no whole block: a group that was never acknowledged. 0 after a clean close.</param>
/// <param name="Replayed">Entries that were executed again; the others came from the snapshot.</param>
/// <param name="SnapshotProblem">Why the snapshot was passed over and is made again, or null where it was good or there was none.</param>
public sealed record Recovery(long Offset, long TailBytes, ulong Replayed, string? SnapshotProblem)
{
    /// <summary>Whether those bytes only say that the last process died while it settled the file: no group was cut off.</summary>
    public bool WasSettling { get; init; }
}

/// <summary>
/// Brings a ledger's file into memory by the normal apply path, from the snapshot on where there is one. Under the commit mark
/// everything must be whole; behind it whole blocks count and the rest is reported, for the writer to cut.
/// </summary>
internal static class LedgerLoader
{
    /// <exception cref="LedgerDamagedException">Something under the mark is not what was committed.</exception>
    public static (LedgerView View, BlockApplier Applier, Recovery Recovery) Load(
        LedgerFile file, IContracts contracts, SealKinds kinds, ISnapshotStore? snapshots, bool committedOnly = false)
    {
        (BlockWalk walk, string? problem) = Start(file, contracts, kinds, snapshots, committedOnly);
        ulong from = walk.Applier.Tree.Size.Value;
        GoOn(file, walk);
        ulong replayed = walk.Applier.Tree.Size.Value - from;
        return (walk.View, walk.Applier, new Recovery(walk.Offset, walk.TailBytes, replayed, problem) { WasSettling = walk.WasSettling });
    }

    /// <summary>A walk that stands behind the snapshot, or at the beginning with the reason why.</summary>
    public static (BlockWalk Walk, string? SnapshotProblem) Start(
        LedgerFile file, IContracts contracts, SealKinds kinds, ISnapshotStore? snapshots, bool committedOnly)
    {
        // Before the ledger's file: a writer beside may make blocks, and then a snapshot of them, at any moment.
        using var stored = StoredSnapshot.Open(snapshots);
        var walk = new BlockWalk(file, contracts, kinds, committedOnly);
        walk.RequireLength();
        return (walk, stored.Storage is { } storage ? Restore(walk, storage) : stored.Problem);
    }

    /// <summary>Applies what is there; throws at the first fault.</summary>
    public static void GoOn(LedgerFile file, BlockWalk walk) => walk.Run(evenFaulty: false, block =>
    {
        if (block.Faults.Count > 0)
        {
            throw file.Damaged(block.Found.Offset, block.Faults[0].Message, block.Faults[0].Height, block.Faults[0].Entry);
        }
    });

    /// <summary>Why the snapshot does not hold, or null. One that is genuine but of another history is evidence, and is thrown.</summary>
    private static string? Restore(BlockWalk walk, ILedgerStorage stored)
    {
        Snapshot snapshot;
        try
        {
            snapshot = SnapshotFormat.Read(stored, walk.Applier.Seals, walk.Applier.Ledger);
        }
        catch (LedgerDamagedException e)
        {
            return e.Message;
        }
        try
        {
            return walk.TryRestore(snapshot) ? null : "the ledger's own bytes under the snapshot have changed";
        }
        catch (MalformedException e)
        {
            return $"{stored.Name}: {e.Message}";
        }
    }
}
