using Hallmark.Data.Records;
using Hallmark.Quality.Checks;
using static Hallmark.Quality.Tests.Pools;

namespace Hallmark.Quality.Tests;

public class CountingChecksTests
{
    [Fact]
    public void Copies_are_counted_once_and_against_the_earlier_batch()
    {
        PoolBatch first = Batch(1, (1, 1, "n", "a"), (2, 2, "n", "a"), (2, 2, "n", "a"));
        PoolBatch second =
            Batch(2, (2, 2, "n", "a"), (3, 3, "n", "b"), (3, 3, "n", "b"), (3, 3, "n", "b"), (2, 2, "n", "a"), (4, 4, "n", "c"));
        Measurements early = Measure(first, second);
        Measurements late = Measure(second, first);
        Assert.Equal((1L, 0L), (early.ExactDuplicatesWithin, early.ExactDuplicatesAcross));
        Assert.Equal((2L, 2L), (late.ExactDuplicatesWithin, late.ExactDuplicatesAcross));
        Assert.Equal(new CheckFraction("duplicates", 2, 6), late.Fractions()[2]);
        Assert.Equal([0L, 2, 3, 4], late.Findings.Where(finding => finding.Check == "duplicates").Select(finding => finding.Record));
        Assert.Contains("record 1 of batch", late.Findings.First(finding => finding.Check == "duplicates").Suggestion);
    }

    [Fact]
    public void Same_features_under_another_label_conflict_wherever_they_are()
    {
        PoolBatch first = Batch(1, (1, 1, "n", "a"), (2, null, "n", "a"), (5, 5, "n", "a"));
        PoolBatch second = Batch(2, (1, 1, "n", "b"), (2, null, "n", "a"), (7, 7, "n", "b"), (7, 7, "n", "c"), (5, 5, "other", "b"));
        Assert.Equal(1, Measure(first, second).ConflictingLabels);
        Measurements late = Measure(second, first);
        Assert.Equal(3, late.ConflictingLabels);
        RecordFinding[] found = [.. late.Findings.Where(finding => finding.Check == "conflicts")];
        Assert.Equal([0L, 2, 3], found.Select(finding => finding.Record));
        Assert.Contains($"record 0 of batch {first.Root.ToShortString()} has the same features and the label 'a'", found[0].Suggestion);
        Assert.Contains("record 3 of the same batch has the same features and the label 'c'", found[1].Suggestion);
    }

    [Fact]
    public void Violations_ranges_and_missing_cells_are_counted_by_record()
    {
        PoolBatch batch = Batch(1, (double.NaN, 1, "n", "a"), (double.PositiveInfinity, 1, "n", "a"), (-51, null, "n", "b"),
            (50, null, "n", "c"), (null, 0, "n", "c"));
        Measurements measured = Measure(batch);
        Assert.Equal((2L, 2L, 3L), (measured.SchemaViolations, measured.RangeViolations, measured.MissingCells));
        Assert.Contains(
            measured.Findings, finding => finding is { Record: 2, Check: "ranges" } && finding.Suggestion == "field 'x' is -51, below -50");
        Assert.Contains(measured.Findings, finding => finding is { Record: 0, Check: "schema" });
        Assert.Equal(1, measured.IgnoredColumns);
    }

    [Fact]
    public void Unlabelled_data_is_measured_without_the_label_checks()
    {
        var schema = new Schema([new Column("x", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        records[0].Add(1L);
        records[0].Add(1L);
        Measurements measured = Measure(Of(1, records));
        Assert.Equal((1L, 0L, 0L), (measured.ExactDuplicatesWithin, measured.ConflictingLabels, measured.LabelChecked));
        Assert.Equal(0, measured.Fractions()[3].Of);
        Assert.Equal(0, measured.Fractions()[4].Of);
    }

    [Fact]
    public void A_schema_of_nothing_but_a_label_has_no_conflicts()
    {
        var schema = new Schema([new Column("y", ColumnType.Int64)], "y", ["0", "1"]);
        var records = new RecordBuffer(schema);
        records[0].Add(0L);
        records[0].Add(1L);
        Measurements measured = Measure(Of(1, records));
        Assert.Equal((0L, 0L), (measured.ConflictingLabels, measured.LabelChecked));
    }

    [Fact]
    public void Findings_are_bounded_and_counts_are_not()
    {
        PoolBatch batch = Batch(1, [.. Enumerable.Range(0, 50).Select(i => ((double?)1, (double?)1, "n", "a"))]);
        Measurements measured = Judge.Measure([batch], [batch.Root], new JudgeOptions { FindingsPerCheck = 3 })[0];
        Assert.Equal(49, measured.ExactDuplicatesWithin);
        Assert.All(measured.Findings.CountBy(finding => finding.Check), check => Assert.Equal(3, check.Value));
    }
}
