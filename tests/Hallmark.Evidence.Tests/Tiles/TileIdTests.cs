using Hallmark.Evidence.Tiles;

namespace Hallmark.Evidence.Tests.Tiles;

/// <summary>Names of tiles, which are the paths of files.</summary>
public sealed class TileIdTests
{
    [Theory]
    [InlineData(0, 0ul, 256, "tile/0/000")]
    [InlineData(0, 1234067ul, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 1234067ul, 12, "tile/0/x001/x234/067.p/12")]
    [InlineData(1, 999ul, 1, "tile/1/999.p/1")]
    [InlineData(2, 1000ul, 255, "tile/2/x001/000.p/255")]
    [InlineData(7, 0ul, 255, "tile/7/000.p/255")]
    [InlineData(TileId.Entries, 5ul, 256, "tile/entries/005")]
    [InlineData(TileId.Entries, 1005ul, 3, "tile/entries/x001/005.p/3")]
    [InlineData(0, 72057594037927935ul, 255, "tile/0/x072/x057/x594/x037/x927/935.p/255")]
    public void A_tile_has_one_path_that_reads_back(int level, ulong index, int width, string path)
    {
        var tile = new TileId(level, index, width);
        Assert.Equal(path, tile.Path);
        Assert.Equal(tile, TileId.Parse(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tiles/0/000")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/ 00")]
    [InlineData("tile/0/+00")]
    [InlineData("tile/0/x000")]
    [InlineData("tile/0/x000/067")]
    [InlineData("tile/0/001/067")]
    [InlineData("tile/0/X001/067")]
    [InlineData("tile/00/000")]
    [InlineData("tile/01/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/7/000")]
    [InlineData("tile/7/001.p/1")]
    [InlineData("tile/0/x072/x057/x594/x037/x927/935")]
    [InlineData("tile/0/x072/x057/x594/x037/x927/936.p/1")]
    [InlineData("tile/0/x001/x000/x000/x000/x000/x000/000")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/000\n")]
    public void What_is_no_path_of_a_tile_is_refused(string path) =>
        Assert.Equal("tile path", Assert.Throws<MalformedException>(() => TileId.Parse(path)).Field);

    [Fact]
    public void Tiles_that_no_tree_has_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(-2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(0, 0, 257));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(7, 0, 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileId(0, 1ul << 56, 1));
        Assert.Equal(new TreeSize(255ul << 56), new TileId(7, 0, 255).Needs);
    }

    [Theory]
    [InlineData(0ul, 0, "")]
    [InlineData(1ul, 0, "tile/0/000.p/1")]
    [InlineData(255ul, 1, "")]
    [InlineData(256ul, 0, "tile/0/000")]
    [InlineData(256ul, 1, "tile/1/000.p/1")]
    [InlineData(70000ul, 1, "tile/1/000 tile/1/001.p/17")]
    [InlineData(70000ul, 2, "tile/2/000.p/1")]
    [InlineData(513ul, TileId.Entries, "tile/entries/000 tile/entries/001 tile/entries/002.p/1")]
    public void The_tiles_of_a_tree_are_its_full_ones_and_a_partial_one(ulong size, int level, string expected) =>
        Assert.Equal(expected, string.Join(' ', TileId.Of(new TreeSize(size), level)));
}
