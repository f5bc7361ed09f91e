using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Quality.Duplicates;

namespace Hallmark.Quality.Tests.Duplicates;

public sealed class LedgerDuplicatesTests
{
    [Fact]
    public void The_filter_forgets_nothing_and_errs_as_rarely_as_it_says()
    {
        const int Records = 200_000;
        var filter = new DuplicateFilter(Records);
        Assert.Equal(2 * Records, filter.Size);
        for (int i = 0; i < Records; i++)
        {
            filter.Add(Leaf(i));
        }
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.True(filter.Add(Leaf(i))));
        int wrong = Enumerable.Range(Records, 20_000).Count(i => filter.Add(Leaf(i)));
        Assert.InRange(wrong / 20_000.0, 0.0002, 1.0 / 500);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(30_000)]
    public void Duplicates_are_exact_whatever_size_the_filter_has(long records)
    {
        Digest[] leaves = [.. Enumerable.Range(0, 20_000).Select(i => Leaf(i % 7 == 3 ? i / 2 : i))];
        var first = new Dictionary<Digest, long>();
        var expected = new List<LedgerDuplicate>();
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!first.TryAdd(leaves[i], i))
            {
                expected.Add(new LedgerDuplicate(i, first[leaves[i]]));
            }
        }
        Assert.True(expected.Count > 1_000);
        Assert.Equal(expected, LedgerDuplicates.Find(() => leaves, records));
    }

    [Fact]
    public void An_empty_ledger_and_one_of_copies_are_read()
    {
        Assert.Empty(LedgerDuplicates.Find(() => [], 0));
        Digest same = Leaf(1);
        Assert.Equal([new LedgerDuplicate(1, 0), new LedgerDuplicate(2, 0)], LedgerDuplicates.Find(() => [same, same, same], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DuplicateFilter(0));
    }

    private static Digest Leaf(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return Digest.Of(bytes);
    }
}
