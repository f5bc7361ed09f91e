using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Hallmark.Evidence.Timestamps;

namespace Hallmark.Evidence.Tests.Timestamps;

/// <summary>Tokens: what makes one good, and every way in which one is not.</summary>
public sealed class TimestampTokenTests : IDisposable
{
    private static readonly Digest Header = Samples.Header.Hash;

    private readonly StampingOffice _office = new();

    public void Dispose() => _office.Dispose();

    [Fact]
    public void A_token_says_what_was_stamped_when_and_by_whom()
    {
        var token = TimestampToken.Read(_office.Stamp(Header, new StampOptions { Nonce = [7, 8] }));

        Assert.Equal(Header, token.Imprint);
        Assert.Equal(StampingOffice.Noon, token.Time);
        Assert.Equal("CN=Stamping Office", token.Authority);
        Assert.Equal([7, 8], token.Nonce!.Value.ToArray());
        Assert.Equal(TimestampStatus.Good, token.Check());
        Assert.Equal(TimestampStatus.Good, token.Check(_office.Anchors));
    }

    [Fact]
    public void Another_root_is_not_trusted_even_under_the_same_name()
    {
        using var other = new StampingOffice();
        var token = TimestampToken.Read(_office.Stamp(Header));

        Assert.Equal(TimestampStatus.Untrusted, token.Check(other.Anchors));
        Assert.Equal(TimestampStatus.Good, token.Check([other.Root, _office.Root]));
        Assert.Equal(TimestampStatus.Untrusted, token.Check([]));
    }

    [Theory]
    [InlineData(-2, TimestampStatus.CertificateNotInForce)]
    [InlineData(2, TimestampStatus.CertificateNotInForce)]
    [InlineData(0, TimestampStatus.Good)]
    public void The_certificate_must_be_in_force_at_the_stamped_time(int years, TimestampStatus expected)
    {
        var token = TimestampToken.Read(_office.Stamp(Header, new StampOptions { Time = StampingOffice.Noon.AddYears(years) }));

        Assert.Equal(expected, token.Check());
        Assert.Equal(expected, token.Check(_office.Anchors));
    }

    [Fact]
    public void A_certificate_that_has_run_out_since_keeps_its_tokens_good()
    {
        DateTimeOffset then = StampingOffice.Noon.AddYears(-4);
        using var office = new StampingOffice(new OfficeOptions { From = then.AddDays(-1), To = then.AddDays(1) });
        var token = TimestampToken.Read(office.Stamp(Header, new StampOptions { Time = then }));

        Assert.Equal(TimestampStatus.Good, token.Check(office.Anchors));
    }

    [Fact]
    public void The_root_must_be_in_force_at_the_stamped_time()
    {
        DateTimeOffset late = StampingOffice.Noon.AddYears(6);
        using var office = new StampingOffice(new OfficeOptions { From = StampingOffice.Noon, To = late.AddYears(1) });
        var token = TimestampToken.Read(office.Stamp(Header, new StampOptions { Time = late }));

        Assert.Equal(TimestampStatus.Good, token.Check());
        Assert.Equal(TimestampStatus.Untrusted, token.Check(office.Anchors));
    }

    [Theory]
    [InlineData(true, new string[0])]
    [InlineData(false, new[] { StampingOffice.Timestamping })]
    [InlineData(true, new[] { StampingOffice.Timestamping, "1.3.6.1.5.5.7.3.1" })]
    [InlineData(true, new[] { "1.3.6.1.5.5.7.3.1" })]
    [InlineData(true, new[] { "2.5.29.37.0" })]
    public void The_certificate_must_be_critically_and_only_for_timestamping(bool critical, string[] usages)
    {
        using var office = new StampingOffice(new OfficeOptions { Usages = usages, UsagesAreCritical = critical });
        var token = TimestampToken.Read(office.Stamp(Header));

        Assert.Equal(TimestampStatus.NotATimestampAuthority, token.Check());
        Assert.Equal(TimestampStatus.NotATimestampAuthority, token.Check(office.Anchors));
    }

    [Fact]
    public void A_token_without_its_certificate_cannot_be_checked()
    {
        Assert.Equal(TimestampStatus.NoCertificate,
            TimestampToken.Read(_office.Stamp(Header, new StampOptions { WithCertificate = false })).Check());
    }

    [Fact]
    public void A_weak_digest_is_not_relied_on()
    {
        Assert.Equal(TimestampStatus.WeakDigest,
            TimestampToken.Read(_office.Stamp(Header, new StampOptions { SignerDigest = "1.3.14.3.2.26" })).Check());
    }

    [Fact]
    public void The_signature_must_name_its_certificate()
    {
        Assert.Equal(TimestampStatus.NotBound,
            TimestampToken.Read(_office.Stamp(Header, new StampOptions { CertificateHash = new byte[32] })).Check(_office.Anchors));
    }

    [Fact]
    public void A_changed_hash_breaks_the_signature()
    {
        byte[] bytes = _office.Stamp(Header);
        int at = bytes.AsSpan().IndexOf(Header.ToArray());
        bytes[at] ^= 1;

        Assert.Equal(TimestampStatus.BadSignature, TimestampToken.Read(bytes).Check(_office.Anchors));
    }

    [Fact]
    public void No_single_byte_can_change_and_leave_another_claim_good()
    {
        byte[] good = _office.Stamp(Header, new StampOptions { Nonce = [1] });
        int refused = 0;
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x80, 0xff })
            {
                byte[] bytes = [.. good];
                bytes[at] ^= mask;
                if (Read(bytes) is { } token && token.Check(_office.Anchors) == TimestampStatus.Good)
                {
                    Assert.Equal((Header, StampingOffice.Noon), (token.Imprint, token.Time)); // spelled otherwise, saying the same
                }
                else
                {
                    refused++;
                }
            }
        }
        Assert.InRange(refused, good.Length * 3 * 9 / 10, good.Length * 3);
    }

    [Fact]
    public void Hostile_bytes_are_read_or_refused_and_nothing_else()
    {
        byte[] good = _office.Stamp(Header);
        var random = new Random(3161);
        int refused = 0;
        for (int round = 0; round < 3_000; round++)
        {
            List<byte> bytes = [.. good];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes.Insert(at, (byte)random.Next(256)); break;
                    case 2: bytes.RemoveAt(at); break;
                    default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at))); break;
                }
            }
            refused += Read([.. bytes]) is { } token && token.Check(_office.Anchors) == TimestampStatus.Good ? 0 : 1;
        }
        Assert.InRange(refused, 2_500, 3_000);
    }

    [Fact]
    public void What_is_no_token_over_a_SHA_256_value_is_refused_with_its_place()
    {
        byte[] good = _office.Stamp(Header);
        foreach (int length in Enumerable.Range(0, good.Length))
        {
            Assert.Equal("timestamp token", Fault(good[..length]).Field);
        }
        Assert.Contains("behind its end", Fault([.. good, 0]).Reason, StringComparison.Ordinal);
        Assert.Contains("65536", Fault(new byte[TimestampToken.SizeLimit + 1]).Reason, StringComparison.Ordinal);
        Assert.Equal("timestamp token", Fault(_office.Stamp(Header, new StampOptions { ContentType = "1.2.840.113549.1.7.1" })).Field);
        Assert.Equal("timestamp imprint",
            Fault(_office.Stamp(Header, new StampOptions { ImprintAlgorithm = "2.16.840.1.101.3.4.2.3", Imprint = new byte[64] })).Field);
        Assert.Equal("timestamp imprint", Fault(_office.Stamp(Header, new StampOptions { Imprint = new byte[31] })).Field);
        Assert.Equal("timestamp token", Fault([.. Enumerable.Repeat((byte)0x30, 60_000)]).Field);
    }

    [Fact]
    public void The_platforms_own_reader_agrees()
    {
        byte[] bytes = _office.Stamp(Header);
        Assert.True(Rfc3161TimestampToken.TryDecode(bytes, out Rfc3161TimestampToken? token, out _));
        Assert.True(token.VerifySignatureForHash(Header.ToArray(), HashAlgorithmName.SHA256, out _));
    }

    private static MalformedException Fault(byte[] bytes) => Assert.Throws<MalformedException>(() => TimestampToken.Read(bytes));

    private static TimestampToken? Read(byte[] bytes)
    {
        try
        {
            return TimestampToken.Read(bytes);
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
