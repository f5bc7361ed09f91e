using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Tests;

/// <summary>Receipts of consistency, put together from the newer seal without a key.</summary>
public sealed class ConsistencyReceiptTests
{
    [Fact]
    public void Every_pair_of_sizes_up_to_40_gets_a_receipt_from_the_newer_seal_alone()
    {
        for (int newer = 2; newer <= 40; newer++)
        {
            (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(newer);
            var stored = SoloSeal.Read(seal.ToBytes());
            for (int older = 1; older < newer; older++)
            {
                Digest root = MerkleTree.Root(leaves.AsSpan(0, older));
                var receipt = ConsistencyReceipt.Read(ConsistencyReceipt.Assemble(stored.Tree, Proof(leaves, older)));
                Assert.Equal(ConsistencyStatus.Consistent, receipt.Check(Size(older), root, Samples.AuthorityKey));
                Assert.Equal((Size(newer), Samples.Ledger), (receipt.Size, receipt.Ledger));
                Assert.Equal(ConsistencyStatus.NotSigned, receipt.Check(Size(older), Digest.Of("forked"u8), Samples.AuthorityKey));
                Assert.Equal(ConsistencyStatus.BadProof, receipt.Check(Size(older + 1), root, Samples.AuthorityKey));
                Assert.Equal(ConsistencyStatus.OtherKey, receipt.Check(Size(older), root, Samples.OtherKey));
            }
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(7, 4)]
    [InlineData(13, 12)]
    public void No_single_bit_of_a_receipt_can_change(int newer, int older)
    {
        (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(newer);
        byte[] bytes = ConsistencyReceipt.Assemble(seal.Tree, Proof(leaves, older));
        Digest root = MerkleTree.Root(leaves.AsSpan(0, older));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(TryCheck(changed, Size(older), root) != ConsistencyStatus.Consistent, $"bit {bit % 8} of byte {bit / 8}");
        }
    }

    [Fact]
    public void The_newer_size_is_signed_too()
    {
        (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(7);
        ConsistencyProof proof = Proof(leaves, 4);
        var moved = new ConsistencyProof(Size(4), Size(6), proof.Path);
        Assert.Equal(ProofStatus.Good,
            moved.Check(MerkleTree.Root(leaves.AsSpan(0, 4)), MerkleTree.Root(leaves))); // the tree alone would let it pass
        var receipt = ConsistencyReceipt.Read(ConsistencyReceipt.Assemble(seal.Tree, moved));
        Assert.Equal(ConsistencyStatus.BadProof, receipt.Check(Size(4), MerkleTree.Root(leaves.AsSpan(0, 4)), Samples.AuthorityKey));
    }

    [Fact]
    public void A_tree_has_no_receipt_of_consistency_with_itself()
    {
        (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(5);
        Assert.Throws<ArgumentException>(() => ConsistencyReceipt.Assemble(seal.Tree, Proof(leaves, 5)));
        CoseSign1 empty = seal.Tree with { Unprotected = Convert.FromHexString("a119018ca1218144" + "83050580") };
        Assert.Equal("consistency proof", Assert.Throws<MalformedException>(() => ConsistencyReceipt.Read(empty.ToBytes())).Field);
    }

    [Fact]
    public void The_two_kinds_of_receipts_cannot_stand_for_each_other()
    {
        (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(5);
        byte[] consistency = ConsistencyReceipt.Assemble(seal.Tree, Proof(leaves, 3));
        Assert.Equal("receipt proofs (396)", Assert.Throws<MalformedException>(() => Receipt.Read(consistency)).Field);
        byte[] inclusion = Receipt.Assemble(seal.Tree, Samples.Proof(leaves, 3));
        Assert.Equal("receipt proofs (396)", Assert.Throws<MalformedException>(() => ConsistencyReceipt.Read(inclusion)).Field);
    }

    [Fact]
    public void A_consistency_proof_has_the_bytes_of_the_specification()
    {
        var node = Digest.Of("node"u8);
        var proof = new ConsistencyProof(Size(3), Size(500), [node]);
        Assert.Equal("83031901f4815820" + node, Convert.ToHexStringLower(proof.ToBytes()));
        Assert.Equal(proof.Path, ConsistencyProof.Read(proof.ToBytes()).Path);
    }

    private static ConsistencyProof Proof(Digest[] leaves, int older) =>
        new(Size(older), Size(leaves.Length), MerkleTree.ConsistencyPath(leaves, older));

    private static TreeSize Size(int size) => new((ulong)size);

    private static ConsistencyStatus? TryCheck(byte[] bytes, TreeSize older, Digest root)
    {
        try
        {
            return ConsistencyReceipt.Read(bytes).Check(older, root, Samples.AuthorityKey);
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
