using System.Security.Cryptography;

namespace Hallmark.Data.Sealing;

/// <summary>
/// HMAC-SHA256 (RFC 2104) of many short messages of one length under one key, by the lanes of <see cref="LaneHasher"/>: a
/// platform call costs more than the hashing. Tests compare it with the platform.
/// </summary>
internal static class LaneHmac
{
    private const int BlockSize = 64;
    private const int HashSize = SHA256.HashSizeInBytes;

    public delegate void Fill(int index, Span<byte> message);

    /// <param name="key">At most 64 bytes.</param>
    /// <param name="count">Number of messages.</param>
    /// <param name="messageSize">Length of each.</param>
    /// <param name="fill">Writes a message; called once for each, in order.</param>
    /// <returns>32 bytes per message, in order.</returns>
    public static byte[] Run(ReadOnlySpan<byte> key, int count, int messageSize, Fill fill)
    {
        byte[] output = new byte[checked(count * HashSize)];
        byte[] inner = Pad(key, 0x36, messageSize);
        var hasher = new LaneHasher(output);
        for (int i = 0; i < count; i++)
        {
            fill(i, inner.AsSpan(BlockSize));
            hasher.Add(inner[0], inner.AsSpan(1));
        }
        hasher.Finish();
        // Each outer hash is written over its own inner one, which has been read by then.
        byte[] outer = Pad(key, 0x5c, HashSize);
        hasher = new LaneHasher(output);
        for (int i = 0; i < count; i++)
        {
            output.AsSpan(i * HashSize, HashSize).CopyTo(outer.AsSpan(BlockSize));
            hasher.Add(outer[0], outer.AsSpan(1));
        }
        hasher.Finish();
        CryptographicOperations.ZeroMemory(inner);
        CryptographicOperations.ZeroMemory(outer);
        return output;
    }

    private static byte[] Pad(ReadOnlySpan<byte> key, byte pad, int messageSize)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockSize, nameof(key));
        byte[] block = new byte[BlockSize + messageSize];
        key.CopyTo(block);
        foreach (ref byte value in block.AsSpan(0, BlockSize))
        {
            value ^= pad;
        }
        return block;
    }
}
