using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Ledger.Tests.Publishing;

/// <summary>A ledger laid out as static files and read back from them.</summary>
public sealed class StaticLogTests
{
    [Fact]
    public void The_files_of_a_published_ledger_are_those_of_tlog_tiles()
    {
        using StaticWorld world = StaticWorld.Published();
        Assert.Equal(
            [
                ".publishing", "checkpoint", "seal", "tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2",
                "tile/entries/000", "tile/entries/001", "tile/entries/002.p/188",
            ],
            world.Files().Keys);
        byte[] tile = File.ReadAllBytes(world.PathOf("tile/0/001"));
        LedgerEntry[] entries = [.. StaticWorld.View.Entries()];
        Assert.Equal(entries.Skip(256).Take(256).SelectMany(entry => entry.Statement.LeafHash.ToArray()), tile);
    }

    [Fact]
    public void The_seal_file_is_a_map_of_the_newest_header_and_its_seal()
    {
        using StaticWorld world = StaticWorld.Published();
        BlockRecord block = StaticWorld.View.ReadBlock(StaticWorld.View.Last.Height);
        byte[] expected = new CborMapWriter()
            .Integer("format", 1).Bytes("header", block.Header.ToArray()).Bytes("seal", block.Seal.ToArray()).ToBytes();
        Assert.Equal(expected, File.ReadAllBytes(world.PathOf("seal")));
    }

    [Fact]
    public void The_checkpoint_is_signed_by_the_log_and_by_the_authority()
    {
        using StaticWorld world = StaticWorld.Published();
        var note = SignedNote.Read(File.ReadAllBytes(world.PathOf("checkpoint")));
        Assert.Equal(Checkpoint.Of(StaticWorld.View.Last).ToText(), note.Text);
        using var log = new NoteVerifier(StaticWorld.Log.Key);
        using var authority = new NoteVerifier(StaticWorld.Authority.Key);
        Assert.Equal([StaticWorld.Authority.Key, StaticWorld.Log.Key], note.Verify(log, authority).Signers);
    }

    [Fact]
    public void Everything_comes_back_from_the_files_alone()
    {
        using StaticWorld world = StaticWorld.Published();
        var reader = new StaticLogReader(world.Folder);
        Assert.Equal((StaticWorld.View.Last, StaticWorld.View.Id), (reader.Header, reader.Ledger));
        Assert.Equal(World.Genesis.ToBytes(), reader.Genesis.ToBytes());
        byte[][] entries = [.. StaticWorld.View.Entries().Select(entry => entry.Statement.Bytes.ToArray())];
        Assert.Equal(entries.Select(Convert.ToHexString), reader.Entries().Select(entry => Convert.ToHexString(entry.Span)));
        using var log = new NoteVerifier(StaticWorld.Log.Key);
        for (int i = 0; i < entries.Length; i++)
        {
            var index = new EntryIndex((ulong)i);
            Assert.Equal(ReceiptStatus.Registered, Receipt.Read(reader.Receipt(index)).Check(entries[i], StaticWorld.AuthorityKey));
            Assert.Equal(
                TlogProofStatus.Logged, TlogProof.Read(reader.TlogProof(index).ToBytes()).Check(entries[i], StaticWorld.Origin, log));
        }
        for (int older = 1; older < entries.Length; older++)
        {
            var size = new TreeSize((ulong)older);
            Assert.Equal(
                ConsistencyStatus.Consistent,
                ConsistencyReceipt.Read(reader.ConsistencyReceipt(size)).Check(size, reader.Root(size), StaticWorld.AuthorityKey));
        }
    }

    [Fact]
    public async Task Growth_in_random_steps_ends_in_the_files_of_publishing_at_once()
    {
        using var stepwise = new StaticWorld();
        using var atOnce = new StaticWorld();
        var random = new Random(4711);
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        var writer = new StaticLogWriter(stepwise.Folder);
        TreeSize published = default;
        for (int count = 0; count < 900;)
        {
            int step = random.Next(1, 120);
            await StaticWorld.AppendAsync(ledger, step, count);
            count += step;
            // Every now and then another process goes on.
            writer = random.Next(3) == 0 ? new StaticLogWriter(stepwise.Folder) : writer;
            published = StaticWorld.Publish(writer, ledger.View);
            Assert.Equal(published, new StaticLogReader(stepwise.Folder).Size);
        }
        StaticWorld.Publish(new StaticLogWriter(atOnce.Folder), ledger.View);
        SortedDictionary<string, string> expected = atOnce.Files(IsDerived);
        SortedDictionary<string, string> found = stepwise.Files(IsDerived);
        Assert.Equal(expected, found.Where(file => expected.ContainsKey(file.Key)).ToDictionary());
        // What is there besides are older partial files of what is still partial.
        string[] partial = [.. expected.Keys.Where(name => name.Contains(".p/", StringComparison.Ordinal)).Select(
            name => name[..(name.IndexOf(".p/", StringComparison.Ordinal) + 3)])];
        Assert.All(found.Keys.Except(expected.Keys), name => Assert.Contains(partial, name.StartsWith));
        Assert.NotEmpty(found.Keys.Except(expected.Keys));
    }

    [Fact]
    public async Task Every_size_up_to_600_has_proofs()
    {
        using var world = new StaticWorld();
        var random = new Random(600);
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        var writer = new StaticLogWriter(world.Folder);
        TileLog tiles = StaticWorld.TilesOf(ledger.View);
        Digest before = default;
        while (ledger.View.Size.Value < 600)
        {
            Statement statement = World.Sign(subject: $"n{ledger.View.Size}", size: 1);
            await ledger.SubmitAsync(statement.Bytes);
            tiles.Append(statement.LeafHash);
            TreeSize size = writer.Publish(ledger.View, tiles, StaticWorld.Authority, StaticWorld.Log);
            var reader = new StaticLogReader(world.Folder);
            Assert.Equal(tiles.Size, size);
            foreach (ulong i in new ulong[] { 0, size.Value - 1, (ulong)random.Next((int)size.Value) })
            {
                var index = new EntryIndex(i);
                Assert.Equal(ReceiptStatus.Registered,
                    Receipt.Read(reader.Receipt(index)).Check(reader.ReadEntry(index).Span, StaticWorld.AuthorityKey));
            }
            if (before != default)
            {
                var older = new TreeSize(size.Value - 1);
                Assert.Equal(
                    ConsistencyStatus.Consistent,
                    ConsistencyReceipt.Read(reader.ConsistencyReceipt(older)).Check(older, before, StaticWorld.AuthorityKey));
            }
            before = reader.Header.TreeRoot;
        }
    }

    [Fact]
    public async Task A_reader_keeps_its_tree_while_the_writer_goes_on()
    {
        using var world = new StaticWorld();
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        var writer = new StaticLogWriter(world.Folder);
        StaticWorld.Publish(writer, ledger.View);
        var reader = new StaticLogReader(world.Folder);
        await StaticWorld.AppendAsync(ledger, 300, 0);
        StaticWorld.Publish(writer, ledger.View);
        Assert.False(File.Exists(world.PathOf("tile/0/000.p/2"))); // the full tile took its place
        Assert.Equal(2ul, reader.Size.Value);
        Assert.Equal(2, reader.Entries().Count());
        Assert.Equal(
            ReceiptStatus.Registered,
            Receipt.Read(reader.Receipt(new EntryIndex(1))).Check(reader.ReadEntry(new EntryIndex(1)).Span, StaticWorld.AuthorityKey));
    }

    [Fact]
    public void A_seal_that_is_newer_than_the_checkpoint_is_what_publishing_looks_like_in_between()
    {
        using var world = new StaticWorld();
        LedgerView small = World.OpenRead(World.Fresh);
        StaticWorld.Publish(new StaticLogWriter(world.Folder), small);
        byte[] checkpoint = File.ReadAllBytes(world.PathOf("checkpoint"));
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        File.WriteAllBytes(world.PathOf("checkpoint"), checkpoint);
        var reader = new StaticLogReader(world.Folder);
        Assert.Equal((700ul, 2ul), (reader.Size.Value, reader.Checkpoint.Size.Value));
        using var log = new NoteVerifier(StaticWorld.Log.Key);
        Assert.Equal(TlogProofStatus.Logged,
            reader.TlogProof(new EntryIndex(1)).Check(reader.ReadEntry(new EntryIndex(1)).Span, StaticWorld.Origin, log));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.TlogProof(new EntryIndex(2)));
    }

    [Fact]
    public void Witnesses_signatures_stay_while_nothing_new_is_published()
    {
        using StaticWorld world = StaticWorld.Published();
        using var witness = Ed25519Key.Create();
        var note = SignedNote.Read(File.ReadAllBytes(world.PathOf("checkpoint")));
        byte[] cosigned = note.With([Cosignature.Sign(witness, "witness.example", note.Text, 1)]).ToBytes();
        File.WriteAllBytes(world.PathOf("checkpoint"), cosigned);
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        Assert.Equal(cosigned, File.ReadAllBytes(world.PathOf("checkpoint")));
        Assert.Equal(3, new StaticLogReader(world.Folder).Note.Signatures.Count);
    }

    [Fact]
    public void A_longer_or_another_ledger_is_never_replaced()
    {
        using StaticWorld world = StaticWorld.Published();
        SortedDictionary<string, string> before = world.Files();
        LedgerView small = World.OpenRead(World.Fresh);
        Refused(() => StaticWorld.Publish(new StaticLogWriter(world.Folder), small), "rolled back");
        var checkpoint = Checkpoint.Of(small.Last);
        foreach ((Checkpoint other, string reason) in new[] { (checkpoint with { Root = Digest.Of([]) }, "another root"),
            (checkpoint with { Origin = "other" }, "'other'") })
        {
            File.WriteAllBytes(world.PathOf("checkpoint"), SignedNote.Sign(other.ToText(), StaticWorld.Authority).ToBytes());
            Refused(() => StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View), reason);
        }
        File.WriteAllText(world.PathOf("checkpoint"), "garbage");
        Refused(() => StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View), "note");
        Assert.Equal(before.Where(file => file.Key != "checkpoint"), world.Files(name => name != "checkpoint"));
    }

    [Fact]
    public void Two_writers_do_not_publish_into_one_folder_at_a_time()
    {
        using StaticWorld world = StaticWorld.Published();
        using var held = new FileStream(world.PathOf(".publishing"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Throws<IOException>(() => StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View));
    }

    [Fact]
    public void A_checkpoint_without_the_authority_is_not_made()
    {
        using var world = new StaticWorld();
        Assert.Throws<ArgumentException>(
            () => new StaticLogWriter(world.Folder).Publish(StaticWorld.View, StaticWorld.TilesOf(StaticWorld.View), StaticWorld.Log));
        Assert.False(File.Exists(world.PathOf("checkpoint")));
    }

    private static bool IsDerived(string name) => name.StartsWith("tile/", StringComparison.Ordinal) || name == "seal";

    private static void Refused(Action publish, string reason)
    {
        var e = Assert.Throws<LedgerDamagedException>(publish);
        Assert.Contains("checkpoint", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }
}
