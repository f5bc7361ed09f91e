using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// The RFC 9162 tree over leaf hashes that lie one after the other in memory, 32 bytes each. Same results as
/// <see cref="MerkleTree.Root"/>, level by level so that many nodes can be hashed at once: pairing neighbours and carrying
/// an odd one up gives the same tree as splitting at the largest power of two.
/// </summary>
internal static class TreeHashes
{
    private const byte NodePrefix = 1;

    public static Digest Root(ReadOnlySpan<byte> leaves)
    {
        if (leaves.IsEmpty)
        {
            return MerkleTree.EmptyRoot;
        }
        byte[] level = leaves.ToArray();
        int count = level.Length / Digest.Size;
        while (count > 1)
        {
            // A pair's hash is written at half the pair's place, behind everything still to be read: eight pairs are read first.
            var hasher = new LaneHasher(level);
            for (int i = 0; i + 1 < count; i += 2)
            {
                hasher.Add(NodePrefix, level.AsSpan(i * Digest.Size, 2 * Digest.Size));
            }
            hasher.Finish();
            if (count % 2 == 1)
            {
                level.AsSpan((count - 1) * Digest.Size, Digest.Size).CopyTo(level.AsSpan(count / 2 * Digest.Size));
            }
            count = (count + 1) / 2;
        }
        return Digest.FromBytes(level.AsSpan(0, Digest.Size));
    }
}
