using System.Numerics;

namespace Hallmark.Evidence;

/// <summary>
/// A growing RFC 9162 tree of which only the right edge is kept: one hash for each full subtree, at most 64. Adding a leaf
/// costs one node hash on average. Not safe for use by several threads.
/// </summary>
public sealed class MerkleAccumulator
{
    private readonly List<Digest> _edge = []; // roots of full subtrees, largest first
    private ulong _size;

    public MerkleAccumulator()
    {
    }

    /// <summary>Goes on from a right edge that <see cref="Edge"/> gave.</summary>
    /// <exception cref="MalformedException">A tree of this size has another number of full subtrees.</exception>
    public MerkleAccumulator(TreeSize size, IReadOnlyList<Digest> edge)
    {
        if (edge.Count != BitOperations.PopCount(size.Value))
        {
            throw new MalformedException(
                "tree edge", $"has {edge.Count} hashes, a tree of {size} leaves has {BitOperations.PopCount(size.Value)}");
        }
        _size = size.Value;
        _edge.AddRange(edge);
    }

    public TreeSize Size => new(_size);

    /// <summary>Roots of the full subtrees, largest first.</summary>
    public IReadOnlyList<Digest> Edge => _edge;

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
