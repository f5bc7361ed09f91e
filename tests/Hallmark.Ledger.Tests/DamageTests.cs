using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>A file that is not what was committed is refused as it is.</summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0xff)]
    [InlineData(0x01)]
    [InlineData(0x80)]
    public async Task After_a_clean_close_every_flipped_byte_is_noticed_located_and_left_as_it_is(byte mask)
    {
        byte[] file = await SmallLedger();
        Place[] places = Place.All(file);
        // Every byte with one mask; with the others every byte of the first page and a seventh of the rest.
        int[] flips = [.. Enumerable.Range(0, file.Length).Where(
            i => mask == 0xff || LongTests.Wanted || i < LedgerFile.PageSize || i % 7 == 0)];
        Parallel.ForEach(flips, at =>
        {
            byte[] flipped = [.. file];
            flipped[at] ^= mask;
            var disk = new MemoryDisk(flipped);
            LedgerDamagedException? damage = Record.Exception(() => World.Open(disk)) as LedgerDamagedException;
            Assert.True(damage is not null, $"byte {at} ^ {mask:x2}: opened all the same");
            Place expected = places[at];
            string found = $"byte {at} ^ {mask:x2}, {expected}: {damage.Message}";
            Assert.StartsWith("disk, offset ", damage.Message);
            Assert.True((damage.Offset, damage.Height?.Value) == (expected.Offset, expected.Height), found);
            Assert.True(damage.Entry?.Value == expected.Entry || (damage.Entry is null && expected.MayHideItsEntry), found);
            Assert.Equal(0, disk.Operations);
        });
        output.WriteLine($"{flips.Length} bytes flipped, all of them located");
    }

    [Fact]
    public async Task The_examination_notices_every_flipped_byte_too()
    {
        byte[] file = await World.Closed(World.Sign(subject: "a"), World.Sign(NoteContracts.Secret));
        for (int place = 0; place < file.Length; place += place is < 600 or (> 1000 and < 1120) or (> 4092 and < 4300) ? 1 : 13)
        {
            byte[] flipped = [.. file];
            flipped[place] ^= 0x04;
            var disk = new MemoryDisk(flipped);
            var examination = LedgerExamination.Run(disk, World.Contracts, null, _ => { });
            Assert.True(examination.Broken is not null || examination.Faults.Count > 0, $"byte {place}: nothing was found");
            Assert.Equal(0, disk.Operations);
        }
        var clean = LedgerExamination.Run(new MemoryDisk(file), World.Contracts, null, _ => { });
        Assert.Equal((null, 0, 0L), (clean.Broken, clean.Faults.Count, clean.TailBytes));
    }

    [Fact]
    public async Task Truncation_under_the_mark_is_refused_with_its_place()
    {
        byte[] file = await World.Closed([.. Enumerable.Range(0, 4).Select(i => World.Sign(subject: $"s{i}", size: 600))]);
        for (int length = file.Length - 1; length >= file.Length - 4096; length--)
        {
            var disk = new MemoryDisk(file[..length]);
            LedgerDamagedException damage = Assert.Throws<LedgerDamagedException>(() => World.Open(disk));
            Assert.Equal(length, damage.Offset);
            Assert.Contains($"committed length of {file.Length}", damage.Message);
            Assert.Equal(0, disk.Operations);
        }
        Assert.NotNull(LedgerExamination.Run(new MemoryDisk(file[..^1]), World.Contracts, null, _ => { }).Broken);
    }

    [Fact]
    public async Task Truncation_behind_the_mark_is_cut_and_reported()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] file = await Grown(closed, World.Sign(subject: "b", size: 2900));
        Assert.True(file.Length - closed.Length > 4096, "the last block does not fill 4 KiB");
        for (int length = file.Length - 1; length >= file.Length - 4096; length -= length % 16 is 0 or 15 ? 1 : 14)
        {
            byte[] torn = file[..length];
            var disk = new MemoryDisk(torn);
            Assert.Equal(length - closed.Length, LedgerExamination.Run(disk, World.Contracts, null, _ => { }).TailBytes);
            await using Ledger ledger = World.Open(disk);
            Assert.Equal((closed.Length, (long)(length - closed.Length)), (ledger.Recovery.Offset, ledger.Recovery.TailBytes));
            Assert.Equal(closed, disk.Content());
        }
    }

    [Fact]
    public async Task After_a_crash_a_cut_or_garbage_anywhere_in_the_last_4_KiB_leaves_what_was_acknowledged_or_is_refused()
    {
        // Two blocks were acknowledged; of the third everything is there, but its flush failed.
        var dying = new MemoryDisk(await World.Closed(World.Sign(subject: "a", size: 400)));
        Ledger writer = World.Open(dying);
        await writer.SubmitAsync(World.Sign(subject: "b", size: 400).Bytes);
        int acknowledged = (int)dying.Length;
        dying.FailAt = dying.Operations + 3;
        await Assert.ThrowsAsync<IOException>(() => writer.SubmitAsync(World.Sign(subject: "c", size: 400).Bytes));
        byte[] file = dying.Content();
        Place[] places = Place.All(file);
        int first = file.Length - 4096;
        Assert.True(
            places[first].Height < places[acknowledged - 1].Height && acknowledged < file.Length, "4 KiB do not reach over three blocks");

        int tried = 0;
        Parallel.For(first, file.Length, at =>
        {
            foreach (int kind in LongTests.Wanted ? (int[])[0, 1, 2] : [at % 3])
            {
                byte[] found = kind == 0
                    ? file[..at]
                    : [.. file[..at], .. file[at..].Select((value, i) => kind == 1 && i > 0 ? value : (byte)(value ^ (0xff - (i % 128))))];
                CheckRecovery(found, acknowledged, at < acknowledged ? kind == 0 ? at : places[at].Offset : null);
                Interlocked.Increment(ref tried);
            }
        });
        output.WriteLine($"{tried} cuts and garblings");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task More_than_a_crash_leaves_behind_the_mark_is_neither_looked_through_nor_cut(int more)
    {
        byte[] file = [.. await World.Closed(World.Sign(subject: "a")), 0, 0, 0, 9];
        long mark = file.Length - 4;
        var disk = new LongDisk(new MemoryDisk(file), mark + Tail.LookLimit + more);
        if (more == 0)
        {
            await using Ledger ledger = World.Open(disk);
            Assert.Equal(Tail.LookLimit, ledger.Recovery.TailBytes);
            return;
        }
        LedgerDamagedException damage = Assert.Throws<LedgerDamagedException>(() => World.Open(disk));
        Assert.Contains($"{Tail.LookLimit + 1} bytes stand behind it, more than a crash leaves", damage.Message);
        Assert.Equal(mark, damage.Offset);
    }

    [Fact]
    public async Task A_whole_block_behind_the_mark_counts_and_the_opening_commits_it()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] file = await Grown(closed, World.Sign(subject: "b"));
        var disk = new MemoryDisk(file);
        await using (Ledger ledger = World.Open(disk))
        {
            Assert.Equal(4UL, ledger.View.Size.Value);
            Assert.Equal((file.Length, 0L), (ledger.Recovery.Offset, ledger.Recovery.TailBytes));
        }
        Assert.Throws<LedgerDamagedException>(() => World.OpenRead(disk.Content()[..^1]));
    }

    [Fact]
    public async Task Marks_moved_back_never_let_committed_blocks_be_cut_whatever_byte_hides_them()
    {
        byte[] early = await World.Closed(World.Sign(subject: "a"));
        var disk = new MemoryDisk(early);
        await using (Ledger ledger = World.Open(disk))
        {
            foreach (string subject in (string[])["b", "c", "d"])
            {
                await ledger.SubmitAsync(World.Sign(subject: subject).Bytes);
            }
        }
        byte[] file = disk.Content();
        early.AsSpan(0, LedgerFile.PageSize).CopyTo(file); // both marks as they were
        for (int place = early.Length; place < World.Blocks(file)[3].Offset; place++) // the first block behind them
        {
            byte[] hidden = [.. file];
            hidden[place] ^= 0x40;
            var found = new MemoryDisk(hidden);
            Assert.Contains("moved back", Assert.Throws<LedgerDamagedException>(() => World.Open(found)).Message);
            Assert.Equal(0, found.Operations);
        }
    }

    [Fact]
    public async Task A_copy_of_an_old_block_behind_the_last_one_is_cut_and_reported()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] last = closed[World.Blocks(closed)[^1].Offset..];
        await using Ledger ledger = World.Open(new MemoryDisk([.. closed, .. last, .. last]));
        Assert.Equal((closed.Length, 2L * last.Length), (ledger.Recovery.Offset, ledger.Recovery.TailBytes));
    }

    [Fact]
    public async Task What_changes_behind_an_open_ledger_is_located_when_it_is_read()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"), World.Sign(subject: "b"));
        (int offset, BlockRecord block) = World.Blocks(closed)[1];
        for (int place = offset; place < offset + 4 + block.Length; place++)
        {
            var disk = new MemoryDisk(closed);
            LedgerView view = Ledger.OpenRead(disk, World.Contracts);
            byte flipped = (byte)(closed[place] ^ 0x08);
            disk.Write(place, [flipped]);
            bool seal = place >= offset + 8 + block.Header.Length && place < offset + 4 + block.EntriesOffset;
            LedgerDamagedException damage = Assert.Throws<LedgerDamagedException>(
                () => _ = seal ? view.Receipt(new EntryIndex(2)) : (object)view.ReadEntry(new EntryIndex(2)));
            Assert.Equal((offset, 1UL), (damage.Offset, damage.Height!.Value.Value));
        }
    }

    [Fact]
    public async Task What_is_handed_to_outsiders_ends_at_the_mark()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] file = await Grown(closed, World.Sign(subject: "b"));
        Assert.Equal(4UL, World.OpenRead(file).Size.Value);
        Assert.Equal(3UL, Ledger.OpenRead(new MemoryDisk(file), World.Contracts, committedOnly: true).Size.Value);
    }

    [Fact]
    public async Task A_block_behind_the_mark_with_a_flipped_byte_is_cut_whole()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] file = await Grown(closed, World.Sign(subject: "b"));
        for (int place = closed.Length; place < file.Length; place += 7)
        {
            byte[] flipped = [.. file];
            flipped[place] ^= 0x10;
            var disk = new MemoryDisk(flipped);
            await using Ledger ledger = World.Open(disk);
            Assert.Equal((closed.Length, (long)(file.Length - closed.Length)), (ledger.Recovery.Offset, ledger.Recovery.TailBytes));
            Assert.Equal(closed, disk.Content());
        }
    }

    [Fact]
    public async Task A_torn_mark_with_a_block_behind_the_other_is_no_damage()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] file = await Grown(closed, World.Sign(subject: "b"));
        foreach (int mark in (int[])[512, 1024])
        {
            byte[] torn = [.. file];
            torn[mark + 70] ^= 0xff;
            Assert.Equal(4UL, World.OpenRead(torn).Size.Value);
        }
        byte[] settled = [.. closed];
        settled[512 + 70] ^= 0xff;
        LedgerDamagedException damage = Assert.Throws<LedgerDamagedException>(() => World.OpenRead(settled));
        Assert.Equal(512, damage.Offset);
    }

    [Fact]
    public async Task Blocks_replaced_by_those_of_an_equally_long_rewrite_do_not_pass_under_the_old_mark()
    {
        byte[] closed = await World.Closed(World.Sign(subject: "a"));
        byte[] other = await World.Closed(World.Sign(subject: "b"));
        byte[] mixed = [.. closed[..LedgerFile.PageSize], .. other[LedgerFile.PageSize..]];
        Assert.Throws<LedgerDamagedException>(() => World.OpenRead(mixed));
        var examination = LedgerExamination.Run(new MemoryDisk(mixed), World.Contracts, null, _ => { });
        Assert.Contains("commit mark", examination.Broken ?? examination.Faults[^1].Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(4095)]
    [InlineData(4096)]
    public void A_file_without_a_genesis_block_is_refused(int length)
    {
        Assert.Throws<LedgerDamagedException>(() => World.OpenRead(World.Fresh[..length]));
        Assert.NotNull(LedgerExamination.Run(new MemoryDisk(World.Fresh[..length]), World.Contracts, null, _ => { }).Broken);
    }

    [Fact]
    public void Another_sealing_key_cannot_open_for_writing_and_changes_nothing()
    {
        var disk = new MemoryDisk(World.Fresh);
        Assert.Throws<MalformedException>(() => Ledger.Open(disk, new SoloProducer(World.Stranger), World.Contracts, World.Clock));
        Assert.Equal(0, disk.Operations);
    }

    /// <summary>
    /// Refused at that place and left as it is, or, where that is null, opened with exactly the bytes that were acknowledged.
    /// </summary>
    private static void CheckRecovery(byte[] found, int acknowledged, long? refusedAt)
    {
        var disk = new MemoryDisk(found);
        try
        {
            Ledger ledger = World.Open(disk);
            Assert.Null(refusedAt);
            Assert.Equal(((long)acknowledged, (long)(found.Length - acknowledged)), (ledger.Recovery.Offset, ledger.Recovery.TailBytes));
            Assert.Equal(found[LedgerFile.PageSize..acknowledged], disk.Content()[LedgerFile.PageSize..]);
        }
        catch (LedgerDamagedException e)
        {
            Assert.Equal(refusedAt, e.Offset);
            Assert.Equal(0, disk.Operations);
        }
    }

    /// <summary>A note and a denial alone, then several statements that share blocks.</summary>
    private static async Task<byte[]> SmallLedger()
    {
        var disk = new MemoryDisk(await World.Closed(World.Sign(subject: "a"), World.Sign(NoteContracts.Secret)));
        await using (Ledger ledger = World.Open(disk))
        {
            Statement[] together = [.. Enumerable.Range(0, 3).Select(
                i => World.Sign(i == 2 ? NoteContracts.Secret : NoteContracts.Note, $"s{i}"))];
            await Task.WhenAll(together.Select(statement => ledger.SubmitAsync(statement.Bytes)));
        }
        return disk.Content();
    }

    /// <summary>The file after one more block whose process died before the mark was durable.</summary>
    private static async Task<byte[]> Grown(byte[] closed, Statement statement)
    {
        var disk = new MemoryDisk(closed);
        Ledger ledger = World.Open(disk);
        await ledger.SubmitAsync(statement.Bytes);
        return disk.Crash(Survival.Nothing, new Random(1)).Content();
    }

    /// <summary>A disk that says it is longer than it is: what stands there was never written.</summary>
    private sealed class LongDisk(MemoryDisk disk, long length) : ILedgerStorage
    {
        private long _length = length;

        public string Name => disk.Name;

        public long Length => _length;

        public int Read(long offset, Span<byte> buffer) => disk.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            disk.Write(offset, bytes);
            _length = Math.Max(_length, offset + bytes.Length);
        }

        public void Cut(long length)
        {
            disk.Cut(length);
            _length = length;
        }

        public void Flush(FlushPoint point) => disk.Flush(point);

        public void Dispose() => disk.Dispose();
    }
}
