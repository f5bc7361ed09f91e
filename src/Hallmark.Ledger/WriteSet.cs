using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>
/// Canonical digest of a set of writes: SHA-256 over the writes in ordinal order of their keys, each as
/// u32 key length | key (UTF-8) | 01, u32 value length, value — or 00 where the key is removed. All numbers big-endian.
/// </summary>
public static class WriteSet
{
    /// <param name="writes">Where a key is written twice, the later write counts.</param>
    public static Digest DigestOf(IEnumerable<StateWrite> writes)
    {
        var last = new SortedDictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (StateWrite write in writes)
        {
            last[write.Key] = write.Value;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, byte[]? value) in last)
        {
            Append(hash, Encoding.UTF8.GetBytes(key));
            hash.AppendData([value is null ? (byte)0 : (byte)1]);
            if (value is not null)
            {
                Append(hash, value);
            }
        }
        return Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>The state root after a block: SHA-256(previous root || digest of the block's writes).</summary>
    public static Digest NextRoot(Digest previous, Digest writes)
    {
        Span<byte> buffer = stackalloc byte[2 * Digest.Size];
        previous.CopyTo(buffer);
        writes.CopyTo(buffer[Digest.Size..]);
        return Digest.Of(buffer);
    }

    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
