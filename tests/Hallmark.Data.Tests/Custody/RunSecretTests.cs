using System.Security.Cryptography;
using System.Text;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

/// <summary>What is derived from sealed batches opens with the secrets of all of them and of nothing less.</summary>
public sealed class RunSecretTests
{
    private static readonly byte[] Plain = "weights"u8.ToArray();

    [Fact]
    public void The_secrets_of_all_batches_open_it_in_whatever_order_they_come()
    {
        using RunSecret sealing = Of("scans/run/1", 1, 2);
        using RunSecret again = Of("scans/run/1", 2, 1);
        byte[] stored = sealing.Seal(SealedKind.Model, Plain);
        Assert.Equal(Plain, again.Open(SealedKind.Model, stored));
        Assert.Equal(stored, again.Seal(SealedKind.Model, Plain));
    }

    [Theory]
    [InlineData("scans/run/2", 1, 2)]
    [InlineData("scans/run/1", 1)]
    [InlineData("scans/run/1", 2)]
    [InlineData("scans/run/1", 1, 3)]
    [InlineData("scans/run/1", 1, 2, 3)]
    public void Nothing_else_opens_it(string run, params int[] batches)
    {
        using RunSecret sealing = Of("scans/run/1", 1, 2);
        using RunSecret other = Of(run, batches);
        byte[] stored = sealing.Seal(SealedKind.Model, Plain);
        Assert.Throws<MalformedException>(() => other.Open(SealedKind.Model, stored));
        Assert.Throws<MalformedException>(() => sealing.Open(SealedKind.Checkpoint, stored));
    }

    /// <summary>The page docs/formats/sealed.md, read by hand.</summary>
    [Fact]
    public void The_key_is_the_one_that_the_page_of_the_format_says()
    {
        byte[] joined = [.. ((int[])[1, 2]).OrderBy(RootOf).SelectMany(batch => (byte[])
            [.. RootOf(batch).ToArray(), .. Derive(SecretOf(batch), "", "hallmark/batch/v1/run")])];
        byte[] key = Derive(joined, "scans/run/1", "hallmark/run/v1");
        using RunSecret sealing = Of("scans/run/1", 1, 2);
        byte[] salt = sealing.Seal(SealedKind.Model, Plain)[24..56];
        Assert.Equal(HMACSHA256.HashData(Derive(key, "", "hallmark/sealed/v1/model/salt"), SHA256.HashData(Plain)), salt);
    }

    private static byte[] Derive(byte[] secret, string salt, string info) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret, 32, Encoding.UTF8.GetBytes(salt), Encoding.ASCII.GetBytes(info));

    private static RunSecret Of(string run, params int[] batches)
    {
        var secrets = batches.ToDictionary(RootOf, batch => BatchSecret.FromBytes(SecretOf(batch)));
        RunSecret secret = RunSecret.Of(run, secrets);
        foreach (BatchSecret used in secrets.Values)
        {
            used.Dispose();
        }
        return secret;
    }

    private static Digest RootOf(int batch) => Digest.Of([(byte)batch]);

    private static byte[] SecretOf(int batch) => SHA256.HashData([7, (byte)batch]);
}
