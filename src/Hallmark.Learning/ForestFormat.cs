using System.Buffers.Binary;

namespace Hallmark.Learning;

/// <summary>
/// The bytes of a <see cref="Forest"/>, version 1, frozen. Little-endian; trees as they were grown have exactly one encoding.
/// <code>
/// size      field
/// 8         magic "HMKTREES"
/// 4         version, 1
/// 4         inputs I, 1 to 2^20
/// 4         classes C, 2 to 65,536
/// 4         trees, 1 to 1,000
/// per tree:
///   4       nodes N, odd
///   4       weights W, at least one for each of the (N + 1) / 2 leaves
///   12 · N  nodes: feature, below I, or 0xFFFFFFFF in a leaf; bound, float32, finite, 0 in a leaf; next
///   4 · leaves  how many weights each leaf has, 1 to C
///   8 · W   weights, leaf by leaf: class, ascending in a leaf; weight, at least 1, 2^31 - 1 in a leaf at most
/// </code>
/// <para>The next of a question is the first of two nodes that no other question leads to, behind it; that of a leaf is a leaf's number
/// that no other has. So nodes are a tree, and every walk comes to an end.</para>
/// </summary>
public static class ForestFormat
{
    private const int Version = 1;
    private const int HeadSize = 24;
    private const int TreeHeadSize = 8;
    private const int NodeSize = 12;
    private const int WeightSize = 8;

    private static ReadOnlySpan<byte> MagicBytes => "HMKTREES"u8;

    public static byte[] Write(Forest forest)
    {
        byte[] bytes = new byte[checked((int)(HeadSize + forest.Trees.Sum(Size)))];
        MagicBytes.CopyTo(bytes);
        Span<byte> rest = bytes.AsSpan(MagicBytes.Length);
        foreach (int field in (ReadOnlySpan<int>)[Version, forest.Inputs, forest.Classes, forest.Trees.Length])
        {
            rest = WriteInt(rest, field);
        }
        foreach (DecisionTree tree in forest.Trees)
        {
            rest = WriteTree(rest, tree);
        }
        return bytes;
    }

    /// <summary>Reads exactly one forest; trusts nothing, and allocates no more than the bytes present can fill.</summary>
    public static Reading<Forest> Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        cursor.Magic(MagicBytes);
        cursor.Count("version", Version, Version);
        int inputs = cursor.Count("inputs", 1, Forest.InputsMax);
        int classes = cursor.Count("classes", 2, Forest.ClassesMax);
        int count = cursor.Count("trees", 1, ForestOptions.TreesMax);
        var trees = new List<DecisionTree>();
        while (trees.Count < count && ReadTree(ref cursor, inputs, classes) is { } tree)
        {
            trees.Add(tree);
        }
        cursor.End();
        return cursor.Failure is null
            ? new Reading<Forest>.Good(new Forest(inputs, classes, [.. trees]))
            : new Reading<Forest>.Malformed(cursor.Offset, cursor.Failure);
    }

    private static long Size(DecisionTree tree) =>
        TreeHeadSize + ((long)NodeSize * tree.Nodes.Length) + (sizeof(uint) * (tree.Leaves.Length - 1L))
        + ((long)WeightSize * tree.Weights.Length);

    private static Span<byte> WriteInt(Span<byte> destination, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, value);
        return destination[sizeof(int)..];
    }

    private static Span<byte> WriteTree(Span<byte> rest, DecisionTree tree)
    {
        rest = WriteInt(WriteInt(rest, tree.Nodes.Length), tree.Weights.Length);
        foreach (TreeNode node in tree.Nodes)
        {
            rest = WriteInt(rest, node.Feature);
            BinaryPrimitives.WriteSingleLittleEndian(rest, node.Bound);
            rest = WriteInt(rest[sizeof(float)..], node.Next);
        }
        for (int leaf = 1; leaf < tree.Leaves.Length; leaf++)
        {
            rest = WriteInt(rest, tree.Leaves[leaf] - tree.Leaves[leaf - 1]);
        }
        foreach (LeafWeight weight in tree.Weights)
        {
            rest = WriteInt(WriteInt(rest, weight.Class), weight.Weight);
        }
        return rest;
    }

    private static DecisionTree? ReadTree(ref ByteCursor cursor, int inputs, int classes)
    {
        int count = cursor.Count("nodes", 1, int.MaxValue);
        cursor.Require(count % 2 == 1, $"{count} nodes are no tree of questions with two answers.");
        int weights = cursor.Count("weights", 1, int.MaxValue);
        int leaves = (count / 2) + 1;
        long needed = ((long)NodeSize * count) + ((long)sizeof(uint) * leaves) + ((long)WeightSize * weights);
        cursor.Require(needed <= cursor.Remaining, $"the tree needs {needed} bytes, {cursor.Remaining} are left.");
        if (cursor.Failure is not null)
        {
            return null;
        }
        TreeNode[] nodes = ReadNodes(ref cursor, count, inputs);
        int[] ends = ReadLeaves(ref cursor, leaves, weights, classes);
        LeafWeight[] found = cursor.Failure is null ? ReadWeights(ref cursor, ends, classes) : [];
        return cursor.Failure is null ? new DecisionTree(nodes, ends, found) : null;
    }

    private static TreeNode[] ReadNodes(ref ByteCursor cursor, int count, int inputs)
    {
        var nodes = new TreeNode[count];
        bool[] reached = new bool[count]; // by a question, the first of two nodes
        bool[] taken = new bool[(count / 2) + 1]; // leaves
        for (int i = 0; i < count && cursor.Failure is null; i++)
        {
            uint feature = cursor.UInt32("feature");
            float[] bound = new float[1];
            cursor.Floats(bound, "bound");
            bool isLeaf = feature == uint.MaxValue;
            int next = cursor.Count("next", 0, isLeaf ? taken.Length - 1 : count - 1);
            nodes[i] = new TreeNode(isLeaf ? TreeNode.Leaf : (int)Math.Min(feature, int.MaxValue), bound[0], next);
            cursor.Require(isLeaf || feature < inputs, $"node {i} asks about feature {feature} of {inputs}.");
            cursor.Require(
                isLeaf ? BitConverter.SingleToUInt32Bits(bound[0]) == 0 : float.IsFinite(bound[0]),
                $"node {i} has the bound {bound[0]}.");
            bool[] once = isLeaf ? taken : reached;
            cursor.Require(!once[next], $"node {i} leads where another does, to {next}.");
            cursor.Require(isLeaf || (next > i && next % 2 == 1), $"node {i} leads to {next}.");
            once[next] = true;
        }
        return nodes;
    }

    private static int[] ReadLeaves(ref ByteCursor cursor, int leaves, int weights, int classes)
    {
        int[] ends = new int[leaves + 1];
        for (int leaf = 0; leaf < leaves && cursor.Failure is null; leaf++)
        {
            int of = cursor.Count("weights of a leaf", 1, classes);
            cursor.Require(of <= weights - ends[leaf], $"leaf {leaf} has {of} weights, {weights - ends[leaf]} are left.");
            ends[leaf + 1] = cursor.Failure is null ? ends[leaf] + of : ends[leaf];
        }
        cursor.Require(ends[leaves] == weights, $"the leaves have {ends[leaves]} weights, not {weights}.");
        return ends;
    }

    private static LeafWeight[] ReadWeights(ref ByteCursor cursor, int[] ends, int classes)
    {
        var weights = new LeafWeight[ends[^1]];
        for (int leaf = 0; leaf + 1 < ends.Length; leaf++)
        {
            long sum = 0;
            for (int i = ends[leaf]; i < ends[leaf + 1] && cursor.Failure is null; i++)
            {
                int least = i == ends[leaf] ? 0 : Math.Min(classes - 1, weights[i - 1].Class + 1);
                weights[i] = new LeafWeight(cursor.Count("class", least, classes - 1), cursor.Count("weight", 1, int.MaxValue));
                cursor.Require(i == ends[leaf] || weights[i].Class > weights[i - 1].Class, $"leaf {leaf} has a class twice.");
                sum += weights[i].Weight;
            }
            cursor.Require(sum <= int.MaxValue, $"leaf {leaf} weighs {sum}.");
        }
        return weights;
    }
}
