using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>
/// The ledger's file is not what was committed. It is refused as it is: nothing is repaired, nothing is cut.
/// </summary>
public sealed class LedgerDamagedException(string file, long offset, BlockHeight? height, EntryIndex? entry, string reason)
    : Exception(
        $"{file}, offset {offset}{(height is null ? "" : $", block {height}")}{(entry is null ? "" : $", entry {entry}")}: {reason}")
{
    public long Offset { get; } = offset;

    public BlockHeight? Height { get; } = height;

    public EntryIndex? Entry { get; } = entry;

    public string Reason { get; } = reason;
}
