using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Batches;

public sealed class RecordPlacesTests
{
    private static readonly SourceFileFacts A = new("a.csv", 100, Digest.Of("a"u8));
    private static readonly SourceFileFacts B = new("b.csv", 200, Digest.Of("b"u8));

    [Fact]
    public void Every_record_leads_back_to_its_file_and_line()
    {
        (SourceFileFacts, long)[] places = [(A, 2), (A, 3), (A, 7), (A, 8), (B, 9), (B, 2), (A, 3)];
        RecordPlaces read = RecordPlaces.Read(RecordPlaces.Of("line", places).ToBytes(), places.Length);
        Assert.Equal(places, Enumerable.Range(0, read.Count).Select(record => read[record]));
        Assert.Equal(("line", 2), (read.Unit, read.Files.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => read[places.Length]);
    }

    [Fact]
    public void Lines_that_follow_each_other_take_no_more_room_than_one()
    {
        byte[] bytes = RecordPlaces.Of("line", Enumerable.Range(2, 10_000).Select(line => (A, (long)line))).ToBytes();
        Assert.InRange(bytes.Length, 1, 150);
        Assert.Equal(10_001, RecordPlaces.Read(bytes, 10_000)[9_999].Place);
    }

    [Theory]
    [InlineData(new long[] { 0, 2 }, "not three")]
    [InlineData(new long[] { 1, 2, 3 }, "has the run 1, 2, 3 after 0 records")]
    [InlineData(new long[] { 0, 0, 3 }, "has the run 0, 0, 3")]
    [InlineData(new long[] { 0, 2, 0 }, "has the run 0, 2, 0")]
    [InlineData(new long[] { 0, long.MaxValue, 3 }, "has the run")]
    [InlineData(new long[] { 0, 2, 2 }, "are of 2 records, the batch has 3")]
    [InlineData(new long[] { 0, 2, 2, 0, 9, long.MaxValue }, "after 2 records")]
    public void Runs_that_cannot_be_are_refused(long[] runs, string reason)
    {
        byte[] bytes = new CborMapWriter()
            .Integer("version", 1).Text("unit", "line")
            .Maps("files", [new CborMapWriter().Text("name", "a").Integer("size", 1).Digest("digest", Digest.Of("a"u8))])
            .Integers("runs", runs).ToBytes();
        Assert.Contains(reason, Assert.Throws<MalformedException>(() => RecordPlaces.Read(bytes, 3)).Message, StringComparison.Ordinal);
    }
}
