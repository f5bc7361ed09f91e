using Hallmark.Evidence.Tiles;

namespace Hallmark.Evidence.Tests.Tiles;

/// <summary>The hashes of a log in memory.</summary>
public sealed class TileLogTests
{
    [Fact]
    public void A_hash_on_a_level_is_the_root_over_256_of_the_level_below()
    {
        const int size = 70_000;
        Digest[] leaves = Logs.Leaves(size);
        TileLog log = Logs.Of(leaves);
        Assert.Equal((ulong)size, log.Size.Value);
        for (int level = 0; level <= 2; level++)
        {
            int span = 1 << (8 * level);
            foreach (TileId tile in TileId.Of(log.Size, level))
            {
                var hashes = new Digest[tile.Width];
                log.ReadTile(tile, hashes);
                foreach (int i in new[] { 0, tile.Width / 2, tile.Width - 1 })
                {
                    int first = (((int)tile.Index * TileId.FullWidth) + i) * span;
                    Assert.Equal(MerkleTree.Root(leaves.AsSpan(first, span)), hashes[i]);
                }
            }
        }
    }

    [Fact]
    public void A_narrower_tile_of_an_older_tree_stays_readable()
    {
        TileLog log = Logs.Of(Logs.Leaves(300));
        var wide = new Digest[256];
        var narrow = new Digest[7];
        log.ReadTile(new TileId(0, 0), wide);
        log.ReadTile(new TileId(0, 0, 7), narrow);
        Assert.Equal(wide[..7], narrow);
    }

    [Fact]
    public void What_the_tree_has_not_reached_is_not_answered()
    {
        TileLog log = Logs.Of(Logs.Leaves(300));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadTile(new TileId(0, 1, 45), new Digest[45]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadTile(new TileId(1, 0, 2), new Digest[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadTile(new TileId(7, 0, 255), new Digest[255]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadTile(new TileId(TileId.Entries, 0, 1), new Digest[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadTile(new TileId(0, 0), new Digest[255]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Leaf(new EntryIndex(300)));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.CopyLeaves(new EntryIndex(299), new byte[64]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(5000)]
    public void Leaves_written_out_and_loaded_again_make_the_same_log(int size)
    {
        Digest[] leaves = Logs.Leaves(size);
        TileLog log = Logs.Of(leaves);
        byte[] snapshot = new byte[size * Digest.Size];
        log.CopyLeaves(new EntryIndex(0), snapshot);
        Assert.Equal(leaves.SelectMany(leaf => leaf.ToArray()), snapshot);
        byte[] roots = new byte[size / 256 * Digest.Size];
        log.CopyTileRoots(0, roots);
        var loaded = new TileLog();
        const int Part = 512; // whole tiles at a time
        for (int first = 0; first < size; first += Part)
        {
            int end = Math.Min(size, first + Part);
            loaded.AppendTiles(snapshot.AsSpan(first * Digest.Size, (end - first) * Digest.Size),
                roots.AsSpan(first / 256 * Digest.Size, ((end / 256) - (first / 256)) * Digest.Size));
        }
        Assert.Equal(log.Size, loaded.Size);
        Assert.Equal(new TileProofs(log).Root(log.Size), new TileProofs(loaded).Root(loaded.Size));
        Assert.All(leaves.Index(), leaf => Assert.Equal(leaf.Item, loaded.Leaf(new EntryIndex((ulong)leaf.Index))));
    }

    [Fact]
    public void A_snapshot_that_does_not_fit_is_refused()
    {
        static void Refuses(TileLog log, int hashes, int roots) =>
            Assert.Equal("leaf hashes", Assert.Throws<MalformedException>(() => log.AppendTiles(new byte[hashes], new byte[roots])).Field);
        Refuses(new TileLog(), 33, 0);
        Refuses(new TileLog(), 32, 32);
        Refuses(new TileLog(), 256 * 32, 0);
        Refuses(Logs.Of(Logs.Leaves(3)), 32, 0); // not behind a whole tile
    }

    [Fact]
    public async Task Readers_beside_the_appending_thread_see_every_published_size_whole()
    {
        Digest[] leaves = Logs.Leaves(40_000);
        Digest[] roots = Logs.Roots(leaves);
        var log = new TileLog();
        var proofs = new TileProofs(log);
        bool done = false;
        Task[] readers = [.. Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref done))
            {
                int size = (int)log.Size.Value;
                Assert.Equal(roots[size], proofs.Root(new TreeSize((ulong)size)));
                if (size > 0)
                {
                    int index = random.Next(size);
                    Assert.Equal(ProofStatus.Good,
                        proofs.Inclusion(new EntryIndex((ulong)index), new TreeSize((ulong)size)).Check(leaves[index], roots[size]));
                }
            }
        }))];
        foreach (Digest leaf in leaves)
        {
            log.Append(leaf);
        }
        Volatile.Write(ref done, true);
        await Task.WhenAll(readers);
    }
}
