using System.Security.Cryptography;
using Hallmark.Data.Batches;

namespace Hallmark.Data.Custody;

/// <summary>
/// HMAC-SHA256 (RFC 2104) of many short messages of one length under one key, by the lanes of <see cref="LaneHasher"/>: a
/// platform call costs more than the hashing, and the key is hashed once for all of them. Tests compare it with the platform.
/// </summary>
internal static class LaneHmac
{
    private const int BlockSize = 64;
    private const int HashSize = SHA256.HashSizeInBytes;

    public delegate void Fill(int index, Span<byte> message);

    /// <param name="key">At most 64 bytes.</param>
    /// <param name="count">Number of messages.</param>
    /// <param name="messageSize">Length of each, 1 to 64 bytes.</param>
    /// <param name="fill">Writes a message; called once for each, in order.</param>
    /// <returns>32 bytes per message, in order.</returns>
    public static byte[] Run(ReadOnlySpan<byte> key, int count, int messageSize, Fill fill)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(messageSize is > 0 and <= BlockSize, true, nameof(messageSize));
        byte[] output = new byte[checked(count * HashSize)];
        Span<byte> message = stackalloc byte[messageSize];
        LaneHasher hasher = After(key, 0x36, output);
        for (int i = 0; i < count; i++)
        {
            fill(i, message);
            hasher.Add(message[0], message[1..]);
        }
        hasher.Finish();
        // Each outer hash is written over its own inner one, which has been read by then.
        hasher = After(key, 0x5c, output);
        for (int i = 0; i < count; i++)
        {
            hasher.Add(output[i * HashSize], output.AsSpan((i * HashSize) + 1, HashSize - 1));
        }
        hasher.Finish();
        return output;
    }

    private static LaneHasher After(ReadOnlySpan<byte> key, byte pad, byte[] output)
    {
        Span<byte> block = stackalloc byte[BlockSize];
        block.Clear();
        key.CopyTo(block);
        foreach (ref byte value in block)
        {
            value ^= pad;
        }
        var hasher = LaneHasher.After(block, output);
        CryptographicOperations.ZeroMemory(block);
        return hasher;
    }
}
