namespace Hallmark.Evidence;

/// <summary>Position of an entry in the ledger, from 0. An index is not a count: see <see cref="TreeSize"/>.</summary>
public readonly record struct EntryIndex(ulong Value) : IComparable<EntryIndex>
{
    public int CompareTo(EntryIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>Number of entries under a tree root. The last entry has index <c>Value - 1</c>.</summary>
public readonly record struct TreeSize(ulong Value) : IComparable<TreeSize>
{
    /// <summary>The index that the next entry gets.</summary>
    public EntryIndex Next => new(Value);

    public TreeSize Plus(int entries) => new(Value + (ulong)entries);

    public int CompareTo(TreeSize other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}

/// <summary>Position of a block in the chain. The genesis block has height 0.</summary>
public readonly record struct BlockHeight(ulong Value) : IComparable<BlockHeight>
{
    public BlockHeight Next => new(Value + 1);

    public int CompareTo(BlockHeight other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();
}
