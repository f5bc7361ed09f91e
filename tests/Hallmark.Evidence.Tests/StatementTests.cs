using System.Numerics;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Tests;

/// <summary>What makes a statement readable and true, and what each fault is called.</summary>
public sealed class StatementTests
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", System.Globalization.NumberStyles.HexNumber);

    [Fact]
    public void A_signed_statement_reads_back_and_verifies_with_its_key_alone()
    {
        var statement = Statement.Sign(Samples.Authority, "run.step", "carol", "run/1", Samples.Ledger, Samples.Time, Samples.Payload);
        var back = Statement.Read(statement.Bytes);
        Assert.Equal(("run.step", "carol", "run/1", Samples.Time), (back.Kind, back.Issuer, back.Subject, back.IssuedAt));
        Assert.Equal(statement.Id, back.Id);
        Assert.True(back.Verify(Samples.AuthorityKey));
        Assert.False(back.Verify(Samples.OtherKey));
    }

    [Fact]
    public void The_same_words_signed_twice_are_two_statements()
    {
        Statement Sign() => Statement.Sign(Samples.Authority, "run.step", "carol", "run/1", Samples.Ledger, Samples.Time, Samples.Payload);
        Assert.NotEqual(Sign().Id, Sign().Id);
    }

    [Fact]
    public void A_kid_of_another_key_does_not_verify_even_where_the_signature_would()
    {
        CoseHeaders headers = Samples.StatementHeaders with { KeyId = Samples.Other.PublicKey.Thumbprint.ToArray() };
        var statement = Statement.Read(CoseSign1.Sign(Samples.Authority, headers, Samples.Payload).ToBytes());
        Assert.False(statement.Verify(Samples.AuthorityKey));
        Assert.False(statement.Verify(Samples.OtherKey));
    }

    [Fact]
    public void Content_of_the_unprotected_header_is_dropped_and_changes_neither_id_nor_leaf()
    {
        var message = CoseSign1.Read(Frozen.Statement);
        // {4: h'3131', 2: [99], "x": [[]]}: a key id, a critical label and something unknown, none of them signed
        byte[] bytes = (message with { Unprotected = Convert.FromHexString("a304423131028118636178" + "8180") }).ToBytes();
        Assert.NotEqual(Frozen.Statement, bytes);
        var statement = Statement.Read(bytes);
        Assert.Equal(Statement.Read(Frozen.Statement).Id, statement.Id);
        Assert.Equal(Frozen.Statement, statement.Bytes.ToArray());
        Assert.True(statement.Verify(Samples.AuthorityKey));
    }

    [Fact]
    public void The_malleable_twin_of_a_signature_verifies_and_has_the_same_id()
    {
        var message = CoseSign1.Read(Frozen.Statement);
        var s = new BigInteger(message.Signature.Span[32..], isUnsigned: true, isBigEndian: true);
        byte[] twin = (Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] signature = [.. message.Signature.Span[..32], .. new byte[32 - twin.Length], .. twin];
        var statement = Statement.Read((message with { Signature = signature }).ToBytes());
        Assert.True(statement.Verify(Samples.AuthorityKey));
        Assert.Equal(Statement.Read(Frozen.Statement).Id, statement.Id);
        Assert.NotEqual(Frozen.Statement, statement.Bytes.ToArray());
    }

    [Fact]
    public void A_statement_for_another_ledger_shows_it()
    {
        Digest elsewhere = Digest.Of("another ledger"u8);
        var statement = Statement.Sign(Samples.Authority, "run.step", "carol", "run/1", elsewhere, Samples.Time, Samples.Payload);
        Assert.Equal(elsewhere, statement.Ledger);
        Assert.NotEqual(Samples.Ledger, statement.Ledger);
    }

    [Fact]
    public void Every_bit_of_header_and_payload_is_under_the_signature()
    {
        var message = CoseSign1.Read(Frozen.Statement);
        foreach (ReadOnlyMemory<byte> part in new[] { message.Protected, message.Payload!.Value, message.Signature })
        {
            Assert.True(Frozen.Statement.AsSpan().IndexOf(part.Span) > 0);
            int start = Frozen.Statement.AsSpan().IndexOf(part.Span);
            for (int bit = 0; bit < part.Length * 8; bit++)
            {
                byte[] bytes = [.. Frozen.Statement];
                bytes[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
                Assert.False(ReadsAndVerifies(bytes), $"bit {bit} of the part at byte {start}");
            }
        }
    }

    [Fact]
    public void ESP256_is_read_and_verified_like_ES256()
    {
        CoseHeaders headers = Samples.StatementHeaders with { Algorithm = CoseAlgorithm.ESP256.Id };
        Assert.True(Statement.Read(CoseSign1.Sign(Samples.Authority, headers, Samples.Payload).ToBytes()).Verify(Samples.AuthorityKey));
    }

    [Theory]
    [InlineData("alg", "is -35")]
    [InlineData("alg missing", "is missing")]
    [InlineData("kid", "thumbprint")]
    [InlineData("kid missing", "thumbprint")]
    [InlineData("content type", "application/vnd.hallmark.KIND+cbor")]
    [InlineData("content type empty kind", "application/vnd.hallmark.KIND+cbor")]
    [InlineData("content type long", "application/vnd.hallmark.KIND+cbor")]
    [InlineData("content type missing", "application/vnd.hallmark.KIND+cbor")]
    [InlineData("iss empty", "empty or longer")]
    [InlineData("iss long", "empty or longer")]
    [InlineData("sub long", "longer than 256")]
    [InlineData("aud", "not a ledger id")]
    [InlineData("aud in capitals", "not a ledger id")]
    [InlineData("aud missing", "not a ledger id")]
    [InlineData("iat negative", "negative")]
    [InlineData("iat missing", "missing")]
    [InlineData("cti short", "16 bytes")]
    [InlineData("cti missing", "16 bytes")]
    public void A_fault_in_the_header_is_called_by_its_field(string fault, string reason)
    {
        CoseHeaders good = Samples.StatementHeaders;
        CwtClaims claims = good.Claims!;
        CoseHeaders headers = fault switch
        {
            "alg" => good with { Algorithm = -35 },
            "alg missing" => good with { Algorithm = null },
            "kid" => good with { KeyId = [1] },
            "kid missing" => good with { KeyId = null },
            "content type" => good with { ContentType = "text/plain" },
            "content type empty kind" => good with { ContentType = "application/vnd.hallmark.+cbor" },
            "content type long" => good with { ContentType = "application/vnd.hallmark." + new string('k', 100) + "+cbor" },
            "content type missing" => good with { ContentType = null },
            "iss empty" => good with { Claims = claims with { Issuer = "" } },
            "iss long" => good with { Claims = claims with { Issuer = new string('i', 65) } },
            "sub long" => good with { Claims = claims with { Subject = new string('s', 257) } },
            "aud" => good with { Claims = claims with { Audience = "elsewhere" } },
            "aud in capitals" => good with { Claims = claims with { Audience = claims.Audience!.ToUpperInvariant() } },
            "aud missing" => good with { Claims = claims with { Audience = null } },
            "iat negative" => good with { Claims = claims with { IssuedAt = -1 } },
            "iat missing" => good with { Claims = claims with { IssuedAt = null } },
            "cti short" => good with { Claims = claims with { TokenId = Samples.Sixteen[1..] } },
            _ => good with { Claims = claims with { TokenId = null } },
        };
        var e = Assert.Throws<MalformedException>(
            () => Statement.Read(CoseSign1.Sign(Samples.Authority, headers, Samples.Payload).ToBytes()));
        string field = fault.StartsWith("content type", StringComparison.Ordinal) ? "content type" : fault.Split(' ')[0];
        Assert.Equal($"statement {field}", e.Field);
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_claims_a_detached_payload_and_a_short_signature_are_named()
    {
        CoseHeaders bare = Samples.StatementHeaders with { Claims = null };
        Assert.Equal("CWT claims", Fault(CoseSign1.Sign(Samples.Authority, bare, Samples.Payload)).Field);
        Assert.Equal(
            "statement payload", Fault(CoseSign1.Sign(Samples.Authority, Samples.StatementHeaders, Samples.Payload, detached: true)).Field);
        Assert.Equal("statement signature", Fault(Samples.StatementMessage() with { Signature = new byte[63] }).Field);
    }

    [Fact]
    public void A_statement_of_more_than_65535_bytes_is_refused()
    {
        int overhead = Frozen.Statement.Length - Samples.Payload.Length + 1 + 1; // a two-byte length instead of one in the initial byte
        int largest = ushort.MaxValue - overhead;
        var fits = CoseSign1.Sign(Samples.Authority, Samples.StatementHeaders, new byte[largest]);
        Assert.Equal(ushort.MaxValue, fits.ToBytes().Length);
        Assert.Equal(largest, Statement.Read(fits.ToBytes()).Payload.Length);
        MalformedException e = Fault(CoseSign1.Sign(Samples.Authority, Samples.StatementHeaders, new byte[largest + 1]));
        Assert.Equal("statement: has 65536 bytes, more than 65535", e.Message);
    }

    private static MalformedException Fault(CoseSign1 message) =>
        Assert.Throws<MalformedException>(() => Statement.Read(message.ToBytes()));

    private static bool ReadsAndVerifies(byte[] bytes)
    {
        try
        {
            return Statement.Read(bytes).Verify(Samples.AuthorityKey);
        }
        catch (MalformedException)
        {
            return false;
        }
    }
}
