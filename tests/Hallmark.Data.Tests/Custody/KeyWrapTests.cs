using System.Security.Cryptography;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Data.Tests.Custody;

public sealed class KeyWrapTests : IDisposable
{

    private readonly AgreementKey _reader = AgreementKey.FromScalar(Scalar(5));
    private readonly BatchSecret _secret = BatchSecret.FromBytes(SealedWorld.FixedSecret);

    private UseContext Context => new()
    {
        Ledger = Digest.Of([1]),
        Batch = "plants/7",
        Root = Digest.Of([2]),
        UseEntry = 41,
        UseStatement = Digest.Of([3]),
        Custodian = "clinic",
        CustodianKey = Digest.Of([4]),
        Reader = "lab",
        ReaderKey = _reader.PublicKey.Thumbprint,
    };

    public void Dispose()
    {
        _reader.Dispose();
        _secret.Dispose();
    }

    /// <summary>RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, message 0.</summary>
    [Fact]
    public void Key_schedule_is_that_of_the_published_vector()
    {
        using AgreementKey ephemeral = AgreementKey.FromScalar(Hex("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb"));
        using AgreementKey receiver = AgreementKey.FromScalar(Hex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2"));
        Encapsulation sent = Encapsulation.To(receiver.PublicKey, ephemeral);
        Assert.Equal(
            "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
            + "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
            Convert.ToHexStringLower(sent.Bytes));
        Assert.Equal("c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8", Convert.ToHexStringLower(sent.SharedSecret));
        (byte[] key, byte[] nonce) = Hpke.Schedule(
            sent.Kem, Hpke.Aes128Gcm, sent.SharedSecret, Hex("4f6465206f6e2061204772656369616e2055726e"));
        Assert.Equal("868c066ef58aae6dc589b6cfdd18f97e", Convert.ToHexStringLower(key));
        Assert.Equal("4e0bc5018beba4bf004cca59", Convert.ToHexStringLower(nonce));
        Assert.Equal(sent.SharedSecret, Encapsulation.From(KeyWrap.Curve, sent.Bytes, receiver).SharedSecret);
    }

    [Fact]
    public void The_reader_opens_what_was_wrapped_for_the_use()
    {
        KeyWrap wrap = KeyWrap.Read(KeyWrap.Wrap(_secret, _reader.PublicKey, Context).ToBytes());
        using BatchSecret opened = wrap.Open(_reader, Context);
        Assert.Equal(_secret.RecordSalt(0), opened.RecordSalt(0));
        Assert.Equal(KeyWrap.Curve, wrap.Algorithm);
        Assert.NotEqual(KeyWrap.Wrap(_secret, _reader.PublicKey, Context).ToBytes(), wrap.ToBytes());
    }

    [Fact]
    public void Any_other_context_is_refused_by_its_field()
    {
        KeyWrap wrap = KeyWrap.Wrap(_secret, _reader.PublicKey, Context);
        (string Field, UseContext Other)[] others =
        [
            ("ledger", Context with { Ledger = Digest.Of([9]) }),
            ("batch", Context with { Batch = "plants/8" }),
            ("root", Context with { Root = Digest.Of([9]) }),
            ("use-entry", Context with { UseEntry = 42 }),
            ("use-statement", Context with { UseStatement = Digest.Of([9]) }),
            ("custodian", Context with { Custodian = "bank" }),
            ("custodian-key", Context with { CustodianKey = Digest.Of([9]) }),
            ("reader", Context with { Reader = "mallory" }),
            ("reader-key", Context with { ReaderKey = Digest.Of([9]) }),
        ];
        foreach ((string field, UseContext other) in others)
        {
            Assert.Equal($"key wrap.context.{field}", Assert.Throws<MalformedException>(() => wrap.Open(_reader, other)).Field);
            // A wrap that only claims the other context is refused, too: the context is part of its key.
            byte[] relabelled = Relabelled(wrap, other);
            string expected = field == "reader-key" ? "key wrap.context.reader-key" : "key wrap.sealed";
            Assert.Equal(expected, Assert.Throws<MalformedException>(() => KeyWrap.Read(relabelled).Open(_reader, other)).Field);
        }
        var dataset = new DatasetKeyContext
        {
            Ledger = Context.Ledger,
            Dataset = "plants",
            Custodian = "clinic",
            CustodianKey = Context.CustodianKey,
            Reader = "lab",
            ReaderKey = Context.ReaderKey,
        };
        Assert.StartsWith("key wrap.context", Assert.Throws<MalformedException>(() => wrap.Open(_reader, dataset)).Field);
        using DatasetKey key = DatasetKey.Create();
        using DatasetKey opened = KeyWrap.Wrap(key, _reader.PublicKey, dataset).Open(_reader, dataset);
        Assert.Equal(key.Identity("d", Digest.Of([1])), opened.Identity("d", Digest.Of([1])));
        Assert.Throws<ArgumentException>(() => KeyWrap.Wrap(_secret, _reader.PublicKey, Context with { ReaderKey = Digest.Of([9]) }));
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        KeyWrap wrap = KeyWrap.Wrap(_secret, _reader.PublicKey, Context);
        using AgreementKey other = AgreementKey.Create(hybrid: false);
        Assert.Equal("key wrap.context.reader-key", Assert.Throws<MalformedException>(() => wrap.Open(other, Context)).Field);
        UseContext theirs = Context with { ReaderKey = other.PublicKey.Thumbprint };
        Assert.Equal(
            "key wrap.sealed", Assert.Throws<MalformedException>(() => KeyWrap.Read(Relabelled(wrap, theirs)).Open(other, theirs)).Field);
    }

    [Fact]
    public void Every_flipped_byte_is_refused_with_a_named_field()
    {
        byte[] bytes = KeyWrap.Wrap(_secret, _reader.PublicKey, Context).ToBytes();
        var fields = new HashSet<string>();
        for (int position = 0; position < bytes.Length; position++)
        {
            foreach (byte mask in new byte[] { 1, 0x20, 0x80 })
            {
                byte[] altered = [.. bytes];
                altered[position] ^= mask;
                fields.Add(Assert.Throws<MalformedException>(() => KeyWrap.Read(altered).Open(_reader, Context)).Field);
            }
        }
        Assert.All(fields, field => Assert.StartsWith("key wrap", field));
        string[] expected =
            ["key wrap.encapsulated", "key wrap.sealed", "key wrap.version", "key wrap.algorithm", "key wrap.context.batch"];
        Assert.Superset(expected.ToHashSet(), fields);
    }

    [Fact]
    public void Every_shorter_or_longer_wrap_is_refused()
    {
        byte[] bytes = KeyWrap.Wrap(_secret, _reader.PublicKey, Context).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<MalformedException>(() => KeyWrap.Read(bytes.AsMemory(0, length)));
        }
        Assert.Throws<MalformedException>(() => KeyWrap.Read((byte[])[.. bytes, 0]));
        Assert.Throws<MalformedException>(() => KeyWrap.Read(new byte[KeyWrap.SizeLimit + 1]));
    }

    [Fact]
    public void Points_that_are_not_on_the_curve_are_refused()
    {
        byte[] point = [4, .. _reader.PublicKey.Curve.X, .. _reader.PublicKey.Curve.Y];
        Assert.Equal(_reader.PublicKey.Curve, AgreementPublicKey.ReadPoint(point));
        byte[] off = [.. point];
        off[64] ^= 1;
        byte[] compressed = [.. point];
        compressed[0] = 2;
        byte[] zero = new byte[65];
        zero[0] = 4;
        byte[] beyond = [.. Enumerable.Repeat((byte)0xff, 65)];
        beyond[0] = 4;
        foreach (byte[] bad in new byte[][] { off, compressed, zero, beyond, new byte[65], point[..64], [] })
        {
            Assert.Throws<MalformedException>(() => AgreementPublicKey.ReadPoint(bad));
        }
        byte[] encoded = [.. _reader.PublicKey.Encoded];
        encoded[^1] ^= 1;
        Assert.Throws<MalformedException>(() => AgreementPublicKey.Read(encoded));
        Assert.Throws<MalformedException>(() => AgreementPublicKey.Read(new byte[AgreementPublicKey.EncodedLimit + 1]));
        Assert.Throws<MalformedException>(() => AgreementPublicKey.Read(Array.Empty<byte>()));
        using ECDsa larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<MalformedException>(() => new AgreementPublicKey(CoseKey.From(larger)));
        Assert.Throws<MalformedException>(() => new AgreementPublicKey(_reader.PublicKey.Curve, new byte[5]));
    }

    [Fact]
    public void Keys_for_agreement_and_for_signing_cannot_be_mistaken()
    {
        using AgreementKey read = AgreementKey.FromPem(_reader.ToPem());
        Assert.Equal(_reader.PublicKey, read.PublicKey);
        Assert.Equal(_reader.PublicKey, AgreementPublicKey.Read(_reader.PublicKey.Encoded));
        Assert.Equal(_reader.PublicKey.Curve.Thumbprint, _reader.PublicKey.Thumbprint);
        using KeySigner signer = KeySigner.Create();
        Assert.Contains("signing key", Assert.Throws<MalformedException>(() => AgreementKey.FromPem(signer.ToPem())).Message);
        Assert.Throws<MalformedException>(() => KeySigner.FromPem(_reader.ToPem()));
        Assert.Throws<MalformedException>(() => AgreementKey.FromPem(_reader.ToPem().Replace('A', 'B')));
        Assert.Throws<MalformedException>(() => AgreementKey.FromPem(""));
    }

    [Fact]
    public void Bytes_are_frozen()
    {
        using AgreementKey ephemeral = AgreementKey.FromScalar(Scalar(6));
        byte[] bytes = KeyWrap.Wrap(_secret.Bytes, _reader.PublicKey, Context, ephemeral).ToBytes();
        Assert.Equal(
            "a5667365616c656458300ce0457b0c9428fc65caa0bec5c9e2575b5b5a72a90dbeb8546f61e860b6027c8588ef8b52645d1dd514b62d97e067216763"
            + "6f6e7465787459011daa63666f726375736564726f6f745820dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986656261"
            + "74636868706c616e74732f37666c656467657258204bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a66726561646572"
            + "636c616269637573746f6469616e66636c696e6963697573652d656e74727918296a7265616465722d6b657958207bc1f01c14ed02e50a403d83ad08"
            + "3626c4fe795ed7213c882072b92a58d212676d637573746f6469616e2d6b65795820e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a0"
            + "9ca381c89e716d7573652d73746174656d656e745820084fed08b978af4d7d196a7446a86b58009e636b611db16211b65a9aadff29c5677665727369"
            + "6f6e0169616c676f726974686d016c656e63617073756c61746564584104b01a172a76a4602c92d3242cb897dde3024c740debb215b4c6b0aae93c22"
            + "91a9e85c10743237dad56fec0e2dfba703791c00f7701c7e16bdfd7c48538fc77fe2",
            Convert.ToHexStringLower(bytes));
    }

    /// <summary>To a hybrid key wraps are hybrid, and neither half alone opens them.</summary>
    [Fact]
    public void Hybrid_wraps_need_both_halves()
    {
        using AgreementKey hybrid = AgreementKey.Create(hybrid: true);
        UseContext context = Context with { ReaderKey = hybrid.PublicKey.Thumbprint };
        KeyWrap wrap = KeyWrap.Read(KeyWrap.Wrap(_secret, hybrid.PublicKey, context).ToBytes());
        Assert.Equal(KeyWrap.Hybrid, wrap.Algorithm);
        using AgreementKey kept = AgreementKey.FromPem(hybrid.ToPem());
        using BatchSecret opened = wrap.Open(kept, context);
        Assert.Equal(_secret.RecordSalt(0), opened.RecordSalt(0));
        Assert.Equal(hybrid.PublicKey, AgreementPublicKey.Read(hybrid.PublicKey.Encoded));

        byte[] bytes = wrap.ToBytes();
        for (int position = 0; position < bytes.Length; position++)
        {
            byte[] altered = [.. bytes];
            altered[position] ^= 1;
            Assert.StartsWith("key wrap", Assert.Throws<MalformedException>(() => KeyWrap.Read(altered).Open(hybrid, context)).Field);
        }
        string[] parts = hybrid.ToPem().Split("-----BEGIN HALLMARK ML-KEM");
        using AgreementKey other = AgreementKey.Create(hybrid: true);
        using AgreementKey halved = AgreementKey.FromPem(
            parts[0] + "-----BEGIN HALLMARK ML-KEM" + other.ToPem().Split("-----BEGIN HALLMARK ML-KEM")[1]);
        UseContext theirs = context with { ReaderKey = halved.PublicKey.Thumbprint };
        Assert.Equal(
            "key wrap.sealed", Assert.Throws<MalformedException>(() => KeyWrap.Read(Relabelled(wrap, theirs)).Open(halved, theirs)).Field);
        using AgreementKey curveOnly = AgreementKey.FromPem(parts[0]);
        UseContext curve = context with { ReaderKey = curveOnly.PublicKey.Thumbprint };
        Assert.Equal(
            "key wrap.algorithm",
            Assert.Throws<MalformedException>(() => KeyWrap.Read(Relabelled(wrap, curve)).Open(curveOnly, curve)).Field);
    }

    /// <summary>A hybrid key and a wrap to it, made once with OpenSSL 3.5 and opened by another implementation of ML-KEM, too.</summary>
    [Fact]
    public void A_frozen_hybrid_wrap_still_opens()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Custody", "hybrid-wrap.txt"));
        int end = text.LastIndexOf("-----\n", StringComparison.Ordinal) + 6;
        using AgreementKey key = AgreementKey.FromPem(text[..end]);
        using BatchSecret opened = KeyWrap.Read(Hex(text[end..].Trim())).Open(key, SealedWorld.Use(Digest.Of([2]), key));
        Assert.Equal(_secret.RecordSalt(0), opened.RecordSalt(0));
    }

    /// <summary>FIPS 203 section 7.2: numbers of an encapsulation key are below the modulus.</summary>
    [Fact]
    public void What_is_no_encapsulation_key_is_wrapped_to_by_nobody()
    {
        var reader = new AgreementPublicKey(_reader.PublicKey.Curve, [.. Enumerable.Repeat((byte)0xff, 1_184)]);
        UseContext context = Context with { ReaderKey = reader.Thumbprint };
        Assert.Equal(
            "agreement key.ml-kem-768", Assert.Throws<MalformedException>(() => KeyWrap.Wrap(_secret, reader, context)).Field);
    }

    [Fact]
    public void A_seed_of_another_length_is_refused()
    {
        using AgreementKey hybrid = AgreementKey.Create();
        string half = hybrid.ToPem().Split("-----BEGIN HALLMARK ML-KEM")[0];
        string pem = half + System.Security.Cryptography.PemEncoding.WriteString("HALLMARK ML-KEM-768 SEED", new byte[63]);
        Assert.Equal("agreement key.ml-kem-768", Assert.Throws<MalformedException>(() => AgreementKey.FromPem(pem)).Field);
    }

    private static byte[] Relabelled(KeyWrap wrap, WrapContext context)
    {
        CborMap map = CborMap.Read(wrap.ToBytes(), "wrap");
        return new CborMapWriter().Integer("version", 1).Integer("algorithm", wrap.Algorithm).Bytes("context", context.ToBytes())
            .Bytes("encapsulated", map.Bytes("encapsulated")).Bytes("sealed", map.Bytes("sealed")).ToBytes();
    }

    private static byte[] Scalar(byte value) => [.. new byte[31], value];

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
