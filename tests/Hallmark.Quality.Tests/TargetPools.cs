using Hallmark.Data.Records;

namespace Hallmark.Quality.Tests;

/// <summary>Pools of records with a number to be foretold: 3x - 2y and a little noise.</summary>
internal static class TargetPools
{
    public static Schema Prices { get; } = new(
        [new Column("x", ColumnType.Float64), new Column("y", ColumnType.Float64), new Column("price", ColumnType.Float64)], "price", [],
        LearningTask.Regression);

    public static PoolBatch Sound(int entry, int count) => Batch(entry, count, (_, price) => price);

    /// <summary><paramref name="altered"/> says what becomes of each record's target.</summary>
    public static PoolBatch Batch(int entry, int count, Func<int, double, double> altered)
    {
        var random = new Random(entry);
        var records = new RecordBuffer(Prices);
        for (int row = 0; row < count; row++)
        {
            (double x, double y) = (random.NextDouble() * 4, random.NextDouble() * 4);
            records[0].Add(x);
            records[1].Add(y);
            double noise = (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6) * 0.2;
            records[2].Add(altered(row, 50 + (3 * x) - (2 * y) + noise));
        }
        return Pools.Of(entry, records);
    }

    public static Measurements[] Measure(IReadOnlyList<PoolBatch> pool, int code = MeasuringCode.Newest) =>
        [.. Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions { Code = code })];

    public static (long Good, long Of) Of(Measurements measured, string check) => measured.Fractions()
        .Where(fraction => fraction.Check == check).Select(fraction => (fraction.Good, fraction.Of)).SingleOrDefault((-1, -1));
}
