using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Data.Custody;

/// <summary>
/// The public half of a key-agreement key, to which secrets are wrapped: a P-256 point, and in a hybrid key an
/// encapsulation key of ML-KEM-768 (FIPS 203) beside it. A P-256 key alone is encoded as its COSE key, so its thumbprint is that
/// of RFC 9679; with ML-KEM it is the deterministic CBOR map <c>{ "p256": COSE key, "ml-kem-768": 1,184 bytes }</c>.
/// </summary>
public sealed class AgreementPublicKey : IEquatable<AgreementPublicKey>
{
    /// <summary>Length of an ML-KEM-768 encapsulation key.</summary>
    public const int EncapsulationKeySize = 1_184;

    /// <summary>Longest encoding in bytes.</summary>
    public const int EncodedLimit = 2_048;

    private const int CoordinateSize = 32;
    private const byte Uncompressed = 4;

    /// <param name="curve">The P-256 key.</param>
    /// <param name="encapsulationKey">The ML-KEM-768 key, or nothing.</param>
    /// <exception cref="MalformedException">Another curve or length.</exception>
    public AgreementPublicKey(CoseKey curve, byte[]? encapsulationKey = null)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (curve.Curve != CoseKey.P256)
        {
            throw new MalformedException("agreement key", "is not on P-256");
        }
        if (encapsulationKey is not null && encapsulationKey.Length != EncapsulationKeySize)
        {
            throw new MalformedException("agreement key.ml-kem-768", $"has {encapsulationKey.Length} bytes, not {EncapsulationKeySize}");
        }
        Curve = curve;
        EncapsulationKey = encapsulationKey;
        Encoded = encapsulationKey is null
            ? curve.Encoded
            : new CborMapWriter().Bytes("p256", curve.Encoded).Bytes("ml-kem-768", encapsulationKey).ToBytes();
        Thumbprint = Digest.Of(Encoded);
    }

    public CoseKey Curve { get; }

    /// <summary>The ML-KEM-768 encapsulation key; null where the owner has none.</summary>
    public byte[]? EncapsulationKey { get; }

    public byte[] Encoded { get; }

    /// <summary>SHA-256 of <see cref="Encoded"/>.</summary>
    public Digest Thumbprint { get; }

    /// <summary>The point as SEC 1 writes it uncompressed: 04, x, y.</summary>
    internal byte[] Point => [Uncompressed, .. Curve.X, .. Curve.Y];

    /// <exception cref="MalformedException">Not such a key, or a point that is not on the curve.</exception>
    public static AgreementPublicKey Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > EncodedLimit)
        {
            throw new MalformedException("agreement key", $"has {bytes.Length} bytes, more than {EncodedLimit}");
        }
        if (bytes.Span.StartsWith([(byte)0xa4])) // a COSE key has four members, the other map two
        {
            return new AgreementPublicKey(CoseKey.Read(bytes));
        }
        CborMap map = CborMap.Read(bytes, "agreement key");
        var key = new AgreementPublicKey(CoseKey.Read(map.Bytes("p256", 128)), map.Bytes("ml-kem-768", EncapsulationKeySize));
        map.End();
        return key;
    }

    /// <exception cref="MalformedException">Not an uncompressed point on P-256.</exception>
    internal static CoseKey ReadPoint(ReadOnlySpan<byte> point) => point.Length == 1 + (2 * CoordinateSize) && point[0] == Uncompressed
        ? CoseKey.From(CoseKey.P256, point.Slice(1, CoordinateSize).ToArray(), point[(1 + CoordinateSize)..].ToArray())
        : throw new MalformedException("agreement key", "is not an uncompressed point on P-256");

    public bool Equals(AgreementPublicKey? other) => other is not null && Thumbprint == other.Thumbprint;

    public override bool Equals(object? obj) => Equals(obj as AgreementPublicKey);

    public override int GetHashCode() => Thumbprint.GetHashCode();
}
