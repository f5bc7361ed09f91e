using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Publishing;

/// <summary>Cuts the entries of a ledger's blocks into bundles. Keeps the last block read, as neighbouring bundles share one.</summary>
internal sealed class PublishedEntries(LedgerView view)
{
    private IReadOnlyList<ReadOnlyMemory<byte>> _entries = [];
    private EntryIndex _first;

    /// <summary>The bytes of a bundle, each entry checked against its leaf hash.</summary>
    /// <param name="bundle">A bundle of the ledger's tree.</param>
    /// <param name="leaves">The hashes of the tile before it.</param>
    /// <exception cref="LedgerDamagedException">The ledger's file has other entries than were read from it.</exception>
    public byte[] Bundle(TileId bundle, ReadOnlySpan<Digest> leaves)
    {
        var entries = new ReadOnlyMemory<byte>[bundle.Width];
        for (int i = 0; i < entries.Length; i++)
        {
            var index = new EntryIndex((bundle.Index * TileId.FullWidth) + (ulong)i);
            entries[i] = Entry(index);
            if (MerkleTree.LeafHash(entries[i].Span) != leaves[i])
            {
                throw view.Altered(index);
            }
        }
        return EntryBundle.Encode(entries);
    }

    private ReadOnlyMemory<byte> Entry(EntryIndex index)
    {
        if (index.Value < _first.Value || index.Value - _first.Value >= (ulong)_entries.Count)
        {
            BlockHeight height = view.HeightOf(index);
            BlockRecord block = view.ReadBlock(height);
            _first = BlockHeader.Read(block.Header).FirstEntry;
            _entries = block.Entries;
        }
        return _entries[(int)(index.Value - _first.Value)];
    }
}
