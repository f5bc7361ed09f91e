using System.Security.Cryptography.Pkcs;
using System.Text;
using Hallmark.Evidence.Timestamps;

namespace Hallmark.Evidence.Tests.Timestamps;

/// <summary>Question and answer, and the certificates that are trusted.</summary>
public sealed class TimestampExchangeTests : IDisposable
{
    private static readonly Digest Header = Samples.Header.Hash;

    private readonly StampingOffice _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public void A_query_asks_for_the_headers_hash_with_a_fresh_nonce_and_the_certificate()
    {
        Rfc3161TimestampRequest first = Decode(TimestampQuery.For(Samples.Header));
        Rfc3161TimestampRequest second = Decode(TimestampQuery.For(Samples.Header));

        Assert.Equal(Header.ToArray(), first.GetMessageHash().ToArray());
        Assert.Equal("2.16.840.1.101.3.4.2.1", first.HashAlgorithmId.Value);
        Assert.True(first.RequestSignerCertificate);
        Assert.InRange(first.GetNonce()!.Value.Length, 8, 17);
        Assert.NotEqual(first.GetNonce()!.Value.ToArray(), second.GetNonce()!.Value.ToArray());
    }

    [Fact]
    public void Only_the_answer_to_this_very_query_fits()
    {
        var query = TimestampQuery.For(Samples.Header);
        byte[] nonce = Decode(query).GetNonce()!.Value.ToArray();
        TimestampToken Token(Digest imprint, byte[]? with) =>
            TimestampToken.Read(_office.Stamp(imprint, new StampOptions { Nonce = with }));

        Assert.Null(query.Mismatch(Token(Header, nonce)));
        Assert.Contains("nonce", query.Mismatch(Token(Header, [.. nonce[..^1], (byte)(nonce[^1] ^ 1)])), StringComparison.Ordinal);
        Assert.Contains("nonce", query.Mismatch(Token(Header, null)), StringComparison.Ordinal);
        Assert.Contains(Header.ToString(), query.Mismatch(Token(Digest.Of("other"u8), nonce)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_grant_holds_the_token_as_it_was_sent(int status)
    {
        byte[] token = _office.Stamp(Header);
        var reply = TimestampReply.Read(StampingOffice.Reply(status, null, token));

        Assert.Equal((status, ""), (reply.Status, reply.Words));
        Assert.Equal(token, reply.Token!.Bytes.ToArray());
    }

    [Fact]
    public void A_refusal_has_words_fit_for_a_terminal_and_no_token()
    {
        var reply = TimestampReply.Read(StampingOffice.Reply(2, "closed\u001b[2J today", _office.Stamp(Header)));

        Assert.Equal((2, "closed?[2J today"), (reply.Status, reply.Words));
        Assert.Null(reply.Token);
        Assert.Equal("", TimestampReply.Read(StampingOffice.Reply(2, null, null)).Words);
    }

    [Fact]
    public void What_is_no_answer_is_refused()
    {
        byte[] good = StampingOffice.Reply(0, null, _office.Stamp(Header));
        Assert.Contains("holds none", Assert.Throws<MalformedException>(
            () => TimestampReply.Read(StampingOffice.Reply(0, null, null))).Reason, StringComparison.Ordinal);
        byte[][] bad = [[], [0x30, 0x00], [.. good, 0x00], good[..^1], Encoding.UTF8.GetBytes("<html></html>"),
            StampingOffice.Reply(0, null, null), StampingOffice.Reply(0, null, [0x30, 0x00])];
        Assert.All(bad, bytes => Assert.Throws<MalformedException>(() => TimestampReply.Read(bytes)));
        var random = new Random(5816);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = [.. good];
            bytes[random.Next(40)] ^= (byte)random.Next(1, 256);
            try
            {
                Assert.NotNull(TimestampReply.Read(bytes));
            }
            catch (MalformedException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Anchors_are_read_from_PEM_and_DER()
    {
        using var other = new StampingOffice();
        string pem = _office.Root.ExportCertificatePem();

        Assert.Equal([_office.Root], TimestampAnchors.Read(Encoding.ASCII.GetBytes(pem)));
        Assert.Equal(
            [_office.Root, other.Root], TimestampAnchors.Read(Encoding.ASCII.GetBytes(pem + "\n" + other.Root.ExportCertificatePem())));
        Assert.Equal([_office.Root], TimestampAnchors.Read(_office.Root.RawData));
    }

    [Fact]
    public void What_cannot_end_a_chain_is_no_anchor()
    {
        Assert.Contains(
            "self-signed", Fault(Encoding.ASCII.GetBytes(_office.Certificate.ExportCertificatePem())), StringComparison.Ordinal);
        Assert.Contains(
            "0 certificates", Fault("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains(
            "PEM or DER", Fault("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("PEM or DER", Fault([]), StringComparison.Ordinal);
        Assert.Contains("PEM or DER", Fault("hello"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("65 certificates", Fault(Encoding.ASCII.GetBytes(
            string.Join('\n', Enumerable.Repeat(_office.Root.ExportCertificatePem(), 65)))), StringComparison.Ordinal);
    }

    private static string Fault(byte[] bytes) => Assert.Throws<MalformedException>(() => TimestampAnchors.Read(bytes)).Message;

    private static Rfc3161TimestampRequest Decode(TimestampQuery query)
    {
        Assert.True(Rfc3161TimestampRequest.TryDecode(query.Bytes, out Rfc3161TimestampRequest? request, out _));
        return request;
    }
}
