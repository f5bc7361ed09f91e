namespace Hallmark.Evidence.Tiles;

/// <summary>
/// A tile with the roots of all full subtrees within it: row r holds those of 2^r hashes. Immutable, so threads may share it;
/// a wider one of the same tile takes over what a narrower one has worked out.
/// </summary>
internal sealed class ExpandedTile
{
    private const int Rows = 9;

    // Row after row: 256, 128, … 1 places, filled as far as the width allows.
    private readonly Digest[] _nodes = new Digest[(2 * TileId.FullWidth) - 1];

    private ExpandedTile(TileId tile) => Tile = tile;

    public TileId Tile { get; }

    public static ExpandedTile Read(ITileSource source, TileId tile, ExpandedTile? narrower)
    {
        var expanded = new ExpandedTile(tile);
        Digest[] nodes = expanded._nodes;
        int known = narrower?.Tile.Width ?? 0;
        narrower?._nodes.CopyTo(nodes, 0);
        source.ReadTile(tile, nodes.AsSpan(0, tile.Width));
        for (int row = 1; row < Rows; row++)
        {
            for (int i = known >> row; i < tile.Width >> row; i++)
            {
                int below = Start(row - 1) + (2 * i);
                nodes[Start(row) + i] = MerkleTree.NodeHash(nodes[below], nodes[below + 1]);
            }
        }
        return expanded;
    }

    /// <summary>Root over the 2^<paramref name="row"/> hashes from <paramref name="first"/> on, a multiple of as many.</summary>
    public Digest Node(int row, int first) => _nodes[Start(row) + (first >> row)];

    /// <summary>Places in the rows below: 256 + 128 + …</summary>
    private static int Start(int row) => (2 * TileId.FullWidth) - (2 * TileId.FullWidth >> row);
}
