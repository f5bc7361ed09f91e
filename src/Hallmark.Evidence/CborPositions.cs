namespace Hallmark.Evidence;

/// <summary>
/// Positions in the ledger as fields of CBOR maps: unsigned integers that fit a signed one, so that every reader of 64-bit integers can
/// read them.
/// </summary>
public static class CborPositions
{
    public static CborMapWriter Entry(this CborMapWriter map, string key, EntryIndex? entry) =>
        map.Integer(key, checked((long?)entry?.Value));

    public static CborMapWriter Height(this CborMapWriter map, string key, BlockHeight? height) =>
        map.Integer(key, checked((long?)height?.Value));

    public static CborMapWriter Size(this CborMapWriter map, string key, TreeSize size) => map.Integer(key, checked((long)size.Value));

    /// <exception cref="MalformedException">Missing, or no size.</exception>
    public static TreeSize Size(this CborMap map, string key) => new((ulong)map.Integer(key));

    /// <exception cref="MalformedException">Missing, or no such position.</exception>
    public static EntryIndex Entry(this CborMap map, string key) => new((ulong)map.Integer(key));

    /// <exception cref="MalformedException">No such position.</exception>
    public static EntryIndex? OptionalEntry(this CborMap map, string key) => map.Has(key) ? map.Entry(key) : null;

    public static CborMapWriter Entries(this CborMapWriter map, string key, IEnumerable<EntryIndex> entries) =>
        map.Integers(key, entries.Select(entry => checked((long)entry.Value)));

    /// <exception cref="MalformedException">Missing, too many, or no such positions.</exception>
    public static IReadOnlyList<EntryIndex> Entries(this CborMap map, string key, int maxCount) =>
        [.. map.Integers(key, maxCount).Select(entry => entry >= 0
            ? new EntryIndex((ulong)entry)
            : throw new MalformedException(key, "names an entry below 0"))];

    /// <exception cref="MalformedException">Missing, or no such position.</exception>
    public static BlockHeight Height(this CborMap map, string key) => new((ulong)map.Integer(key));

    /// <exception cref="MalformedException">No such position.</exception>
    public static BlockHeight? OptionalHeight(this CborMap map, string key) => map.Has(key) ? map.Height(key) : null;
}
