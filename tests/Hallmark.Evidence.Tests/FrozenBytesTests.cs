using System.Security.Cryptography;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Evidence.Tests;

/// <summary>Every format against the bytes of <see cref="Frozen"/>, in both directions.</summary>
public sealed class FrozenBytesTests
{
    [Fact]
    public void A_statement_has_the_frozen_header_signed_bytes_and_id()
    {
        CoseSign1 message = Samples.StatementMessage();
        var statement = Statement.Read(message.ToBytes());
        Assert.Equal(Frozen.Protected, message.Protected.ToArray());
        Assert.Equal(Frozen.SigStructure, CoseSign1.SigStructure(message.Protected.Span, [], message.Payload!.Value.Span));
        Assert.Equal("55cc4b4c8652e15904861af9dd2be53ca254ea35a4037f505060210a53dc06ae", statement.Id.ToString());
    }

    [Fact]
    public void The_frozen_statement_reads_verifies_and_is_written_back()
    {
        var statement = Statement.Read(Frozen.Statement);
        Assert.True(statement.Verify(Samples.AuthorityKey));
        Assert.Equal(Frozen.Statement, statement.Bytes.ToArray());
        Assert.Equal("55cc4b4c8652e15904861af9dd2be53ca254ea35a4037f505060210a53dc06ae", statement.Id.ToString());
        Assert.Equal("2f44c32b747d368ca09f77c284babc3b5c90ad1dfe629c7e019ecb17a54ad0b6", statement.LeafHash.ToString());
        Assert.Equal(
            ("batch.register", "st-mary", "mnist/1", Samples.Time),
            (statement.Kind, statement.Issuer, statement.Subject, statement.IssuedAt));
        Assert.Equal(Samples.Ledger, statement.Ledger);
        Assert.Equal(Samples.Authority.PublicKey.Thumbprint, statement.KeyId);
        Assert.Equal(Samples.Payload, statement.Payload.ToArray());
    }

    [Fact]
    public void A_genesis_has_the_frozen_bytes_and_names_the_ledger()
    {
        Assert.Equal(Frozen.Genesis, Samples.Genesis.ToBytes());
        Assert.Equal("55f8a137eed1854e4ab141f97799067dbc466777803b0014b50a2d2f29bb7d53", Samples.Genesis.LedgerId.ToString());
        var back = Genesis.Read(Frozen.Genesis);
        Assert.Equal(Frozen.Genesis, back.ToBytes());
        Assert.Equal(Samples.Authority.PublicKey, back.Authority);
        Assert.Equal(("sample", "solo", "alice", 1, Samples.Time), (back.Name, back.Engine, back.Admin, back.Quorum, back.Created));
        Assert.Equal(Samples.Sixteen, back.Nonce);
    }

    [Fact]
    public void A_header_has_the_frozen_bytes_and_hash()
    {
        Assert.Equal(Frozen.Header, Samples.Header.ToBytes());
        Assert.Equal("2e6656476b14d885f15a65d19eabe39778455b2d9178c7466c4b006cf86ab6be", Samples.Header.Hash.ToString());
        Assert.Equal(Samples.Header, BlockHeader.Read(Frozen.Header));
        Assert.Equal(new TreeSize(307), Samples.Header.Size);
    }

    [Fact]
    public void A_seal_has_the_frozen_protected_headers()
    {
        (_, _, BlockHeader header, SoloSeal seal) = Samples.Sealed(5);
        Assert.Equal(Frozen.SealedHeader, header.ToBytes());
        Assert.Equal(Frozen.SealHeaderProtected, seal.Header.Protected.ToArray());
        Assert.Equal(Frozen.SealTreeProtected, seal.Tree.Protected.ToArray());
    }

    [Fact]
    public void The_frozen_seal_reads_verifies_and_is_written_back()
    {
        var seal = SoloSeal.Read(Frozen.Seal);
        var header = BlockHeader.Read(Frozen.SealedHeader);
        Assert.True(seal.Verify(Samples.AuthorityKey, header, Frozen.SealedHeader));
        Assert.Equal(Frozen.Seal, seal.ToBytes());
    }

    [Fact]
    public void The_frozen_receipt_is_assembled_from_the_frozen_seal_and_proves_its_entry()
    {
        var proof = InclusionProof.Read(Frozen.Proof);
        Assert.Equal(Frozen.Proof, proof.ToBytes());
        Assert.Equal(Frozen.Receipt, Receipt.Assemble(SoloSeal.Read(Frozen.Seal).Tree, proof));
        var receipt = Receipt.Read(Frozen.Receipt);
        Assert.Equal((new TreeSize(5), new EntryIndex(3)), (receipt.Size, receipt.Proof.Index));
        Assert.Equal(Samples.Ledger, receipt.Ledger);
        Assert.Equal(ReceiptStatus.Registered, receipt.Check("entry 3"u8, Samples.AuthorityKey));
        Assert.Equal(ReceiptStatus.NotSigned, receipt.Check("entry 2"u8, Samples.AuthorityKey));
    }

    [Fact]
    public void A_head_has_the_frozen_text()
    {
        const string text = """
            hallmark-head v1
            ledger 55f8a137eed1854e4ab141f97799067dbc466777803b0014b50a2d2f29bb7d53
            height 3
            header 2e6656476b14d885f15a65d19eabe39778455b2d9178c7466c4b006cf86ab6be
            size 307
            root dc9c5edb8b2d479e697b4b0b8ab874f32b325138598ce9e7b759eb8292110622

            """;
        Assert.Equal(text.ReplaceLineEndings("\n"), Head.Of(Samples.Header).ToText());
        Assert.Equal(Head.Of(Samples.Header), Head.Read(System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
    }

    [Fact]
    public void A_key_has_the_frozen_bytes_and_thumbprint()
    {
        Assert.Equal(Frozen.Key, Samples.Authority.PublicKey.Encoded);
        Assert.Equal("7c32aec9e294b2dfefa8074a06b003acdfad611abd25e05121247603decd3494", Samples.Authority.PublicKey.Thumbprint.ToString());
        Assert.Equal(Samples.Authority.PublicKey, CoseKey.Read(Frozen.Key));
    }

    [Fact]
    public void A_thumbprint_is_the_one_published_in_RFC_9679()
    {
        var key = CoseKey.From(
            CoseKey.P256,
            Convert.FromHexString("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"),
            Convert.FromHexString("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"));
        Assert.Equal("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec", key.Thumbprint.ToString());
    }

    [Fact]
    public void A_map_of_every_kind_of_value_has_the_frozen_bytes()
    {
        byte[] bytes = new CborMapWriter()
            .Text("text", "Häuser")
            .Integer("negative", -25)
            .Integer("large", ulong.MaxValue)
            .Boolean("yes", true)
            .Bytes("b", [1, 2, 3])
            .Digest("digest", Digest.Of([]))
            .Map("map", new CborMapWriter().Integer("bb", 24).Integer("a", 23))
            .Texts("texts", ["", "x"])
            .Integers("integers", [0, 256, 65536, long.MinValue])
            .Digests("digests", [])
            .Maps("maps", [new CborMapWriter(), new CborMapWriter().Boolean("no", false)])
            .Text("absent", null)
            .ToBytes();
        Assert.Equal(Frozen.Map, bytes);

        CborMap map = CborMap.Read(Frozen.Map, "map");
        Assert.Equal("Häuser", map.Text("text"));
        Assert.Equal(-25, map.Integer("negative", -100));
        Assert.Equal(ulong.MaxValue, map.Unsigned("large"));
        Assert.True(map.Boolean("yes"));
        Assert.Equal([1, 2, 3], map.Bytes("b"));
        Assert.Equal(Digest.Of([]), map.Digest("digest"));
        CborMap inner = map.Map("map");
        Assert.Equal((23, 24), (inner.Integer("a"), inner.Integer("bb")));
        inner.End();
        Assert.Equal(["", "x"], map.Texts("texts", 2));
        Assert.Equal([0, 256, 65536, long.MinValue], map.Integers("integers", 4));
        Assert.Empty(map.Digests("digests", 0));
        IReadOnlyList<CborMap> maps = map.Maps("maps", 2);
        maps[0].End();
        Assert.False(maps[1].Boolean("no"));
        Assert.Null(map.OptionalText("absent"));
        map.End();
    }

    [Fact]
    public void Frozen_ids_are_plain_digests_of_the_frozen_bytes()
    {
        // Not through Digest: what anyone with sha256sum would find.
        Assert.Equal("55cc4b4c8652e15904861af9dd2be53ca254ea35a4037f505060210a53dc06ae",
            Convert.ToHexStringLower(SHA256.HashData(Frozen.SigStructure)));
        Assert.Equal(
            "55f8a137eed1854e4ab141f97799067dbc466777803b0014b50a2d2f29bb7d53", Convert.ToHexStringLower(SHA256.HashData(Frozen.Genesis)));
        Assert.Equal(
            "2e6656476b14d885f15a65d19eabe39778455b2d9178c7466c4b006cf86ab6be", Convert.ToHexStringLower(SHA256.HashData(Frozen.Header)));
        Assert.Equal("2f44c32b747d368ca09f77c284babc3b5c90ad1dfe629c7e019ecb17a54ad0b6",
            Convert.ToHexStringLower(SHA256.HashData([0, .. Frozen.Statement])));
        Assert.Equal(
            "7c32aec9e294b2dfefa8074a06b003acdfad611abd25e05121247603decd3494", Convert.ToHexStringLower(SHA256.HashData(Frozen.Key)));
    }
}
