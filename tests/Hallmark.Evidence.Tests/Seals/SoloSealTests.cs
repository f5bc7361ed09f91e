using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Tests.Seals;

/// <summary>The seal of one authority: its two signatures, and what its verifier says to everything else.</summary>
public sealed class SoloSealTests
{
    private readonly BlockHeader _header;
    private readonly byte[] _bytes;
    private readonly SoloSeal _seal;

    public SoloSealTests()
    {
        (_, _, _header, _seal) = Samples.Sealed(5);
        _bytes = _header.ToBytes();
    }

    [Fact]
    public void A_seal_verifies_only_for_its_header_root_ledger_and_authority()
    {
        Assert.True(_seal.Verify(Samples.AuthorityKey, _header, _bytes));
        Assert.False(_seal.Verify(Samples.OtherKey, _header, _bytes));
        Assert.False(_seal.Verify(Samples.AuthorityKey, _header with { TreeRoot = Digest.Of([]) }, _bytes));
        Assert.False(_seal.Verify(Samples.AuthorityKey, _header with { Ledger = Digest.Of([]) }, _bytes));
        for (int bit = 0; bit < _bytes.Length * 8; bit++)
        {
            byte[] changed = [.. _bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_seal.Verify(Samples.AuthorityKey, _header, changed));
        }
    }

    [Fact]
    public void The_two_signatures_of_a_seal_cannot_stand_for_each_other()
    {
        Assert.False(new SoloSeal(_seal.Tree, _seal.Header).Verify(Samples.AuthorityKey, _header, _bytes));
        Assert.False((_seal with { Header = _seal.Tree }).Verify(Samples.AuthorityKey, _header, _bytes));
        Assert.False((_seal with { Tree = _seal.Header }).Verify(Samples.AuthorityKey, _header, _bytes));
    }

    [Fact]
    public void A_seal_with_a_wrong_tree_size_kid_or_issuer_does_not_verify()
    {
        CoseHeaders good = CoseHeaders.Read(_seal.Tree.Protected);
        bool Verifies(CoseHeaders headers) =>
            (_seal with { Tree = CoseSign1.Sign(Samples.Authority, headers, _header.TreeRoot.ToArray(), detached: true) })
                .Verify(Samples.AuthorityKey, _header, _bytes);
        Assert.True(Verifies(good));
        Assert.False(Verifies(good with { Claims = good.Claims! with { TreeSize = 6 } }));
        Assert.False(Verifies(good with { Claims = good.Claims! with { TreeSize = null } }));
        Assert.False(Verifies(good with { Claims = good.Claims! with { Issuer = "urn:hallmark:ledger:other" } }));
        Assert.False(Verifies(good with { KeyId = Samples.Other.PublicKey.Thumbprint.ToArray() }));
    }

    [Fact]
    public void A_seal_carries_nothing_that_no_signature_covers()
    {
        SoloSeal padded = _seal with { Tree = _seal.Tree with { Unprotected = Convert.FromHexString("a1044101") } };
        Assert.Equal("seal.tree", Assert.Throws<MalformedException>(() => SoloSeal.Read(padded.ToBytes())).Field);
    }

    [Fact]
    public void The_verifier_of_a_ledger_answers_with_the_signature_that_receipts_are_made_of()
    {
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(Samples.Genesis);
        BlockHeader header = _header with { Ledger = Samples.Genesis.LedgerId };
        var seal = SoloSeal.Sign(Samples.Authority, header);
        SealVerdict.Good good = Assert.IsType<SealVerdict.Good>(seals.Verify(header, header.ToBytes(), seal.ToBytes()));
        Assert.Equal(seal.Tree.ToBytes(), good.Tree.ToBytes());
        Assert.Equal(Samples.Authority.PublicKey, Assert.Single(seals.MakerKeys).Key);
        Assert.NotNull(seals.FindKey(Samples.Authority.PublicKey.Thumbprint));
        Assert.Null(seals.FindKey(Samples.Other.PublicKey.Thumbprint));
    }

    [Fact]
    public void The_verifier_of_a_ledger_names_what_is_wrong_and_never_throws()
    {
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(Samples.Genesis);
        BlockHeader header = _header with { Ledger = Samples.Genesis.LedgerId };
        BlockHeader elsewhere = _header with { Ledger = Digest.Of("another ledger of the same authority"u8) };
        byte[] bytes = header.ToBytes();
        Assert.Contains("not the authority's", Bad(SoloSeal.Sign(Samples.Other, header).ToBytes()), StringComparison.Ordinal);
        Assert.Contains("not the authority's", Bad(SoloSeal.Sign(Samples.Authority, elsewhere).ToBytes()), StringComparison.Ordinal);
        Assert.StartsWith("seal", Bad([]), StringComparison.Ordinal);
        Assert.StartsWith("seal", Bad([0xa0]), StringComparison.Ordinal);
        byte[] whole = SoloSeal.Sign(Samples.Authority, elsewhere).ToBytes();
        Assert.IsType<SealVerdict.Bad>(seals.Verify(elsewhere, elsewhere.ToBytes(), whole));

        string Bad(byte[] seal) => Assert.IsType<SealVerdict.Bad>(seals.Verify(header, bytes, seal)).Reason;
    }

    [Fact]
    public void Only_the_authority_writes_what_the_ledger_itself_writes()
    {
        using ISealVerifier seals = SealKinds.BuiltIn.CreateVerifier(Samples.Genesis);
        Assert.True(seals.VerifyOwnEntry(_header, Entry(Samples.Authority)));
        Assert.False(seals.VerifyOwnEntry(_header, Entry(Samples.Other)));

        static Statement Entry(KeySigner signer) =>
            Statement.Sign(signer, "ledger.denial", "ledger", "", Samples.Ledger, Samples.Time, Samples.Payload);
    }

    [Fact]
    public void A_kind_of_seal_that_is_not_known_is_said_to_be_unknown()
    {
        Genesis later = Samples.Genesis with { Engine = "oath", SealTerms = [1, 2, 3] };
        var unknown = Assert.Throws<UnknownSealKindException>(() => SealKinds.BuiltIn.CreateVerifier(Genesis.Read(later.ToBytes())));
        Assert.Equal("oath", unknown.Kind);
        Assert.StartsWith("this program does not know seals of kind 'oath'", unknown.Message, StringComparison.Ordinal);
    }
}
