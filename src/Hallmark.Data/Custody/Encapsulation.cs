using System.Security.Cryptography;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Data.Custody;

/// <summary>
/// What is sent to a receiver's key so that both sides come to the same shared secret.
/// <code>
/// P-256    sent: the ephemeral point (65 bytes)
///          secret: ExtractAndExpand(ECDH, sent || receiver's point), the DHKEM of RFC 9180 section 4.1
/// hybrid   sent: the ephemeral point, then the ML-KEM-768 ciphertext (1,088 bytes)
///          secret: ExtractAndExpand(ECDH || ML-KEM secret, sent || receiver's point || receiver's encapsulation key)
/// </code>
/// </summary>
/// <param name="Algorithm">One of the algorithms of <see cref="KeyWrap"/>: which keys took part.</param>
/// <param name="Bytes">What is sent to the receiver, as above.</param>
/// <param name="SharedSecret">The secret that both sides now know and nobody else, 32 bytes.</param>
internal sealed record Encapsulation(int Algorithm, byte[] Bytes, byte[] SharedSecret)
{
    private const int PointSize = 65;
    private const int CiphertextSize = 1_088;
    private const int HybridKem = 0xff02; // not registered anywhere: the hybrid is ours

    public int Kem => Algorithm == KeyWrap.Curve ? Hpke.P256 : HybridKem;

    public static int SizeOf(int algorithm) => algorithm == KeyWrap.Curve ? PointSize : PointSize + CiphertextSize;

    public static Encapsulation To(AgreementPublicKey receiver, AgreementKey ephemeral)
    {
        byte[] agreed = ephemeral.Agree(receiver.Curve);
        byte[] point = ephemeral.PublicKey.Point;
        if (receiver.EncapsulationKey is null)
        {
            return Make(KeyWrap.Curve, point, agreed, receiver);
        }
        (byte[] ciphertext, byte[] secret) = KemKey.Encapsulate(receiver.EncapsulationKey);
        return Make(KeyWrap.Hybrid, [.. point, .. ciphertext], [.. agreed, .. secret], receiver);
    }

    /// <exception cref="MalformedException">Not a point on the curve, or a hybrid that the key cannot open.</exception>
    public static Encapsulation From(int algorithm, byte[] bytes, AgreementKey receiver)
    {
        CoseKey ephemeral;
        try
        {
            ephemeral = AgreementPublicKey.ReadPoint(bytes.AsSpan(0, PointSize));
        }
        catch (MalformedException e)
        {
            throw new MalformedException("key wrap.encapsulated", e.Reason);
        }
        byte[] agreed = receiver.Agree(ephemeral);
        if (algorithm == KeyWrap.Hybrid)
        {
            byte[] secret = receiver.Decapsulate(bytes.AsSpan(PointSize))
                ?? throw new MalformedException("key wrap.algorithm", "is the hybrid one, but the key at hand has no ML-KEM part");
            agreed = [.. agreed, .. secret];
        }
        return Make(algorithm, bytes, agreed, receiver.PublicKey);
    }

    private static Encapsulation Make(int algorithm, byte[] sent, byte[] agreed, AgreementPublicKey receiver)
    {
        byte[] context = [.. sent, .. receiver.Point, .. (algorithm == KeyWrap.Hybrid ? receiver.EncapsulationKey! : [])];
        var made = new Encapsulation(algorithm, sent, []);
        made = made with { SharedSecret = Hpke.SharedSecret(made.Kem, agreed, context) };
        CryptographicOperations.ZeroMemory(agreed);
        return made;
    }
}
