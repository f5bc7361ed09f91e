using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Quality.Tests;

/// <summary>Pools made in memory, the way a validator gets them: built, decoded, named by their root.</summary>
internal static class Pools
{
    public static Schema Points { get; } = new(
        [new Column("x", ColumnType.Float64, -50, 50), new Column("y", ColumnType.Float64), new Column("note", ColumnType.Text),
            new Column("class", ColumnType.Text)],
        "class",
        ["a", "b", "c"]);

    public static PoolBatch Batch(int entry, params (double? X, double? Y, string Note, string Label)[] rows)
    {
        var records = new RecordBuffer(Points);
        foreach ((double? x, double? y, string note, string label) in rows)
        {
            Add(records[0], x);
            Add(records[1], y);
            records[2].Add(note);
            records[3].Add(label);
        }
        return Of(entry, records);
    }

    public static PoolBatch Of(int entry, RecordBuffer records)
    {
        BatchContent content = BatchBuilder.Build(records);
        RecordBatch decoded = BatchReader.Decode(content.Content, records.Schema);
        return new PoolBatch(content.Root, new EntryIndex((ulong)entry), records.Schema, decoded.Count, () => decoded);
    }

    /// <summary>
    /// Three well separated clouds, one per class; of each batch, <paramref name="flipped"/> says which records get another label.
    /// </summary>
    public static PoolBatch Blobs(int entry, int count, Func<int, bool> flipped)
    {
        var random = new Random(1_000 + entry);
        return Batch(entry, [.. Enumerable.Range(0, count).Select(i =>
        {
            int cloud = i % 3;
            string label = Points.Classes[flipped(i) ? (cloud + 1) % 3 : cloud];
            return ((double?)((cloud * 10) + Gauss(random)), (double?)((cloud * -7) + Gauss(random)), $"{entry}/{i}", label);
        })]);
    }

    public static Measurements Measure(PoolBatch target, params PoolBatch[] others) =>
        Judge.Measure([target, .. others], [target.Root], new JudgeOptions())[0];

    /// <summary>Roughly normal: the sum of twelve uniform numbers.</summary>
    private static double Gauss(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static void Add(ColumnBuffer column, double? value)
    {
        if (value is null)
        {
            column.AddMissing();
        }
        else
        {
            column.Add(value.Value);
        }
    }
}
