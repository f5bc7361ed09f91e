using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// Canonical digest of a set of writes: SHA-256 over the writes in ordinal order of their keys, each as
/// u32 key length | key (UTF-8) | 01, u32 value length, value — or 00 where the key is removed. All numbers big-endian.
/// </summary>
public static class WriteSet
{
    /// <param name="writes">Where a key is written twice, the later write counts.</param>
    public static Digest DigestOf(IReadOnlyList<StateWrite> writes)
    {
        int[] order = [.. Enumerable.Range(0, writes.Count)];
        // Of equal keys the later write comes last, and only that one counts.
        Array.Sort(order, (a, b) => string.CompareOrdinal(writes[a].Key, writes[b].Key) is var keys and not 0 ? keys : a.CompareTo(b));
        var bytes = new ArrayBufferWriter<byte>(1024);
        for (int i = 0; i < order.Length; i++)
        {
            StateWrite write = writes[order[i]];
            if (i + 1 == order.Length || write.Key != writes[order[i + 1]].Key)
            {
                Append(bytes, write);
            }
        }
        return Digest.Of(bytes.WrittenSpan);
    }

    /// <summary>The state root after a block: SHA-256(previous root || digest of the block's writes).</summary>
    public static Digest NextRoot(Digest previous, Digest writes)
    {
        Span<byte> buffer = stackalloc byte[2 * Digest.Size];
        previous.CopyTo(buffer);
        writes.CopyTo(buffer[Digest.Size..]);
        return Digest.Of(buffer);
    }

    private static void Append(ArrayBufferWriter<byte> bytes, StateWrite write)
    {
        int keyLength = Encoding.UTF8.GetByteCount(write.Key);
        Span<byte> head = bytes.GetSpan(4 + keyLength + 1);
        BinaryPrimitives.WriteInt32BigEndian(head, keyLength);
        Encoding.UTF8.GetBytes(write.Key, head[4..]);
        head[4 + keyLength] = write.Value is null ? (byte)0 : (byte)1;
        bytes.Advance(4 + keyLength + 1);
        if (write.Value is { } value)
        {
            Span<byte> body = bytes.GetSpan(4 + value.Length);
            BinaryPrimitives.WriteInt32BigEndian(body, value.Length);
            value.CopyTo(body[4..]);
            bytes.Advance(4 + value.Length);
        }
    }
}
