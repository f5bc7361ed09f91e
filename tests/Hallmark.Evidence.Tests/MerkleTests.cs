using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Evidence.Tests;

/// <summary>The tree, the accumulator and both proofs against the oracle, for every size, index and pair up to 70.</summary>
public sealed class MerkleTests
{
    private const int Limit = 70;
    private static readonly byte[][] Entries = [.. Enumerable.Range(0, Limit).Select(i => Encoding.ASCII.GetBytes($"entry {i}"))];
    private static readonly Digest[] Leaves = [.. Entries.Select(entry => MerkleTree.LeafHash(entry))];
    private static readonly Digest[] Roots = [.. Enumerable.Range(0, Limit + 1).Select(n => MerkleTree.Root(Leaves.AsSpan(0, n)))];

    [Fact]
    public void Roots_of_the_tree_and_the_accumulator_are_those_of_the_specification()
    {
        var accumulator = new MerkleAccumulator();
        for (int n = 0; n <= Limit; n++)
        {
            var expected = Digest.FromBytes(Rfc9162Oracle.Mth(Entries[..n]));
            Assert.Equal(expected, MerkleTree.Root(Leaves.AsSpan(0, n)));
            Assert.Equal(expected, accumulator.Root());
            Assert.Equal((ulong)n, accumulator.Size.Value);
            if (n < Limit)
            {
                accumulator.Add(Leaves[n]);
            }
        }
    }

    [Fact]
    public void The_empty_root_is_the_digest_of_nothing()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", MerkleTree.EmptyRoot.ToString());
        Assert.Equal(MerkleTree.EmptyRoot, MerkleTree.Root([]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1022)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(70_000)]
    public void A_leaf_is_hashed_after_a_zero_byte_whatever_its_length(int length)
    {
        byte[] entry = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 % 251))];
        Assert.Equal(Digest.FromBytes(Rfc9162Oracle.Mth([entry])), MerkleTree.LeafHash(entry));
    }

    [Fact]
    public void A_clone_of_an_accumulator_grows_on_its_own()
    {
        var original = new MerkleAccumulator();
        foreach (Digest leaf in Leaves[..5])
        {
            original.Add(leaf);
        }
        MerkleAccumulator clone = original.Clone();
        clone.Add(Leaves[5]);
        Assert.Equal(Roots[5], original.Root());
        Assert.Equal(Roots[6], clone.Root());
        Assert.Equal((5ul, 6ul), (original.Size.Value, clone.Size.Value));
    }

    [Fact]
    public void Inclusion_paths_are_those_of_the_specification_and_lead_to_the_root()
    {
        for (int n = 1; n <= Limit; n++)
        {
            for (int i = 0; i < n; i++)
            {
                InclusionProof proof = Inclusion(i, n);
                Assert.Equal(Rfc9162Oracle.Path(i, Entries[..n]).Select(node => Digest.FromBytes(node)), proof.Path);
                Assert.Equal(ProofStatus.Good, proof.Check(Leaves[i], Roots[n]));
                Assert.Equal(ProofStatus.RootMismatch, proof.Check(Leaves[i], Roots[n - 1]));
                Assert.Equal(ProofStatus.RootMismatch, proof.Check(Leaves[(i + 1) % Limit], Roots[n]));
            }
        }
    }

    [Fact]
    public void Consistency_paths_are_those_of_the_specification_and_join_both_roots()
    {
        for (int n = 1; n <= Limit; n++)
        {
            for (int m = 1; m <= n; m++)
            {
                ConsistencyProof proof = Consistency(m, n);
                Assert.Equal(Rfc9162Oracle.Proof(m, Entries[..n]).Select(node => Digest.FromBytes(node)), proof.Path);
                Assert.Equal(ProofStatus.Good, proof.Check(Roots[m], Roots[n]));
                Assert.Equal(ProofStatus.RootMismatch, proof.Check(Roots[m - 1], Roots[n]));
                Assert.Equal(ProofStatus.RootMismatch, proof.Check(Roots[m], Roots[n - 1]));
            }
        }
    }

    [Fact]
    public void A_consistency_proof_does_not_pass_for_another_pair_of_sizes()
    {
        for (int n = 2; n <= 33; n++)
        {
            for (int m = 1; m < n; m++)
            {
                IReadOnlyList<Digest> path = Consistency(m, n).Path;
                for (int other = 1; other <= n; other++)
                {
                    if (other != m)
                    {
                        var moved = new ConsistencyProof(new TreeSize((ulong)other), new TreeSize((ulong)n), path);
                        Assert.NotEqual(ProofStatus.Good, moved.Check(Roots[other], Roots[n]));
                    }
                }
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_does_not_pass_at_another_index()
    {
        for (int n = 1; n <= Limit; n++)
        {
            for (int i = 0; i < n; i++)
            {
                InclusionProof proof = Inclusion(i, n);
                for (int other = 0; other <= n; other++)
                {
                    if (other != i)
                    {
                        Assert.NotEqual(ProofStatus.Good, (proof with { Index = new EntryIndex((ulong)other) }).Check(Leaves[i], Roots[n]));
                    }
                }
            }
        }
    }

    [Fact]
    public void Positions_are_proven_only_together_with_the_size()
    {
        // Why a receipt's signature names the size: the same path leads to the same root from leaf 6 of 7 and leaf 3 of 4.
        InclusionProof six = Inclusion(6, 7);
        InclusionProof three = six with { Size = new TreeSize(4), Index = new EntryIndex(3) };
        Assert.Equal(ProofStatus.Good, three.Check(Leaves[6], Roots[7]));
    }

    [Fact]
    public void Refuses_inclusion_proofs_with_a_changed_node_count_order_or_position()
    {
        var random = new Random(9162);
        for (int round = 0; round < 4_000; round++)
        {
            int n = random.Next(1, Limit + 1);
            int i = random.Next(n);
            InclusionProof proof = Inclusion(i, n);
            InclusionProof? mutant = MutatePath(random, proof.Path) is { } path ? proof with { Path = path } : null;
            mutant ??= proof with { Index = new EntryIndex((ulong)((i + 1) % n)) };
            if (mutant.Index == proof.Index && mutant.Path.SequenceEqual(proof.Path))
            {
                continue;
            }
            Assert.NotEqual(ProofStatus.Good, mutant.Check(Leaves[i], Roots[n]));
        }
    }

    [Fact]
    public void Refuses_consistency_proofs_with_a_changed_node_count_or_order()
    {
        var random = new Random(2141);
        for (int round = 0; round < 4_000; round++)
        {
            int n = random.Next(1, Limit + 1);
            int m = random.Next(1, n + 1);
            ConsistencyProof proof = Consistency(m, n);
            if (MutatePath(random, proof.Path) is { } path && !path.SequenceEqual(proof.Path))
            {
                Assert.NotEqual(ProofStatus.Good, (proof with { Path = path }).Check(Roots[m], Roots[n]));
            }
        }
    }

    [Fact]
    public void Refuses_a_proof_with_an_extra_node()
    {
        Digest extra = Digest.Of("extra"u8);
        InclusionProof inclusion = Inclusion(3, 5);
        Assert.Equal(ProofStatus.WrongLength, (inclusion with { Path = [.. inclusion.Path, extra] }).Check(Leaves[3], Roots[5]));
        ConsistencyProof consistency = Consistency(3, 5);
        Assert.Equal(ProofStatus.WrongLength, (consistency with { Path = [.. consistency.Path, extra] }).Check(Roots[3], Roots[5]));
        Assert.Equal(ProofStatus.WrongLength, new ConsistencyProof(new TreeSize(5), new TreeSize(5), [extra]).Check(Roots[5], Roots[5]));
    }

    [Fact]
    public void Refuses_a_proof_without_its_last_node()
    {
        InclusionProof inclusion = Inclusion(3, 5);
        Assert.Equal(ProofStatus.WrongLength, (inclusion with { Path = [.. inclusion.Path.SkipLast(1)] }).Check(Leaves[3], Roots[5]));
        ConsistencyProof consistency = Consistency(3, 5);
        Assert.Equal(ProofStatus.WrongLength, (consistency with { Path = [.. consistency.Path.SkipLast(1)] }).Check(Roots[3], Roots[5]));
        Assert.Equal(ProofStatus.WrongLength, new ConsistencyProof(new TreeSize(3), new TreeSize(5), []).Check(Roots[3], Roots[5]));
    }

    [Fact]
    public void Impossible_positions_are_refused_before_anything_is_hashed()
    {
        Assert.Equal(ProofStatus.BadPosition, new InclusionProof(new TreeSize(0), new EntryIndex(0), []).Check(Leaves[0], Roots[0]));
        Assert.Equal(ProofStatus.BadPosition, (Inclusion(4, 5) with { Index = new EntryIndex(5) }).Check(Leaves[4], Roots[5]));
        Assert.Equal(ProofStatus.BadPosition, new ConsistencyProof(new TreeSize(0), new TreeSize(5), []).Check(Roots[0], Roots[5]));
        Assert.Equal(ProofStatus.BadPosition, new ConsistencyProof(new TreeSize(0), new TreeSize(0), []).Check(Roots[0], Roots[0]));
        Assert.Equal(ProofStatus.BadPosition, new ConsistencyProof(new TreeSize(6), new TreeSize(5), []).Check(Roots[6], Roots[5]));
    }

    [Fact]
    public void The_largest_positions_are_checked_without_overflow()
    {
        Digest node = Digest.Of("node"u8);
        Digest[] path = [.. Enumerable.Repeat(node, 64)];
        var first = new InclusionProof(new TreeSize(ulong.MaxValue), new EntryIndex(0), path);
        Assert.Equal(ProofStatus.Good, first.TryRoot(node, out _));
        Assert.Equal(ProofStatus.WrongLength, (first with { Path = path[1..] }).TryRoot(node, out _));
        Assert.Equal(ProofStatus.BadPosition, (first with { Index = new EntryIndex(ulong.MaxValue) }).TryRoot(node, out _));
        var wide = new ConsistencyProof(new TreeSize(1ul << 63), new TreeSize(ulong.MaxValue), [node]);
        Assert.Equal(ProofStatus.RootMismatch, wide.Check(node, node));
        Assert.Equal(ProofStatus.Good, wide.Check(node, MerkleTree.NodeHash(node, node)));
    }

    [Fact]
    public void Asking_for_a_leaf_or_a_tree_that_is_not_there_is_misuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionPath(Leaves.AsSpan(0, 3), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionPath(Leaves.AsSpan(0, 3), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyPath(Leaves.AsSpan(0, 3), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyPath(Leaves.AsSpan(0, 3), 4));
    }

    [Fact]
    public void Any_entries_give_the_root_of_the_specification_and_provable_leaves() =>
        Prop.ForAll<byte[][]>(given =>
        {
            byte[][] entries = [.. given.Select(entry => entry ?? [])];
            Digest[] leaves = [.. entries.Select(entry => MerkleTree.LeafHash(entry))];
            Digest root = MerkleTree.Root(leaves);
            return root == Digest.FromBytes(Rfc9162Oracle.Mth(entries)) && Enumerable.Range(0, leaves.Length).All(i =>
                new InclusionProof(new TreeSize((ulong)leaves.Length), new EntryIndex((ulong)i), MerkleTree.InclusionPath(leaves, i))
                    .Check(leaves[i], root) == ProofStatus.Good);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void An_inclusion_proof_survives_its_wire_format()
    {
        for (int i = 0; i < 9; i++)
        {
            InclusionProof proof = Inclusion(i, 9);
            var back = InclusionProof.Read(proof.ToBytes());
            Assert.Equal((proof.Size, proof.Index), (back.Size, back.Index));
            Assert.Equal(proof.Path, back.Path);
        }
    }

    [Fact]
    public void An_empty_path_is_not_a_wire_format()
    {
        var e = Assert.Throws<MalformedException>(() => InclusionProof.Read(Inclusion(0, 1).ToBytes()));
        Assert.Equal("inclusion proof", e.Field);
        Assert.Contains("0 nodes", e.Reason, StringComparison.Ordinal);
    }

    private static InclusionProof Inclusion(int index, int size) =>
        new(new TreeSize((ulong)size), new EntryIndex((ulong)index), MerkleTree.InclusionPath(Leaves.AsSpan(0, size), index));

    private static ConsistencyProof Consistency(int older, int newer) =>
        new(new TreeSize((ulong)older), new TreeSize((ulong)newer), MerkleTree.ConsistencyPath(Leaves.AsSpan(0, newer), older));

    /// <summary>One bit flipped, or a node dropped, added or swapped; null where the path is too short for what was drawn.</summary>
    private static Digest[]? MutatePath(Random random, IReadOnlyList<Digest> path)
    {
        List<Digest> nodes = [.. path];
        int kind = random.Next(4);
        if (kind == 0)
        {
            nodes.Insert(random.Next(nodes.Count + 1), Digest.Of([(byte)random.Next(256)]));
            return [.. nodes];
        }
        if (nodes.Count == 0 || (kind == 3 && nodes.Count < 2))
        {
            return null;
        }
        int at = random.Next(nodes.Count);
        switch (kind)
        {
            case 1:
                byte[] bytes = nodes[at].ToArray();
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                nodes[at] = Digest.FromBytes(bytes);
                break;
            case 2:
                nodes.RemoveAt(at);
                break;
            default:
                int other = (at + 1) % nodes.Count;
                (nodes[at], nodes[other]) = (nodes[other], nodes[at]);
                break;
        }
        return [.. nodes];
    }
}
