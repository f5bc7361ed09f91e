using System.Buffers.Binary;
using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Batches;

public sealed class ContentSketchTests
{
    [Fact]
    public void It_is_the_smallest_hashes_each_once_whatever_the_order()
    {
        var random = new Random(7);
        for (int round = 0; round < 50; round++)
        {
            byte[][] hashes = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => Hash(random.Next(300)))];
            ulong[] expected = [.. hashes.Select(hash => BinaryPrimitives.ReadUInt64BigEndian(hash)).Distinct().Order().Take(64)];
            Assert.Equal(expected, Of(hashes).Hashes);
            random.Shuffle(hashes);
            Assert.Equal(Of(hashes), ContentSketch.Read(Of(hashes).ToBytes(), "sketch"));
            Assert.Equal(expected, Of(hashes).Hashes);
        }
    }

    [Fact]
    public void It_shows_what_would_be_in_it()
    {
        ContentSketch few = Of(Hash(1), Hash(2));
        Assert.True(few.Shows(ulong.MaxValue));
        ContentSketch many = Of([.. Enumerable.Range(0, 1000).Select(Hash)]);
        Assert.True(many.Shows(many.Hashes[^1]));
        Assert.False(many.Shows(many.Hashes[^1] + 1));
    }

    [Theory]
    [InlineData("", "0 bytes")]
    [InlineData("00000000000001", "7 bytes")]
    [InlineData("00000000000000020000000000000002", "ascending")]
    [InlineData("00000000000000020000000000000001", "ascending")]
    public void What_is_none_is_refused(string hex, string reason)
    {
        var error = Assert.Throws<MalformedException>(() => ContentSketch.Read(Convert.FromHexString(hex), "manifest.sketch"));
        Assert.Contains("manifest.sketch", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Throws<MalformedException>(() => ContentSketch.Read(new byte[65 * 8], "sketch"));
    }

    private static ContentSketch Of(params byte[][] hashes) => ContentSketch.OfLeaves([.. hashes.SelectMany(hash => hash)]);

    private static byte[] Hash(int record) => Digest.Of(BitConverter.GetBytes(record)).ToArray();
}
