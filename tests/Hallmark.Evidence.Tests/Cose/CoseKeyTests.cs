using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Tests.Cose;

/// <summary>One key, one encoding, one thumbprint; and what is not a key.</summary>
public sealed class CoseKeyTests
{
    private const string Explicit = """
        -----BEGIN PUBLIC KEY-----
        MIIBMzCB7AYHKoZIzj0CATCB4AIBATAsBgcqhkjOPQEBAiEAqftX26Huqbw+ZgqQ
        nYONcm479iPVJiAoIBNIHR9uU3cwRAQgfVoJdfwsMFfu9nUwQXr/5/uAVcEm3Fxs
        6UpLRPMwtdkEICbcXGzpSktE8zC12bvXfL+VhBYpXPfhzmvM3Bj/jAe2BEEEi9Ku
        uct+V8ssS0gv/IG3r7neJ+HjvSPCOkRTvZrOMmJUfvg1w9rE/Zf4RhoUYR3JwndF
        Ey3tjlRcHVTHLwRplwIhAKn7V9uh7qm8PmYKkJ2DjXGMOXqjtWGm95AeDoKXSFan
        AgEBA0IABBa7pvitLT+5SrrQ6ye5yQQbiQHEwGYAKr21BjfBWSD0PAPiBHNwLE/f
        Qf9ltRSx68bqIn6zQdeqcEj7gcqcCHI=
        -----END PUBLIC KEY-----
        """;

    private const string Secp256k1 = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEfNF6StOomzOIMf0RmeYlrhzI71FvqCRk
        +/LUTTt6XPtgaXI9iq49gRE7truR3PIfVQVd7ELKD6WU0HUYfd6jUA==
        -----END PUBLIC KEY-----
        """;

    private const string UnknownCurve = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAWcDQgAErsYhjUlDQwSgy2wJ8ea4pRgVYlsL
        BgNDwOjFd2jQLdpW5tuhpMgc/60NoMR6QnBPNbOF3IaYydYi84hdLsZjwQ==
        -----END PUBLIC KEY-----
        """;

    private const string Rsa = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7IDLc8MXS0tM7auyn6o5/dJJb
        BsFrIY9CrWm5WZvgmNyouxlqcymjzaplNfPcNvetB2069gOImyJblqpWo+59iouN
        q4nwyME2nlQGD9rQzozFm0orZ/Qel0QYzodaZNaVHfZsvg2j/4Z5SyKs3cmMYfKd
        RUKjcJDUSbAJyYE8gQIDAQAB
        -----END PUBLIC KEY-----
        """;

    private const string P384Private = """
        -----BEGIN PRIVATE KEY-----
        MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCNY6amjrCeOlXAzXqN
        n8pqWaKiDPR3IsN1utvwaplZ1BMTxInTdXsa8QxsL+Bu2g6hZANiAATRYyP9CW8g
        AeqF8WUEyG3PJKejaN41h2XybW3YT0YWPiMFpRrVuhzzUd0ettWTbfaWj3i4mIrT
        5X8rJHgd+W2l07Y4RdGCVC46pepX1RxaYlbhqQwscVplWS4390GqzRg=
        -----END PRIVATE KEY-----
        """;

    private const string P384Public = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE0WMj/QlvIAHqhfFlBMhtzySno2jeNYdl
        8m1t2E9GFj4jBaUa1boc81HdHrbVk232lo94uJiK0+V/KyR4HfltpdO2OEXRglQu
        OqXqV9UcWmJW4akMLHFaZVkuN/dBqs0Y
        -----END PUBLIC KEY-----
        """;

    [Fact]
    public void The_same_key_is_read_from_CBOR_and_from_PEM()
    {
        CoseKey key = Samples.Authority.PublicKey;
        Assert.Equal(key, CoseKey.ReadFile(key.Encoded));
        Assert.Equal(key, CoseKey.ReadFile(Bytes(Samples.Authority.ToPublicPem())));
        Assert.NotEqual(key, Samples.Other.PublicKey);
        Assert.Equal(CoseKey.P384, CoseKey.ReadFile(Bytes(P384Public)).Curve);
    }

    [Fact]
    public void A_signer_survives_its_PEM()
    {
        using KeySigner made = KeySigner.Create();
        using KeySigner back = KeySigner.FromPem(made.ToPem());
        Assert.Equal(made.PublicKey, back.PublicKey);
        using var key = new VerificationKey(made.PublicKey);
        Assert.True(key.Verify(CoseAlgorithm.ES256, [1, 2], back.Sign([1, 2])));
        Assert.False(key.Verify(CoseAlgorithm.ES256, [1, 3], back.Sign([1, 2])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData(P384Private)]
    [InlineData(P384Public)]
    [InlineData(Explicit)]
    [InlineData(UnknownCurve)]
    [InlineData(Rsa)]
    public void What_is_not_a_P256_private_key_is_refused_as_a_signer(string pem) =>
        Assert.Equal("private key", Assert.Throws<MalformedException>(() => KeySigner.FromPem(pem)).Field);

    [Theory]
    [InlineData(Explicit)]
    [InlineData(Secp256k1)]
    [InlineData(Rsa)]
    [InlineData(UnknownCurve)]
    [InlineData("-----BEGIN PUBLIC KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void A_PEM_of_another_kind_or_curve_is_refused(string pem) =>
        Assert.Equal("key", Assert.Throws<MalformedException>(() => CoseKey.ReadFile(Bytes(pem))).Field);

    [Fact]
    public void A_point_off_the_curve_is_refused()
    {
        byte[] y = [.. Samples.Authority.PublicKey.Y];
        y[31] ^= 1;
        var e = Assert.Throws<MalformedException>(() => CoseKey.From(CoseKey.P256, Samples.Authority.PublicKey.X, y));
        Assert.Equal("key: is not a point on its curve", e.Message);
        Assert.Throws<MalformedException>(() => CoseKey.From(CoseKey.P256, new byte[32], new byte[32]));
    }

    [Fact]
    public void A_coordinate_not_reduced_by_the_field_is_refused_so_that_a_key_has_one_thumbprint()
    {
        byte[] y = Convert.FromHexString("459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc");
        byte[] five = [.. new byte[31], 5];
        Assert.Equal(5, CoseKey.From(CoseKey.P256, five, y).X[31]);
        byte[] fivePlusPrime = Convert.FromHexString("ffffffff00000001000000000000000000000001000000000000000000000004");
        Assert.Throws<MalformedException>(() => CoseKey.From(CoseKey.P256, fivePlusPrime, y));
    }

    [Fact]
    public void Coordinates_and_curves_are_named_where_they_do_not_fit()
    {
        CoseKey key = Samples.Authority.PublicKey;
        Assert.Contains(
            "takes 48", Assert.Throws<MalformedException>(() => CoseKey.From(CoseKey.P384, key.X, key.Y)).Reason, StringComparison.Ordinal);
        Assert.Contains("curve 8", Assert.Throws<MalformedException>(() => CoseKey.From(8, key.X, key.Y)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_with_a_kid_a_private_part_or_its_members_in_another_order_is_refused()
    {
        string x = "215820" + Convert.ToHexStringLower(Samples.Authority.PublicKey.X);
        string y = "225820" + Convert.ToHexStringLower(Samples.Authority.PublicKey.Y);
        Assert.Equal(Samples.Authority.PublicKey, CoseKey.Read(Convert.FromHexString("a401022001" + x + y)));
        string[] others =
        [
            "a5010202412a2001" + x + y, // kid
            "a501022001" + x + y + "235820" + new string('0', 64), // d
            "a401022001" + y + x,
            "a420010102" + x + y,
            "a401012001" + x + y, // OKP
            "a40102180120" + x + y,
            "a301022001" + x,
            "a401022001" + x + y + "00",
        ];
        foreach (string other in others)
        {
            Assert.Equal("key", Assert.Throws<MalformedException>(() => CoseKey.Read(Convert.FromHexString(other))).Field);
        }
    }

    [Fact]
    public void An_algorithm_fixed_to_a_curve_does_not_verify_with_a_key_on_another()
    {
        using var key = new VerificationKey(CoseKey.ReadFile(Bytes(P384Public)));
        using var signer = System.Security.Cryptography.ECDsa.Create();
        signer.ImportFromPem(P384Private);
        byte[] signature = signer.SignData(
            [1], System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Assert.True(key.Verify(CoseAlgorithm.ES256, [1], signature));
        Assert.False(key.Verify(CoseAlgorithm.ESP256, [1], signature));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(72)]
    public void A_signature_of_another_length_is_false_not_an_error(int length) =>
        Assert.False(Samples.AuthorityKey.Verify(CoseAlgorithm.ES256, [1], new byte[length]));

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
