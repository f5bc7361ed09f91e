using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hallmark.Data.Custody;

/// <summary>
/// As much of Hybrid Public Key Encryption (RFC 9180) as one message in base mode with HKDF-SHA256 takes: from what two keys
/// agreed on to a shared secret (section 4.1), and from that to key and nonce of the first message (section 5.1).
/// </summary>
internal static class Hpke
{
    public const int P256 = 0x0010;
    public const int Aes128Gcm = 0x0001;
    public const int Aes256Gcm = 0x0002;
    public const int NonceSize = 12;

    private const int HkdfSha256 = 0x0001;
    private const byte BaseMode = 0;
    private const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>ExtractAndExpand of a DHKEM (RFC 9180 section 4.1): the shared secret of both sides, 32 bytes.</summary>
    /// <param name="kem">Id of the key encapsulation.</param>
    /// <param name="agreed">The secret that the two key pairs give: of ECDH, and of ML-KEM behind it in the hybrid.</param>
    /// <param name="context">What was sent, then the receiver's public key.</param>
    public static byte[] SharedSecret(int kem, ReadOnlySpan<byte> agreed, ReadOnlySpan<byte> context)
    {
        byte[] suite = [.. "KEM"u8, .. Id(kem)];
        byte[] key = Extract(suite, [], "eae_prk"u8, agreed);
        return Expand(suite, key, "shared_secret"u8, context, HashSize);
    }

    /// <summary>KeySchedule in base mode: the key, and the nonce of message 0.</summary>
    public static (byte[] Key, byte[] Nonce) Schedule(int kem, int aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info)
    {
        byte[] suite = [.. "HPKE"u8, .. Id(kem), .. Id(HkdfSha256), .. Id(aead)];
        byte[] context = [BaseMode, .. Extract(suite, [], "psk_id_hash"u8, []), .. Extract(suite, [], "info_hash"u8, info)];
        byte[] secret = Extract(suite, sharedSecret, "secret"u8, []);
        int keySize = aead == Aes128Gcm ? 16 : 32;
        return (Expand(suite, secret, "key"u8, context, keySize), Expand(suite, secret, "base_nonce"u8, context, NonceSize));
    }

    private static byte[] Extract(ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> material)
    {
        byte[] key = new byte[HashSize];
        HKDF.Extract(HashAlgorithmName.SHA256, [.. "HPKE-v1"u8, .. suite, .. label, .. material], salt, key);
        return key;
    }

    private static byte[] Expand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length)
    {
        byte[] output = new byte[length];
        HKDF.Expand(HashAlgorithmName.SHA256, key, output, [.. Id(length), .. "HPKE-v1"u8, .. suite, .. label, .. info]);
        return output;
    }

    private static byte[] Id(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
