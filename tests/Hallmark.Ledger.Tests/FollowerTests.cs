using Hallmark.Evidence;

namespace Hallmark.Ledger.Tests;

/// <summary>A follower sees what a fresh opening sees, block after block, and notices when blocks go away.</summary>
public sealed class FollowerTests
{
    [Fact]
    public async Task After_every_block_the_view_is_that_of_a_fresh_opening()
    {
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        using var follower = new LedgerFollower(disk, World.Contracts, null);
        for (int i = 0; i < 30; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1 + (i % 4)).Select(n => ledger.SubmitAsync(World.Sign(subject: $"{i}.{n}").Bytes)));
            if (i % 3 == 0)
            {
                continue; // several blocks at once, too
            }
            follower.CatchUp();
            Assert.Equal(ledger.View.Head, follower.View.Head);
            Assert.Equal(ledger.View.State.Root, follower.View.State.Root);
            var newest = new EntryIndex(follower.View.Size.Value - 1);
            Assert.Equal(ledger.View.Receipt(newest), follower.View.Receipt(newest));
        }
        follower.CatchUp(); // nothing new is nothing wrong
    }

    [Fact]
    public async Task A_block_that_is_not_committed_is_not_followed()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        var disk = new MemoryDisk(closed);
        Ledger ledger = World.Open(disk);
        await ledger.SubmitAsync(World.Sign(subject: "b").Bytes);
        using var follower = new LedgerFollower(disk.Crash(Survival.Nothing, new Random(1)), World.Contracts, null);
        Assert.Equal(3UL, follower.View.Size.Value);
    }

    [Fact]
    public async Task Blocks_that_go_away_are_noticed()
    {
        byte[] early = await World.Closed(World.Sign(subject: "a"));
        var disk = new MemoryDisk(early);
        await using (Ledger ledger = World.Open(disk))
        {
            await ledger.SubmitAsync(World.Sign(subject: "b").Bytes);
        }
        using var follower = new LedgerFollower(disk, World.Contracts, null);
        disk.Write(0, early);
        disk.Cut(early.Length);
        Assert.Contains("rolled back", Assert.Throws<LedgerDamagedException>(follower.CatchUp).Message);
    }
}
