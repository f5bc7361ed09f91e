using System.Security.Cryptography;

namespace Hallmark.Evidence.Cose;

/// <summary>An ECDSA algorithm of COSE (RFC 9053 section 2.1, RFC 9864) with its curve, hash and signature length in bytes.</summary>
public sealed record CoseAlgorithm(int Id, string Name, HashAlgorithmName Hash, int? Curve)
{
    /// <summary>What Hallmark signs with.</summary>
    public static CoseAlgorithm ES256 { get; } = new(-7, "ES256", HashAlgorithmName.SHA256, null);

    public static CoseAlgorithm ES384 { get; } = new(-35, "ES384", HashAlgorithmName.SHA384, null);

    public static CoseAlgorithm ES512 { get; } = new(-36, "ES512", HashAlgorithmName.SHA512, null);

    /// <summary>ES256 with the curve fixed to P-256 (RFC 9864).</summary>
    public static CoseAlgorithm ESP256 { get; } = new(-9, "ESP256", HashAlgorithmName.SHA256, CoseKey.P256);

    /// <summary>The algorithm with this number, or null where Hallmark does not verify it.</summary>
    public static CoseAlgorithm? Find(long id) => id switch
    {
        -7 => ES256,
        -35 => ES384,
        -36 => ES512,
        -9 => ESP256,
        _ => null,
    };
}
