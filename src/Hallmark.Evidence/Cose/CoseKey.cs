using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Hallmark.Evidence.Cose;

/// <summary>
/// An elliptic-curve public key (RFC 9053 section 7.1.1): the CBOR map {1: 2, -1: curve, -2: x, -3: y}. The encoding is the
/// one whose SHA-256 is the key's RFC 9679 thumbprint, so a key and its name can never drift apart.
/// </summary>
public sealed class CoseKey : IEquatable<CoseKey>
{
    public const int P256 = 1;
    public const int P384 = 2;
    public const int P521 = 3;

    private CoseKey(int curve, byte[] x, byte[] y)
    {
        Curve = curve;
        X = x;
        Y = y;
        Encoded = Encode(curve, x, y);
        Thumbprint = Digest.Of(Encoded);
    }

    public int Curve { get; }

    public byte[] X { get; }

    public byte[] Y { get; }

    /// <summary>The deterministic CBOR map of only the required members.</summary>
    public byte[] Encoded { get; }

    /// <summary>RFC 9679: SHA-256 of <see cref="Encoded"/>; used as kid.</summary>
    public Digest Thumbprint { get; }

    public static CoseKey From(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return From(CurveOf(parameters.Curve), parameters.Q.X!, parameters.Q.Y!);
    }

    /// <summary>A key from its affine coordinates.</summary>
    /// <exception cref="MalformedException">Unknown curve, wrong length, or a point that is not on the curve.</exception>
    public static CoseKey From(int curve, byte[] x, byte[] y)
    {
        CoseKey key = Make(curve, x, y);
        using ECDsa _ = key.Import();
        return key;
    }

    /// <summary>Reads the four required members; a kid, alg or private part is refused, so that one key has one encoding.</summary>
    public static CoseKey Read(ReadOnlyMemory<byte> bytes)
    {
        CoseKey key = ReadAccepted(bytes);
        using ECDsa _ = key.Import();
        return key;
    }

    /// <summary>
    /// As <see cref="Read"/>, but without the check that the point is on its curve, which costs two verifications: for bytes that
    /// were read and accepted before. <see cref="Import"/> checks it all the same.
    /// </summary>
    public static CoseKey ReadAccepted(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborScanner(bytes.Span);
            if (reader.Head(CborMajor.Map) != 4 || reader.Integer() != 1 || reader.Integer() != 2 || reader.Integer() != -1)
            {
                throw new MalformedException("key", "is not an elliptic-curve public key {1: 2, -1: curve, -2: x, -3: y}");
            }
            int curve = (int)reader.Integer();
            byte[] x = reader.Integer() == -2 ? reader.Bytes().ToArray() : [];
            byte[] y = reader.Integer() == -3 ? reader.Bytes().ToArray() : [];
            return reader.AtEnd ? Make(curve, x, y) : throw new MalformedException("key", "is followed by more bytes");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new MalformedException("key", "is not a deterministic CBOR map of an elliptic-curve public key");
        }
    }

    /// <summary>Reads a key file: this CBOR map, or PEM ("PUBLIC KEY", SubjectPublicKeyInfo).</summary>
    public static CoseKey ReadFile(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith("-----BEGIN "u8))
        {
            return Read(bytes);
        }
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(System.Text.Encoding.ASCII.GetString(bytes.Span));
            return From(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            throw new MalformedException("key", "is not a PEM public key on a curve that COSE knows");
        }
    }

    /// <summary>The platform's form of the key. Costs about twice a verification: keep it.</summary>
    public ECDsa Import()
    {
        try
        {
            return ECDsa.Create(new ECParameters { Curve = NamedCurve(Curve), Q = new ECPoint { X = X, Y = Y } });
        }
        catch (CryptographicException)
        {
            throw new MalformedException("key", "is not a point on its curve");
        }
    }

    public bool Equals(CoseKey? other) => other is not null && Thumbprint == other.Thumbprint;

    public override bool Equals(object? obj) => Equals(obj as CoseKey);

    public override int GetHashCode() => Thumbprint.GetHashCode();

    private static CoseKey Make(int curve, byte[] x, byte[] y)
    {
        if (x.Length != CoordinateSize(curve) || y.Length != CoordinateSize(curve))
        {
            throw new MalformedException(
                "key", $"has coordinates of {x.Length} and {y.Length} bytes, curve {curve} takes {CoordinateSize(curve)}");
        }
        return new CoseKey(curve, x, y);
    }

    private static byte[] Encode(int curve, byte[] x, byte[] y)
    {
        var map = new CborBuffer(7 + CborBuffer.BytesSize(x.Length) + CborBuffer.BytesSize(y.Length));
        map.Head(CborMajor.Map, 4);
        map.Integer(1);
        map.Integer(2);
        map.Integer(-1);
        map.Integer(curve);
        map.Integer(-2);
        map.Bytes(x);
        map.Integer(-3);
        map.Bytes(y);
        return map.Finish();
    }

    private static int CoordinateSize(int curve) => curve switch
    {
        P256 => 32,
        P384 => 48,
        P521 => 66,
        _ => throw new MalformedException("key", $"names curve {curve}; 1, 2 and 3 are known"),
    };

    private static ECCurve NamedCurve(int curve) => curve switch
    {
        P256 => ECCurve.NamedCurves.nistP256,
        P384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    // A curve given by its parameters has no name at all.
    private static int CurveOf(ECCurve curve) => (curve.IsNamed ? curve.Oid.Value : null) switch
    {
        "1.2.840.10045.3.1.7" => P256,
        "1.3.132.0.34" => P384,
        "1.3.132.0.35" => P521,
        _ => throw new MalformedException(
            "key", $"is on curve '{(curve.IsNamed ? curve.Oid.FriendlyName : "unnamed")}'; P-256, P-384 and P-521 are known"),
    };
}
