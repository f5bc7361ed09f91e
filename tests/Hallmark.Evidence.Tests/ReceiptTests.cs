using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Tests;

/// <summary>Seals, and the receipts put together from them without a key.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public void Every_entry_of_every_tree_from_2_to_40_gets_a_receipt_from_the_seal_alone()
    {
        for (int count = 2; count <= 40; count++)
        {
            (byte[][] entries, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(count);
            var stored = SoloSeal.Read(seal.ToBytes());
            for (int i = 0; i < count; i++)
            {
                var receipt = Receipt.Read(Receipt.Assemble(stored.Tree, Samples.Proof(leaves, i)));
                Assert.Equal(ReceiptStatus.Registered, receipt.Check(entries[i], Samples.AuthorityKey));
                Assert.Equal((ulong)i, receipt.Proof.Index.Value);
                Assert.Equal((ulong)count, receipt.Size.Value);
                Assert.NotEqual(ReceiptStatus.Registered, receipt.Check(entries[(i + 1) % count], Samples.AuthorityKey));
            }
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(7, 6)]
    [InlineData(7, 0)]
    [InlineData(13, 12)]
    public void No_single_bit_of_a_receipt_can_change(int count, int index)
    {
        (byte[][] entries, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(count);
        byte[] bytes = Receipt.Assemble(seal.Tree, Samples.Proof(leaves, index));
        Assert.Equal(ReceiptStatus.Registered, Receipt.Read(bytes).Check(entries[index], Samples.AuthorityKey));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = Flip(bytes, bit);
            Assert.True(TryCheck(changed, entries[index]) != ReceiptStatus.Registered, $"bit {bit % 8} of byte {bit / 8}");
        }
    }

    [Fact]
    public void No_single_bit_of_an_entry_can_change()
    {
        var receipt = Receipt.Read(Frozen.Receipt);
        byte[] entry = "entry 3"u8.ToArray();
        for (int bit = 0; bit < entry.Length * 8; bit++)
        {
            Assert.Equal(ReceiptStatus.NotSigned, receipt.Check(Flip(entry, bit), Samples.AuthorityKey));
        }
    }

    [Fact]
    public void No_single_bit_of_a_proof_can_change()
    {
        var seal = SoloSeal.Read(Frozen.Seal);
        for (int bit = 0; bit < Frozen.Proof.Length * 8; bit++)
        {
            try
            {
                var receipt = Receipt.Read(Receipt.Assemble(seal.Tree, InclusionProof.Read(Flip(Frozen.Proof, bit))));
                Assert.True(
                    receipt.Check("entry 3"u8, Samples.AuthorityKey) is ReceiptStatus.BadProof or ReceiptStatus.NotSigned, $"bit {bit}");
            }
            catch (MalformedException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void A_receipt_cannot_be_moved_to_another_position_under_the_same_root()
    {
        (byte[][] entries, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(7);
        InclusionProof true6 = Samples.Proof(leaves, 6);
        InclusionProof false3 = true6 with { Size = new TreeSize(4), Index = new EntryIndex(3) };
        Assert.Equal(ProofStatus.Good, false3.Check(leaves[6], MerkleTree.Root(leaves))); // the tree alone would let it pass
        Assert.Equal(ReceiptStatus.BadProof, Receipt.Read(Receipt.Assemble(seal.Tree, false3)).Check(entries[6], Samples.AuthorityKey));
        Assert.Equal(ReceiptStatus.Registered, Receipt.Read(Receipt.Assemble(seal.Tree, true6)).Check(entries[6], Samples.AuthorityKey));
    }

    [Fact]
    public void Another_key_is_told_from_a_bad_signature()
    {
        var receipt = Receipt.Read(Frozen.Receipt);
        Assert.Equal(ReceiptStatus.OtherKey, receipt.Check("entry 3"u8, Samples.OtherKey));
        byte[] claimed = Receipt.Assemble(
            CoseSign1.Sign(Samples.Other, TreeHeaders(), new byte[32], detached: true), receipt.Proof);
        Assert.Equal(ReceiptStatus.NotSigned, Receipt.Read(claimed).Check("entry 3"u8, Samples.AuthorityKey));
    }

    [Fact]
    public void A_receipt_of_a_tree_with_one_entry_has_no_wire_format()
    {
        (_, Digest[] leaves, _, SoloSeal seal) = Samples.Sealed(1);
        byte[] bytes = Receipt.Assemble(seal.Tree, Samples.Proof(leaves, 0));
        Assert.Equal("inclusion proof", Assert.Throws<MalformedException>(() => Receipt.Read(bytes)).Field);
    }

    [Theory]
    [InlineData("payload", "receipt payload")]
    [InlineData("vds missing", "receipt vds (395)")]
    [InlineData("vds other", "receipt vds (395)")]
    [InlineData("kid", "receipt kid")]
    [InlineData("sub", "receipt sub")]
    [InlineData("tree size", "receipt tree size (claim -65537)")]
    [InlineData("claims", "receipt sub")]
    [InlineData("no proof", "receipt proofs (396)")]
    [InlineData("consistency proof", "receipt proofs (396)")]
    [InlineData("two proofs", "receipt proofs (396)")]
    public void A_fault_in_a_receipt_is_called_by_its_field(string fault, string field)
    {
        CoseHeaders good = TreeHeaders();
        CoseHeaders headers = fault switch
        {
            "vds missing" => good with { Tree = null },
            "vds other" => good with { Tree = 2 },
            "kid" => good with { KeyId = [1, 2] },
            "sub" => good with { Claims = good.Claims! with { Subject = "elsewhere" } },
            "tree size" => good with { Claims = good.Claims! with { TreeSize = null } },
            "claims" => good with { Claims = null },
            _ => good,
        };
        string proof = "58" + Frozen.Proof.Length.ToString("x2") + Convert.ToHexStringLower(Frozen.Proof);
        CoseSign1 message = CoseSign1.Sign(Samples.Authority, headers, new byte[32], detached: fault != "payload") with
        {
            Unprotected = Convert.FromHexString(fault switch
            {
                "no proof" => "a0",
                "consistency proof" => "a119018ca12181" + proof,
                "two proofs" => "a119018ca12082" + proof + proof,
                _ => "a119018ca12081" + proof,
            }),
        };
        Assert.Equal(field, Assert.Throws<MalformedException>(() => Receipt.Read(message.ToBytes())).Field);
    }

    private static CoseHeaders TreeHeaders() => CoseHeaders.Read(SoloSeal.Read(Frozen.Seal).Tree.Protected);

    private static ReceiptStatus? TryCheck(byte[] bytes, byte[] entry)
    {
        try
        {
            return Receipt.Read(bytes).Check(entry, Samples.AuthorityKey);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }
}
