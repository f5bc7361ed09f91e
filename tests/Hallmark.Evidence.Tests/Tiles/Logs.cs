using System.Buffers.Binary;
using Hallmark.Evidence.Tiles;

namespace Hallmark.Evidence.Tests.Tiles;

/// <summary>Logs of numbered leaves.</summary>
internal static class Logs
{
    public static Digest[] Leaves(int count)
    {
        byte[] entry = new byte[4];
        var leaves = new Digest[count];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(entry, i);
            leaves[i] = MerkleTree.LeafHash(entry);
        }
        return leaves;
    }

    public static TileLog Of(IEnumerable<Digest> leaves)
    {
        var log = new TileLog();
        foreach (Digest leaf in leaves)
        {
            log.Append(leaf);
        }
        return log;
    }

    /// <summary>The root at every size, from 0 on.</summary>
    public static Digest[] Roots(IReadOnlyList<Digest> leaves)
    {
        var tree = new MerkleAccumulator();
        var roots = new List<Digest> { tree.Root() };
        foreach (Digest leaf in leaves)
        {
            tree.Add(leaf);
            roots.Add(tree.Root());
        }
        return [.. roots];
    }
}
