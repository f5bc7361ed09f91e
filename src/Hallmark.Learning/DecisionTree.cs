namespace Hallmark.Learning;

/// <summary>A question of a tree, or a leaf.</summary>
/// <param name="Feature">Asked about; below 0 in a leaf.</param>
/// <param name="Bound">Numbers up to it go to <paramref name="Next"/>, larger ones to the node after that.</param>
/// <param name="Next">A node, behind this one; in a leaf, which leaf it is.</param>
internal readonly record struct TreeNode(int Feature, float Bound, int Next)
{
    public const int Leaf = -1;
}

/// <summary>How much the records of a class weigh in a leaf.</summary>
internal readonly record struct LeafWeight(int Class, int Weight);

/// <summary>One tree of a <see cref="Forest"/>.</summary>
/// <param name="Nodes">The first is the root; every other follows on exactly one before it.</param>
/// <param name="Leaves">Where each leaf's weights begin, leaf by leaf, and at last where they all end.</param>
/// <param name="Weights">Of the classes that a leaf has, ascending; at least one to a leaf.</param>
internal sealed record DecisionTree(TreeNode[] Nodes, int[] Leaves, LeafWeight[] Weights)
{
    /// <summary>What the records of its leaf weigh by class.</summary>
    public ReadOnlySpan<LeafWeight> Find(ReadOnlySpan<float> record)
    {
        TreeNode node = Nodes[0];
        while (node.Feature >= 0)
        {
            node = Nodes[record[node.Feature] <= node.Bound ? node.Next : node.Next + 1];
        }
        return Weights.AsSpan(Leaves[node.Next]..Leaves[node.Next + 1]);
    }
}
