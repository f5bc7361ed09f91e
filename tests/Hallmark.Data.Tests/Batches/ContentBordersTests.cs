using Hallmark.Data.Batches;
using Hallmark.Data.Records;

namespace Hallmark.Data.Tests.Batches;

public sealed class ContentBordersTests
{
    private static readonly Schema Numbers = new([new Column("number", ColumnType.Int64), new Column("note", ColumnType.Text)]);

    [Theory]
    [InlineData(1)]
    [InlineData(97)]
    [InlineData(10_000)]
    public void Batches_are_the_same_however_the_records_come_in(int pieces)
    {
        long[] records = [.. Enumerable.Range(0, 5_000)];
        Assert.Equal(Cut(records, 4_096), Cut(records, pieces));
    }

    [Fact]
    public void Batches_have_the_wanted_size_on_average_and_never_a_quarter_or_four_times_of_it()
    {
        string[] sizes = [.. Cut([.. Enumerable.Range(0, 100_000)], 4_096).Select(batch => batch.Split(' ')[0])];
        int[] counts = [.. sizes.Select(int.Parse)];
        Assert.Equal(100_000, counts.Sum());
        Assert.All(counts[..^1], count => Assert.InRange(count, 25, 400));
        Assert.InRange(counts.Average(), 85, 115);
    }

    [Fact]
    public void A_record_put_in_taken_out_or_changed_changes_a_batch_or_two()
    {
        long[] records = [.. Enumerable.Range(0, 20_000)];
        HashSet<string> before = [.. Cut(records, 4_096)];
        int changed = 0;
        for (int place = 0; place < 20; place++)
        {
            int at = place * 997;
            changed += Cut([.. records[..at], -1, .. records[at..]], 4_096).Count(batch => !before.Contains(batch));
            changed += Cut([.. records[..at], .. records[(at + 1)..]], 4_096).Count(batch => !before.Contains(batch));
            changed += Cut([.. records[..at], -2, .. records[(at + 1)..]], 4_096).Count(batch => !before.Contains(batch));
        }
        Assert.InRange(changed / 60.0, 0.9, 1.6);
    }

    [Fact]
    public void Records_that_are_all_the_same_still_end_somewhere() =>
        Assert.All(Cut([.. Enumerable.Repeat(7L, 2_000)], 500), batch => Assert.InRange(int.Parse(batch.Split(' ')[0]), 1, 400));

    /// <summary>Size, first and last record of each batch, cut to a hundred.</summary>
    private static string[] Cut(long[] records, int piece)
    {
        var borders = new ContentBorders(100);
        IEnumerable<HashedRecords> pieces = records.Chunk(piece).Select(numbers =>
        {
            var buffer = new RecordBuffer(Numbers);
            foreach (long number in numbers)
            {
                buffer[0].Add(number);
                if (number % 3 == 0)
                {
                    buffer[1].AddMissing();
                }
                else
                {
                    buffer[1].Add($"note {number}");
                }
                buffer.AddPosition(number);
            }
            return borders.Hash(buffer);
        });
        return [.. borders.Cut(pieces).Select(batch =>
        {
            Assert.Equal(batch.Count, batch.Positions.Count);
            return $"{batch.Count} {BatchBuilder.Build(batch).Root} {batch.Positions[0]}";
        })];
    }
}
