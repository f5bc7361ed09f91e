using Hallmark.Evidence;

namespace Hallmark.Ledger.Blocks;

/// <summary>Which part of a block is not what it should be.</summary>
public enum BlockPart
{
    /// <summary>It is decided by rules that this program does not know; whether it is good cannot be told.</summary>
    Rules,
    Header,
    Seal,
    Entry,
    Outcome,
    State,
}

/// <summary>One thing wrong with a block, with what was expected and found where there are two values.</summary>
/// <param name="Entry">The entry concerned, where it is known.</param>
public sealed record BlockFault(BlockPart Part, BlockHeight Height, EntryIndex? Entry, string Message);
