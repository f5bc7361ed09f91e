using Hallmark.Data.Records;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality.Tests;

/// <summary>The checks that look at a whole pool, as they come out of judging: each batch gets its own part.</summary>
public sealed class PoolCheckTests
{
    private static readonly Schema Flowers = new(
        [new Column("a", ColumnType.Float64), new Column("b", ColumnType.Float64), new Column("kind", ColumnType.Text)],
        "kind", ["x", "y", "z"]);

    [Fact]
    public void Wrong_labels_of_one_provider_show_in_its_batches_alone()
    {
        PoolBatch[] pool = [.. Enumerable.Range(0, 8).Select(i => Batch(i, i % 4, 60, wrong: row => i % 4 == 2 && row % 6 == 0))];
        foreach ((int i, Measurements measured) in Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions()).Index())
        {
            bool bad = i % 4 == 2;
            Assert.Equal(new CheckFraction("noise", bad ? 50 : 60, 60), Fraction(measured, "noise") with { Seeds = null });
            Assert.Equal(bad ? 50 : 60, Fraction(measured, "provenance").Good);
            Assert.InRange(measured.Noise.RatePpm, bad ? 130_000 : 0, bad ? 200_000 : 20_000);
            Assert.True(measured.Noise.LowPpm <= measured.Noise.RatePpm && measured.Noise.RatePpm <= measured.Noise.HighPpm);
            Assert.Equal(60, Fraction(measured, "triggers").Good);
            Assert.Equal(0, Fraction(measured, "drift").Of); // nothing is accepted yet
        }
    }

    [Fact]
    public void Drift_is_measured_against_accepted_batches_and_no_others()
    {
        PoolBatch[] pool = [Batch(1, 1, 200) with { Accepted = true }, Batch(2, 2, 200, shift: 3), Batch(3, 3, 200)];
        IReadOnlyList<Measurements> measured = Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions());
        Assert.Equal(new CheckFraction("drift", 2, 3), Fraction(measured[1], "drift")); // the feature a, of a, b and the classes
        Assert.Contains(measured[1].Findings, finding => finding.Check == "drift"
            && finding.Suggestion.Contains("field 'a'", StringComparison.Ordinal));
        Assert.Equal(new CheckFraction("drift", 3, 3), Fraction(measured[2], "drift"));
    }

    [Fact]
    public void Near_copies_and_outliers_are_counted_against_what_was_registered_before()
    {
        PoolBatch first = Batch(1, 1, 100);
        PoolBatch second = Batch(2, 2, 100, more: rows =>
        {
            rows[0].Add(first.Read()[0].Number(5) + 1e-6);
            rows[1].Add(first.Read()[1].Number(5));
            rows[2].Add(first.Read()[2].Text(5)!);
            rows[0].Add(60.0);
            rows[1].Add(-60.0);
            rows[2].Add("x");
        });
        IReadOnlyList<Measurements> measured = Judge.Measure([second, first], [first.Root, second.Root], new JudgeOptions());
        Assert.DoesNotContain(measured[0].Findings, finding => finding is { Check: "near-duplicates", Record: 5 }); // the earlier one
        Assert.InRange(Fraction(measured[1], "near-duplicates").Good, 98, 101); // in two dimensions a few are near by chance
        Assert.Contains(measured[1].Findings, finding => finding is { Check: "near-duplicates", Record: 100 }
            && finding.Suggestion.Contains("record 5 of batch", StringComparison.Ordinal));
        Assert.Contains(measured[1].Findings, finding => finding is { Check: "outliers", Record: 101 });
    }

    [Fact]
    public void Near_copies_of_texts_are_counted_with_and_without_numbers()
    {
        const string Review = "the tea was cold, the cake was dry and nobody cared to say a word about either of them";
        foreach (Column[] more in (Column[][])[[], [new Column("stars", ColumnType.Int64)]])
        {
            var schema =
                new Schema([new Column("review", ColumnType.Text), new Column("kind", ColumnType.Text), .. more], "kind", ["x", "y"]);
            PoolBatch first = Texts(1, schema, Review, "a fine place for a quiet evening with friends");
            PoolBatch second = Texts(
                2, schema, Review.Replace("cold", "warm", StringComparison.Ordinal), "we shall not come here again, not even for free");
            IReadOnlyList<Measurements> measured = Judge.Measure([first, second], [first.Root, second.Root], new JudgeOptions());
            Assert.Equal(new CheckFraction("near-duplicates", 2, 2), Fraction(measured[0], "near-duplicates"));
            Assert.Equal(new CheckFraction("near-duplicates", 1, 2), Fraction(measured[1], "near-duplicates"));
        }
    }

    private static PoolBatch Texts(int entry, Schema schema, params string[] texts)
    {
        var records = new RecordBuffer(schema);
        foreach (string text in texts)
        {
            records[0].Add(text);
            records[1].Add("x");
            if (schema.Columns.Count > 2)
            {
                records[2].Add(5L);
            }
        }
        return Pools.Of(entry, records);
    }

    private static CheckFraction Fraction(Measurements measured, string check) =>
        measured.Fractions().Single(fraction => fraction.Check == check);

    /// <summary>Three blobs far from each other; a wrong label is the next class.</summary>
    private static PoolBatch Batch(
        int entry, int provider, int records, double shift = 0, Func<int, bool>? wrong = null, Action<RecordBuffer>? more = null)
    {
        var random = new Random(entry);
        var rows = new RecordBuffer(Flowers);
        for (int row = 0; row < records; row++)
        {
            int kind = row % 3;
            rows[0].Add((kind * 4) + random.NextDouble() + shift);
            rows[1].Add((kind == 1 ? 5 : 0) + random.NextDouble());
            rows[2].Add(Flowers.Classes[wrong?.Invoke(row) == true ? (kind + 1) % 3 : kind]);
        }
        more?.Invoke(rows);
        return Pools.Of(entry, rows) with { Provider = $"p{provider}" };
    }
}
