namespace Hallmark.Evidence;

/// <summary>
/// A growing RFC 9162 tree of which only the right edge is kept: one hash for each full subtree, at most 64. Adding a leaf
/// costs one node hash on average. Not safe for use by several threads.
/// </summary>
public sealed class MerkleAccumulator
{
    private readonly List<Digest> _edge = []; // roots of full subtrees, largest first
    private ulong _size;

    public TreeSize Size => new(_size);

    public void Add(Digest leaf)
    {
        Digest node = leaf;
        for (ulong size = _size; (size & 1) == 1; size >>= 1)
        {
            node = MerkleTree.NodeHash(_edge[^1], node);
            _edge.RemoveAt(_edge.Count - 1);
        }
        _edge.Add(node);
        _size++;
    }

    /// <summary>Root of all leaves added so far.</summary>
    public Digest Root()
    {
        if (_edge.Count == 0)
        {
            return MerkleTree.EmptyRoot;
        }
        Digest root = _edge[^1];
        for (int i = _edge.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.NodeHash(_edge[i], root);
        }
        return root;
    }

    /// <summary>An independent accumulator with the same leaves.</summary>
    public MerkleAccumulator Clone()
    {
        var copy = new MerkleAccumulator { _size = _size };
        copy._edge.AddRange(_edge);
        return copy;
    }
}
