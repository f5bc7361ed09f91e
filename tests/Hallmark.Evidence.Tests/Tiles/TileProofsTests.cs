using Hallmark.Evidence.Tiles;

namespace Hallmark.Evidence.Tests.Tiles;

/// <summary>Roots and proofs out of tiles, against <see cref="MerkleTree"/>.</summary>
public sealed class TileProofsTests
{
    private const int Limit = 600;
    private static readonly Digest[] Leaves = Logs.Leaves(Limit);
    private static readonly Digest[] Roots = Logs.Roots(Leaves);

    [Fact]
    public void Every_leaf_of_every_growing_tree_up_to_600_is_proven()
    {
        var log = new TileLog();
        var proofs = new TileProofs(log);
        for (int n = 1; n <= Limit; n++)
        {
            log.Append(Leaves[n - 1]);
            Assert.Equal(Roots[n], proofs.Root(Size(n)));
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(ProofStatus.Good, proofs.Inclusion(Index(i), Size(n)).Check(Leaves[i], Roots[n]));
            }
        }
    }

    [Fact]
    public void Every_pair_of_sizes_up_to_600_is_proven_consistent_from_the_last_tree()
    {
        var proofs = new TileProofs(Logs.Of(Leaves));
        for (int n = 1; n <= Limit; n++)
        {
            Assert.Equal(Roots[n], proofs.Root(Size(n)));
            for (int m = 1; m <= n; m++)
            {
                Assert.Equal(ProofStatus.Good, proofs.Consistency(Size(m), Size(n)).Check(Roots[m], Roots[n]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(600)]
    public void Paths_are_the_very_ones_of_the_tree(int n)
    {
        var proofs = new TileProofs(Logs.Of(Leaves[..n]));
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(MerkleTree.InclusionPath(Leaves.AsSpan(0, n), i), proofs.Inclusion(Index(i), Size(n)).Path);
            Assert.Equal(MerkleTree.ConsistencyPath(Leaves.AsSpan(0, n), i + 1), proofs.Consistency(Size(i + 1), Size(n)).Path);
        }
    }

    [Fact]
    public void Large_trees_are_proven_at_random_sizes_even_where_kept_tiles_push_each_other_out()
    {
        const int large = 200_000;
        Digest[] leaves = Logs.Leaves(large);
        Digest[] roots = Logs.Roots(leaves);
        var proofs = new TileProofs(Logs.Of(leaves));
        var random = new Random(6962);
        for (int round = 0; round < 1_500; round++)
        {
            int n = random.Next(1, large + 1);
            int i = random.Next(n);
            Assert.Equal(roots[n], proofs.Root(Size(n)));
            Assert.Equal(ProofStatus.Good, proofs.Inclusion(Index(i), Size(n)).Check(leaves[i], roots[n]));
            Assert.Equal(ProofStatus.Good, proofs.Consistency(Size(i + 1), Size(n)).Check(roots[i + 1], roots[n]));
        }
    }

    [Fact]
    public void A_source_with_one_wrong_hash_proves_nothing_that_the_root_does_not_refuse()
    {
        for (int wrong = 0; wrong < 300; wrong += 13)
        {
            Digest[] changed = [.. Leaves[..300]];
            changed[wrong] = Digest.Of("wrong"u8);
            var proofs = new TileProofs(Logs.Of(changed));
            for (int i = 0; i < 300; i += 7)
            {
                ProofStatus status = proofs.Inclusion(Index(i), Size(300)).Check(Leaves[i], Roots[300]);
                Assert.Equal(i == wrong ? ProofStatus.Good : ProofStatus.RootMismatch, status);
            }
        }
    }

    [Fact]
    public void The_empty_tree_has_a_root_and_nothing_else()
    {
        var proofs = new TileProofs(new TileLog());
        Assert.Equal(MerkleTree.EmptyRoot, proofs.Root(Size(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Root(Size(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Inclusion(Index(0), Size(0)));
    }

    [Fact]
    public void Sizes_and_leaves_that_are_not_there_are_misuse()
    {
        var proofs = new TileProofs(Logs.Of(Leaves[..10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Inclusion(Index(5), Size(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Inclusion(Index(5), Size(11)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Consistency(Size(0), Size(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Consistency(Size(6), Size(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => proofs.Consistency(Size(6), Size(11)));
    }

    private static TreeSize Size(int size) => new((ulong)size);

    private static EntryIndex Index(int index) => new((ulong)index);
}
