using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests.Notes;

/// <summary>Ed25519 as others publish and use it.</summary>
public sealed class Ed25519Tests
{
    /// <summary>RFC 8032 section 7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_published_signatures_come_out_and_verify(string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519Key.FromSeed(Convert.FromHexString(seed));
        byte[] data = Convert.FromHexString(message);
        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(data)));
        var verifier = new Ed25519PublicKey(key.PublicKey);
        Assert.True(verifier.Verify(data, Convert.FromHexString(signature)));
        Assert.False(verifier.Verify([.. data, 0], Convert.FromHexString(signature)));
    }

    [Fact]
    public void No_single_bit_of_a_signature_or_of_the_data_can_change()
    {
        using var key = Ed25519Key.FromSeed(new byte[32]);
        var verifier = new Ed25519PublicKey(key.PublicKey);
        byte[] data = "what was signed"u8.ToArray();
        byte[] signature = key.Sign(data);
        for (int bit = 0; bit < signature.Length * 8; bit++)
        {
            Assert.False(verifier.Verify(data, Flip(signature, bit)), $"bit {bit}");
        }
        for (int bit = 0; bit < data.Length * 8; bit++)
        {
            Assert.False(verifier.Verify(Flip(data, bit), signature), $"bit {bit}");
        }
        Assert.False(verifier.Verify(data, signature.AsSpan(1)));
        Assert.False(verifier.Verify(data, []));
        Assert.True(verifier.Verify(data, signature));
    }

    [Fact]
    public void A_signature_plus_the_order_of_the_group_is_refused()
    {
        // RFC 8032 section 5.1.7: S is below L, so that nobody can make a second signature out of one.
        byte[] order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        using var key = Ed25519Key.Create();
        var verifier = new Ed25519PublicKey(key.PublicKey);
        byte[] signature = key.Sign("note"u8);
        int carry = 0;
        for (int i = 0; i < order.Length; i++)
        {
            carry += signature[32 + i] + order[i];
            signature[32 + i] = (byte)(carry & 0xff);
            carry >>= 8;
        }
        Assert.False(verifier.Verify("note"u8, signature));
    }

    [Fact]
    public void A_key_survives_its_pem()
    {
        using var key = Ed25519Key.Create();
        using var back = Ed25519Key.FromPem(key.ToPem());
        Assert.Equal(key.PublicKey, back.PublicKey);
        Assert.Equal(key.Sign("x"u8), back.Sign("x"u8));
        using var other = Ed25519Key.Create();
        Assert.NotEqual(key.PublicKey, other.PublicKey);
    }

    [Fact]
    public void The_private_key_of_RFC_8410_reads()
    {
        using var key = Ed25519Key.FromPem("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """);
        Assert.Equal("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1", Convert.ToHexStringLower(key.PublicKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVg=\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----")]
    [InlineData(
        "-----BEGIN EC PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END EC PRIVATE KEY-----")]
    [InlineData(Samples.OtherPem)]
    public void What_is_no_Ed25519_key_in_pem_is_refused(string pem) =>
        Assert.Equal("Ed25519 private key", Assert.Throws<MalformedException>(() => Ed25519Key.FromPem(pem)).Field);

    [Fact]
    public void Keys_of_another_length_are_refused()
    {
        Assert.Equal("Ed25519 key", Assert.Throws<MalformedException>(() => new Ed25519PublicKey(new byte[31])).Field);
        Assert.Equal("Ed25519 private key", Assert.Throws<MalformedException>(() => Ed25519Key.FromSeed(new byte[33])).Field);
    }

    [Fact]
    public void A_public_key_that_is_no_point_verifies_nothing()
    {
        byte[] bytes = Convert.FromHexString("0200000000000000000000000000000000000000000000000000000000000000");
        var key = new Ed25519PublicKey(bytes);
        Assert.False(key.Verify("x"u8, new byte[64]));
    }

    /// <summary>Under a key of small order one signature would hold for every text.</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_key_of_small_order_verifies_nothing(string key) =>
        Assert.False(new Ed25519PublicKey(Convert.FromHexString(key)).Verify("x"u8, [1, .. new byte[63]]));

    [Fact]
    public void The_pem_is_what_other_programs_write()
    {
        using var key = Ed25519Key.FromSeed(Convert.FromHexString("d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842"));
        Assert.Equal(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n",
            key.ToPem());
    }

    [Fact]
    public void Many_threads_share_one_key()
    {
        using var key = Ed25519Key.Create();
        var verifier = new Ed25519PublicKey(key.PublicKey);
        Parallel.For(0, 400, i =>
        {
            byte[] data = BitConverter.GetBytes(i);
            Assert.True(verifier.Verify(data, key.Sign(data)));
        });
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }
}
