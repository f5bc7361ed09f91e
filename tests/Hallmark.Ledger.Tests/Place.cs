using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>What a byte of a ledger's file belongs to, so far as a refusal has to say it.</summary>
/// <param name="Offset">Where the block, the mark or the field of the first page begins.</param>
/// <param name="Height">The block's height, where it is of a block.</param>
/// <param name="Entry">The entry, where it is of an entry or its outcome.</param>
/// <param name="MayHideItsEntry">A byte of a length, by which everything behind it is read wrongly.</param>
internal sealed record Place(long Offset, ulong? Height = null, ulong? Entry = null, bool MayHideItsEntry = false)
{
    /// <summary>The place of every byte of a file that is whole; found by walking over the lengths in it.</summary>
    public static Place[] All(byte[] file)
    {
        Place[] places = [.. Enumerable.Range(0, file.Length).Select(InPage)];
        ulong entry = 0;
        foreach ((int offset, BlockRecord block) in World.Blocks(file))
        {
            ulong height = BlockHeader.Read(block.Header).Height.Value;
            int at = offset;
            Fill(places, ref at, LedgerFile.LengthSize + block.EntriesOffset + 4, new Place(offset, height));
            for (int i = 0; i < block.Entries.Count; i++)
            {
                Fill(places, ref at, 2, new Place(offset, height, entry + (ulong)i, MayHideItsEntry: true));
                Fill(places, ref at, block.Entries[i].Length, new Place(offset, height, entry + (ulong)i));
            }
            for (int i = 0; i < block.Outcomes.Count; i++)
            {
                Fill(places, ref at, 4, new Place(offset, height, entry + (ulong)i, MayHideItsEntry: true));
                Fill(places, ref at, block.Outcomes[i].Length, new Place(offset, height, entry + (ulong)i));
            }
            entry += (ulong)block.Entries.Count;
        }
        return places;
    }

    private static Place InPage(int at) => new(at switch
    {
        < 8 => 0,
        < 12 => 8,
        < 44 => 12,
        >= 512 and < 592 => 512,
        >= 1024 and < 1104 => 1024,
        _ => at,
    });

    private static void Fill(Place[] places, ref int at, int count, Place place)
    {
        Array.Fill(places, place, at, count);
        at += count;
    }
}
