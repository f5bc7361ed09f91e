using System.Numerics;
using System.Security.Cryptography;

namespace Hallmark.Evidence;

/// <summary>
/// The Merkle tree of RFC 9162 section 2.1 over SHA-256: leaves are hashed after a 0x00 byte, nodes after 0x01, and a tree
/// of n leaves splits at the largest power of two below n. Pure functions over leaf hashes held in memory.
/// </summary>
public static class MerkleTree
{
    private const int StackLimit = 1024;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static Digest LeafHash(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < StackLimit)
        {
            Span<byte> buffer = stackalloc byte[StackLimit];
            buffer[0] = 0;
            entry.CopyTo(buffer[1..]);
            return Digest.Of(buffer[..(entry.Length + 1)]);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        Span<byte> value = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(value);
        return Digest.FromBytes(value);
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static Digest NodeHash(Digest left, Digest right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * Digest.Size)];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Digest.Size)..]);
        return Digest.Of(buffer);
    }

    /// <summary>Root over <paramref name="leaves"/> (leaf hashes, not entries).</summary>
    public static Digest Root(ReadOnlySpan<Digest> leaves)
    {
        var tree = new MerkleAccumulator();
        foreach (Digest leaf in leaves)
        {
            tree.Add(leaf);
        }
        return tree.Root();
    }

    /// <summary>The path of RFC 9162 section 2.1.3.1 from leaf <paramref name="index"/> to the root, lowest sibling first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static Digest[] InclusionPath(ReadOnlySpan<Digest> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = new List<Digest>();
        while (leaves.Length > 1)
        {
            int split = Split(leaves.Length);
            if (index < split)
            {
                path.Add(Root(leaves[split..]));
                leaves = leaves[..split];
            }
            else
            {
                path.Add(Root(leaves[..split]));
                leaves = leaves[split..];
                index -= split;
            }
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>
    /// The path of RFC 9162 section 2.1.4.1 between the tree of the first <paramref name="older"/> leaves and all of them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="older"/> is 0 or more than there are leaves.</exception>
    public static Digest[] ConsistencyPath(ReadOnlySpan<Digest> leaves, int older)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(older);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(older, leaves.Length);
        var path = new List<Digest>();
        bool complete = true; // whether the older root is itself a node that the verifier holds
        while (older < leaves.Length)
        {
            int split = Split(leaves.Length);
            if (older <= split)
            {
                path.Add(Root(leaves[split..]));
                leaves = leaves[..split];
            }
            else
            {
                path.Add(Root(leaves[..split]));
                leaves = leaves[split..];
                older -= split;
                complete = false;
            }
        }
        if (!complete)
        {
            path.Add(Root(leaves));
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>The largest power of two below <paramref name="size"/> (size at least 2).</summary>
    private static int Split(int size) => 1 << BitOperations.Log2((uint)(size - 1));
}
