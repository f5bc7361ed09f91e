using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Api;

/// <summary>A block with its entries.</summary>
/// <param name="Hash">Of its header.</param>
/// <param name="Size">Entries in the tree under it.</param>
public sealed record BlockAnswer(ulong Height, string Hash, ulong Size, IReadOnlyList<EntryAnswer> Entries)
{
    public static BlockAnswer Of(LedgerView ledger, BlockHeight height)
    {
        var header = BlockHeader.Read(ledger.ReadBlock(height).Header);
        return new BlockAnswer(
            height.Value, header.Hash.ToString(), header.Size.Value,
            [.. ledger.Entries(header.FirstEntry).TakeWhile(entry => entry.Height == height).Select(EntryAnswer.Of)]);
    }
}
