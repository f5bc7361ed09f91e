using Hallmark.Evidence;
using Hallmark.Evidence.Tiles;

namespace Hallmark.Ledger.Publishing;

/// <summary>The bytes of each tile and bundle, made from the ledger: what is written, and what is compared with.</summary>
/// <param name="view">The ledger, which other threads may go on writing.</param>
/// <param name="tiles">Its hashes.</param>
internal sealed class TileBytes(LedgerView view, ITileSource tiles)
{
    private readonly PublishedEntries _entries = new(view);
    private readonly Digest[] _hashes = new Digest[TileId.FullWidth];

    /// <param name="tile">One that the ledger's tree has.</param>
    /// <exception cref="LedgerDamagedException">The ledger's file has other entries than were read from it.</exception>
    public byte[] Of(TileId tile)
    {
        bool isBundle = tile.Level == TileId.Entries;
        ReadHashes(isBundle ? new TileId(0, tile.Index, tile.Width) : tile);
        if (isBundle)
        {
            return _entries.Bundle(tile, _hashes);
        }
        byte[] bytes = new byte[tile.Width * Digest.Size];
        for (int i = 0; i < tile.Width; i++)
        {
            _hashes[i].CopyTo(bytes.AsSpan(i * Digest.Size));
        }
        return bytes;
    }

    /// <summary>The most bytes that the file of a tile can have.</summary>
    public static int MaxOf(TileId tile) => tile.Level == TileId.Entries ? EntryBundle.MaxBytes : TileId.FullWidth * Digest.Size;

    /// <summary>The source may have grown since the tile was chosen: it is asked for its own width, which begins with the tile.</summary>
    private void ReadHashes(TileId tile)
    {
        ulong there = (tiles.Size.Value >> (8 * tile.Level)) - (tile.Index * TileId.FullWidth);
        var wider = new TileId(tile.Level, tile.Index, (int)Math.Min(TileId.FullWidth, there));
        tiles.ReadTile(wider, _hashes.AsSpan(0, wider.Width));
    }
}
