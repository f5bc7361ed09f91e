using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Snapshots;

/// <summary>What became of a snapshot that an audit held against what it replayed.</summary>
public enum SnapshotStatus
{
    /// <summary>There is none, or it says what replaying gives.</summary>
    Good,

    /// <summary>It does not hold by itself: torn, altered, or no file to read. It is made again by the next writer.</summary>
    Damaged,

    /// <summary>It is genuine, but replaying gives something else, or the ledger no longer reaches its block.</summary>
    Contradicts,
}

/// <summary>Holds a snapshot against the replay of the ledger, at the block it was taken at. Trusts nothing in it.</summary>
internal sealed class SnapshotExamination
{
    private readonly Snapshot? _snapshot;
    private readonly BlockHeader? _last;
    private bool _reached;

    public SnapshotExamination(StoredSnapshot stored, BlockApplier applier)
    {
        if (stored.Storage is not { } storage)
        {
            (Status, Problem) = (stored.Problem is null ? SnapshotStatus.Good : SnapshotStatus.Damaged, stored.Problem);
            return;
        }
        try
        {
            _snapshot = SnapshotFormat.Read(storage, applier.Seals, applier.Ledger);
            _last = BlockHeader.Read(_snapshot.Header);
        }
        catch (Exception e) when (e is LedgerDamagedException or MalformedException)
        {
            _snapshot = null;
            (Status, Problem) = (SnapshotStatus.Damaged, e.Message);
        }
    }

    public SnapshotStatus Status { get; private set; }

    /// <summary>Why the status is not good, as one sentence; null where it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Called behind each block of the replay; compares at the block that the snapshot was taken at.</summary>
    public void Look(BlockWalk walk)
    {
        if (_snapshot is null || walk.Applier.Last?.Height != _last!.Height)
        {
            return;
        }
        _reached = true;
        if (Difference(walk, _snapshot) is { } difference)
        {
            Status = SnapshotStatus.Contradicts;
            Problem = $"the snapshot of block {_last.Height} has another {difference} than replaying gives";
        }
    }

    /// <summary>Called behind the last block; a snapshot whose block never came contradicts the ledger.</summary>
    public void End()
    {
        if (_snapshot is not null && !_reached)
        {
            Status = SnapshotStatus.Contradicts;
            Problem = $"the snapshot was taken at block {_last!.Height}, which the ledger does not reach: it was rolled back";
        }
    }

    private static string? Difference(BlockWalk walk, Snapshot snapshot)
    {
        BlockApplier applier = walk.Applier;
        return !snapshot.Header.Span.SequenceEqual(applier.Last!.ToBytes()) ? "header"
            : snapshot.Offset != walk.Offset || !snapshot.Blocks.SequenceEqual(walk.View.Blocks()) ? "place of its blocks"
            : !snapshot.Edge.SequenceEqual(applier.Tree.Edge) || RootOf(snapshot.Leaves) != applier.Last.TreeRoot
                || !SameTileRoots(walk.View, snapshot) ? "tree"
            : !applier.StatementIds.SetEquals(snapshot.IdSet()) ? "set of statements"
            : !SameState(applier.State, snapshot) ? "state"
            : null;
    }

    private static bool SameTileRoots(LedgerView replayed, Snapshot snapshot)
    {
        byte[] roots = new byte[Digest.Size * (int)(replayed.Size.Value / TileId.FullWidth)];
        replayed.CopyTileRoots(roots);
        return snapshot.TileRoots.AsSpan().SequenceEqual(roots);
    }

    private static Digest RootOf(IReadOnlyList<byte[]> leaves)
    {
        var tree = new MerkleAccumulator();
        foreach (byte[] page in leaves)
        {
            for (int at = 0; at < page.Length; at += Digest.Size)
            {
                tree.Add(Digest.FromBytes(page.AsSpan(at, Digest.Size)));
            }
        }
        return tree.Root();
    }

    private static bool SameState(LedgerState replayed, Snapshot snapshot)
    {
        try
        {
            StateTable table = StateTable.Load(snapshot.StatePages);
            return table.Count == replayed.Count
                && table.List("").All(pair => replayed.Find(pair.Key) is { } value && value.AsSpan().SequenceEqual(pair.Value));
        }
        catch (MalformedException)
        {
            return false;
        }
    }
}
