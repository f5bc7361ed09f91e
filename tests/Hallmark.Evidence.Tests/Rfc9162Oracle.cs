using System.Security.Cryptography;

namespace Hallmark.Evidence.Tests;

/// <summary>
/// The definitions of RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1 written down as they stand there: recursive, slow, on byte
/// arrays, with nothing taken from the code under test.
/// </summary>
internal static class Rfc9162Oracle
{
    /// <summary>MTH(D[n]).</summary>
    public static byte[] Mth(byte[][] d) => d.Length switch
    {
        0 => SHA256.HashData([]),
        1 => SHA256.HashData([0x00, .. d[0]]),
        _ => SHA256.HashData([0x01, .. Mth(d[..K(d.Length)]), .. Mth(d[K(d.Length)..])]),
    };

    /// <summary>PATH(m, D[n]).</summary>
    public static byte[][] Path(int m, byte[][] d)
    {
        if (d.Length == 1)
        {
            return [];
        }
        int k = K(d.Length);
        return m < k ? [.. Path(m, d[..k]), Mth(d[k..])] : [.. Path(m - k, d[k..]), Mth(d[..k])];
    }

    /// <summary>PROOF(m, D[n]) = SUBPROOF(m, D[n], true).</summary>
    public static byte[][] Proof(int m, byte[][] d) => Subproof(m, d, true);

    private static byte[][] Subproof(int m, byte[][] d, bool b)
    {
        if (m == d.Length)
        {
            return b ? [] : [Mth(d)];
        }
        int k = K(d.Length);
        return m <= k ? [.. Subproof(m, d[..k], b), Mth(d[k..])] : [.. Subproof(m - k, d[k..], false), Mth(d[..k])];
    }

    /// <summary>The largest power of two smaller than n: k &lt; n &lt;= 2k.</summary>
    private static int K(int n)
    {
        int k = 1;
        while (2 * k < n)
        {
            k *= 2;
        }
        return k;
    }
}
