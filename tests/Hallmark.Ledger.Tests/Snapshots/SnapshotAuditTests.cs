using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests.Snapshots;

/// <summary>The audit replays from genesis; a snapshot that says something else is named, whoever signed it.</summary>
public sealed class SnapshotAuditTests
{
    [Fact]
    public async Task A_true_snapshot_is_good()
    {
        (MemoryDisk disk, MemorySnapshots snapshots, _) = await ClosedAsync();
        Assert.Equal((SnapshotStatus.Good, null), Examine(disk, snapshots));
        snapshots.Content = null;
        Assert.Equal((SnapshotStatus.Good, null), Examine(disk, snapshots));
    }

    [Fact]
    public async Task A_damaged_one_is_named_with_its_place()
    {
        (MemoryDisk disk, MemorySnapshots snapshots, _) = await ClosedAsync();
        snapshots.Content![100] ^= 1; // in the leaf hashes, behind two places of blocks
        (SnapshotStatus status, string? problem) = Examine(disk, snapshots);
        Assert.Equal(SnapshotStatus.Damaged, status);
        Assert.StartsWith("snapshot, offset 96:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_lie_that_the_authority_signs_is_named()
    {
        (MemoryDisk disk, MemorySnapshots snapshots, Snapshot truth) = await ClosedAsync();
        byte[] state = [.. truth.StatePages[0]];
        state[^1] ^= 1; // the last byte of a value
        byte[] ids = [.. truth.Ids[0]];
        ids[0] ^= 1;
        byte[] leaves = [.. truth.Leaves[0]];
        leaves[0] ^= 1;
        var otherState = new StateTable();
        otherState.Set("count", [9]);
        (Snapshot Lie, string Part)[] lies =
        [
            (truth with { StatePages = [state] }, "state"),
            (truth with { StatePages = otherState.ToPages() }, "state"),
            (truth with { Ids = [ids] }, "set of statements"),
            (truth with { Leaves = [leaves] }, "tree"),
            (truth with { Edge = [.. truth.Edge.Reverse()] }, "tree"),
            (truth with { TileRoots = new byte[32] }, "tree"),
            (truth with { Offset = truth.Offset - 1 }, "place of its blocks"),
            (truth with { Blocks = [.. truth.Blocks.Select(place => place with { Offset = place.Offset + 1 })] }, "place of its blocks"),
            (truth with { Header = (BlockHeader.Read(truth.Header) with { Time = 5 }).ToBytes() }, "header"),
        ];
        foreach ((Snapshot lie, string part) in lies)
        {
            snapshots.Replace(storage => SnapshotFormat.Write(storage, lie, World.Authority));
            (SnapshotStatus status, string? problem) = Examine(disk, snapshots);
            Assert.Equal(SnapshotStatus.Contradicts, status);
            Assert.Contains($"has another {part} than", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_the_ledger_does_not_reach_is_named()
    {
        (_, MemorySnapshots snapshots, _) = await ClosedAsync();
        (SnapshotStatus status, string? problem) = Examine(new MemoryDisk(World.Fresh), snapshots);
        Assert.Equal(SnapshotStatus.Contradicts, status);
        Assert.Contains("does not reach", problem, StringComparison.Ordinal);
    }

    private static (SnapshotStatus Status, string? Problem) Examine(MemoryDisk disk, MemorySnapshots snapshots) =>
        LedgerExamination.Run(disk, World.Contracts, snapshots, _ => { }).Snapshot;

    private static async Task<(MemoryDisk Disk, MemorySnapshots Snapshots, Snapshot Truth)> ClosedAsync()
    {
        (var disk, var snapshots) = (new MemoryDisk(World.Fresh), new MemorySnapshots());
        await using (Ledger ledger = Ledger.Open(disk, World.Engine, World.Contracts, World.Clock, snapshots, 1))
        {
            // Three entries in all, and so two hashes at the tree's edge.
            await ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
        }
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(World.Genesis);
        return (disk, snapshots, SnapshotFormat.Read(snapshots.Open()!, seals, World.Genesis.LedgerId));
    }
}
