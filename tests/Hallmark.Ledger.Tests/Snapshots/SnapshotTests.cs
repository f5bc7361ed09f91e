using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests.Snapshots;

/// <summary>
/// A snapshot is a shorter way in, to the same place; lost or damaged it is made again; of another history it is evidence.
/// </summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Opening_from_a_snapshot_gives_what_replaying_gives()
    {
        Lives lives = await Lives.OfAsync(60);
        await using Ledger ledger = lives.Open();
        Assert.Equal(0UL, ledger.Recovery.Replayed);
        Assert.Null(ledger.Recovery.SnapshotProblem);
        LedgerView replayed = World.OpenRead(lives.File);
        Assert.Equal(replayed.Head, ledger.View.Head);
        Assert.Equal(replayed.State.Root, ledger.View.State.Root);
        Assert.Equal(replayed.State.List("").Select(Text), ledger.View.State.List("").Select(Text));
        for (ulong i = 0; i < replayed.Size.Value; i += 7)
        {
            Assert.Equal(replayed.Receipt(new EntryIndex(i)), ledger.View.Receipt(new EntryIndex(i)));
            Assert.Equal(replayed.HeightOf(new EntryIndex(i)), ledger.View.HeightOf(new EntryIndex(i)));
        }
    }

    [Fact]
    public async Task Behind_a_snapshot_the_ledger_goes_on_and_still_knows_every_statement()
    {
        Lives lives = await Lives.OfAsync(20);
        Statement more = World.Sign(subject: "more");
        await using (Ledger ledger = lives.Open())
        {
            Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(lives.Statements[3].Bytes));
            Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(lives.Denied.Bytes));
            Assert.IsType<Submission.Accepted>(await ledger.SubmitAsync(more.Bytes));
        }
        await using Ledger again = lives.Open(every: 1000);
        Assert.Equal(0UL, again.Recovery.Replayed);
        Assert.Equal(World.OpenRead(lives.File).Head, again.View.Head);
    }

    [Fact]
    public async Task What_came_behind_the_snapshot_is_replayed()
    {
        Lives lives = await Lives.OfAsync(20);
        await using (Ledger ledger = lives.Open(every: 1000))
        {
            await ledger.SubmitAsync(World.Sign(subject: "a").Bytes);
            await ledger.SubmitAsync(World.Sign(subject: "b").Bytes);
        }
        await using Ledger again = lives.Open();
        Assert.Equal(2UL, again.Recovery.Replayed);
        Assert.Equal(World.OpenRead(lives.File).Head, again.View.Head);
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_snapshot_is_noticed_and_located_and_the_snapshot_made_again()
    {
        Lives lives = await Lives.OfAsync(6);
        byte[] good = lives.Snapshots.Content!;
        Head head = World.OpenRead(lives.File).Head;
        for (int place = 0; place < good.Length; place++)
        {
            byte[] flipped = [.. good];
            flipped[place] ^= 0x20;
            lives.Snapshots.Content = flipped;
            await using Ledger ledger = lives.Open(every: 1000);
            Assert.True(ledger.Recovery.SnapshotProblem?.StartsWith("snapshot, offset ", StringComparison.Ordinal),
                $"byte {place}: {ledger.Recovery.SnapshotProblem}");
            Assert.Equal((head, head.Size.Value), (ledger.View.Head, ledger.Recovery.Replayed));
        }
        await using (lives.Open(every: 1))
        {
        }
        Assert.NotEqual(good, lives.Snapshots.Content); // signed anew
        await using Ledger mended = lives.Open();
        Assert.Equal((null, 0UL), (mended.Recovery.SnapshotProblem, mended.Recovery.Replayed));
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_block_under_the_snapshot_is_refused_and_located_as_without_it()
    {
        Lives lives = await Lives.OfAsync(3);
        byte[] file = lives.File;
        for (int place = LedgerFile.PageSize; place < file.Length; place++)
        {
            byte[] flipped = [.. file];
            flipped[place] ^= 0x10;
            lives.Disk = new MemoryDisk(flipped);
            string expected = Assert.Throws<LedgerDamagedException>(() => World.Open(new MemoryDisk(flipped))).Message;
            Assert.Equal(expected, Assert.Throws<LedgerDamagedException>(() => lives.Open()).Message);
            Assert.Equal(0, lives.Disk.Operations);
        }
    }

    [Fact]
    public async Task What_a_killed_process_left_is_replayed_once()
    {
        Lives lives = await Lives.OfAsync(20);
        lives.Snapshots.Content = null;
        _ = lives.Open(every: 10); // and never closed
        Assert.NotNull(lives.Snapshots.Content);
        await using Ledger next = lives.Open(every: 10);
        Assert.Equal(0UL, next.Recovery.Replayed);
    }

    [Fact]
    public async Task A_cut_or_lost_snapshot_is_made_again()
    {
        Lives lives = await Lives.OfAsync(6);
        byte[] good = lives.Snapshots.Content!;
        foreach (int length in Enumerable.Range(0, good.Length).Where(i => i % 97 == 0 || i < 20 || i > good.Length - 20))
        {
            lives.Snapshots.Content = good[..length];
            await using Ledger ledger = lives.Open(every: 1000);
            Assert.NotNull(ledger.Recovery.SnapshotProblem);
        }
        lives.Snapshots.Content = null;
        await using (Ledger ledger = lives.Open())
        {
            Assert.Null(ledger.Recovery.SnapshotProblem);
        }
        Assert.NotNull(lives.Snapshots.Content);
    }

    [Fact]
    public async Task A_ledger_rolled_back_behind_its_snapshot_is_refused()
    {
        Lives early = await Lives.OfAsync(5);
        byte[] file = early.File;
        await using (Ledger ledger = early.Open())
        {
            await ledger.SubmitAsync(World.Sign(subject: "later").Bytes);
        }
        early.Disk = new MemoryDisk(file);
        LedgerDamagedException damage = Assert.Throws<LedgerDamagedException>(() => early.Open());
        Assert.Contains("rolled back", damage.Message);
        Assert.Throws<LedgerDamagedException>(() => Ledger.OpenRead(early.Disk, World.Contracts, early.Snapshots));
    }

    [Fact]
    public async Task A_ledger_written_anew_behind_its_snapshot_is_refused()
    {
        Lives lives = await Lives.OfAsync(5);
        Lives other = await Lives.OfAsync(9);
        lives.Disk = other.Disk;
        Assert.Contains("written anew", Assert.Throws<LedgerDamagedException>(() => lives.Open()).Message);
    }

    [Fact]
    public async Task A_ledger_written_anew_with_fewer_blocks_is_refused_behind_its_snapshot()
    {
        var lives = new Lives();
        await using (Ledger ledger = lives.Open())
        {
            for (int i = 0; i < 4; i++)
            {
                await ledger.SubmitAsync(World.Sign(subject: $"s{i}").Bytes);
            }
        }
        var other = new Lives();
        await using (Ledger ledger = other.Open())
        {
            await ledger.SubmitAsync(World.Sign(subject: "long", size: 10_000).Bytes);
        }
        lives.Disk = other.Disk;
        Assert.Contains("written anew", Assert.Throws<LedgerDamagedException>(() => lives.Open()).Message);
    }

    [Fact]
    public async Task A_snapshot_signed_by_another_key_is_passed_over()
    {
        Lives lives = await Lives.OfAsync(5);
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(World.Genesis);
        Snapshot snapshot = SnapshotFormat.Read(lives.Snapshots.Open()!, seals, World.Genesis.LedgerId);
        lives.Snapshots.Replace(storage => SnapshotFormat.Write(storage, snapshot, World.Stranger));
        await using Ledger ledger = lives.Open(every: 1000);
        Assert.Contains("not signed by a maker of this ledger's blocks", ledger.Recovery.SnapshotProblem);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_loses_nothing()
    {
        Lives lives = await Lives.OfAsync(5);
        lives.Snapshots.Fails = true;
        Ledger ledger = lives.Open();
        await ledger.SubmitAsync(World.Sign(subject: "x").Bytes);
        await ledger.DisposeAsync();
        Assert.Equal("no room", ledger.SnapshotFailure);
        Assert.Equal(ledger.View.Head, World.OpenRead(lives.File).Head);
    }

    private static string Text((string Key, byte[] Value) pair) => pair.Key + "=" + Convert.ToHexString(pair.Value);

    /// <summary>A ledger that was closed with a snapshot.</summary>
    private sealed class Lives
    {
        public MemoryDisk Disk { get; set; } = new(World.Fresh);

        public MemorySnapshots Snapshots { get; } = new();

        public List<Statement> Statements { get; } = [];

        public Statement Denied { get; } = World.Sign(NoteContracts.Secret);

        public byte[] File => Disk.Content();

        public static async Task<Lives> OfAsync(int statements)
        {
            var lives = new Lives();
            await using Ledger ledger = lives.Open();
            for (int i = 0; i < statements; i++)
            {
                lives.Statements.Add(World.Sign(subject: $"s{i % 9}", size: i * 13 % 300));
            }
            await Task.WhenAll(lives.Statements.Append(lives.Denied).Select(statement => ledger.SubmitAsync(statement.Bytes)));
            return lives;
        }

        public Ledger Open(ulong every = 1) => Ledger.Open(Disk, World.Engine, World.Contracts, World.Clock, Snapshots, every);
    }
}
