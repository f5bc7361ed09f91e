namespace Hallmark.Evidence.Tiles;

/// <summary>
/// Where the hashes of a log come from: memory, files, a server. A seam. What a source answers is not trusted: whoever proves
/// something with it compares with a root that was signed.
/// </summary>
public interface ITileSource
{
    /// <summary>The largest tree whose tiles are all there.</summary>
    TreeSize Size { get; }

    /// <summary>Fills <paramref name="hashes"/>, which is as long as the tile is wide.</summary>
    /// <param name="tile">A hash tile (not entries) of the tree of <see cref="Size"/> leaves: full, or of that tree's width.</param>
    void ReadTile(TileId tile, Span<Digest> hashes);
}
