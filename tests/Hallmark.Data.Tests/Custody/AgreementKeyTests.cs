using System.Security.Cryptography;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

public sealed class AgreementKeyTests
{
    /// <summary>A curve that the platform does not have is refused in a way of its own.</summary>
    [Fact]
    public void Any_changed_byte_of_a_key_gives_a_key_or_a_refusal()
    {
        using AgreementKey key = AgreementKey.Create(hybrid: false);
        string pem = key.ToPem();
        byte[] good = Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => line.Length > 0 && line[0] != '-')));
        int refused = 0;
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte by in new byte[] { 0x01, 0x30, 0x80, 0xff })
            {
                byte[] bad = [.. good];
                bad[at] ^= by;
                refused += IsRefused(PemEncoding.WriteString("HALLMARK AGREEMENT KEY", bad), pem) ? 1 : 0;
            }
        }
        Assert.InRange(refused, good.Length, 4 * good.Length);
    }

    private static bool IsRefused(string changed, string like)
    {
        string label = like.Split("-----")[1].Replace("BEGIN ", "", StringComparison.Ordinal);
        try
        {
            using AgreementKey _ = AgreementKey.FromPem(changed.Replace("HALLMARK AGREEMENT KEY", label, StringComparison.Ordinal));
            return false;
        }
        catch (MalformedException)
        {
            return true;
        }
    }
}
