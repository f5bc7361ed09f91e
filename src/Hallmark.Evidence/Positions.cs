namespace Hallmark.Evidence;

/// <summary>Position of an entry in the ledger, from 0. An index is not a count: see <see cref="TreeSize"/>.</summary>
public readonly record struct EntryIndex(ulong Value) : IComparable<EntryIndex>
{
    /// <summary>The entry behind this one.</summary>
    public EntryIndex Next => new(Value + 1);

    /// <summary>Number of entries up to and with this one.</summary>
    public TreeSize Size => new(Value + 1);

    public int CompareTo(EntryIndex other) => Value.CompareTo(other.Value);

    public EntryIndex Plus(ulong entries) => new(Value + entries);

    /// <summary>Whether it is among the first <paramref name="size"/> entries.</summary>
    public bool IsWithin(TreeSize size) => Value < size.Value;

    public override string ToString() => Value.ToString();

    public static bool operator <(EntryIndex left, EntryIndex right) => left.Value < right.Value;

    public static bool operator >(EntryIndex left, EntryIndex right) => left.Value > right.Value;

    public static bool operator <=(EntryIndex left, EntryIndex right) => left.Value <= right.Value;

    public static bool operator >=(EntryIndex left, EntryIndex right) => left.Value >= right.Value;
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

    public static bool operator <(BlockHeight left, BlockHeight right) => left.Value < right.Value;

    public static bool operator >(BlockHeight left, BlockHeight right) => left.Value > right.Value;

    public static bool operator <=(BlockHeight left, BlockHeight right) => left.Value <= right.Value;

    public static bool operator >=(BlockHeight left, BlockHeight right) => left.Value >= right.Value;
}
