using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using static Hallmark.Quality.Tests.Pools;

namespace Hallmark.Quality.Tests;

public class LabelAgreementTests
{
    private const string SharedVariable = "HALLMARK_SHARED";

    [Fact]
    public void Flipped_labels_are_found_in_the_source_that_has_them()
    {
        PoolBatch[] pool = [Blobs(1, 120, _ => false), Blobs(2, 120, _ => false), Blobs(3, 120, i => i % 10 < 3)];
        Measurements[] measured = [.. Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions())];
        Assert.All(measured, m => Assert.Equal(120, m.LabelChecked));
        Assert.InRange(measured[0].LabelAgreed, 118, 120);
        Assert.InRange(measured[1].LabelAgreed, 118, 120);
        long[] suspects = [.. measured[2].Findings.Where(finding => finding.Check == "labels").Select(finding => finding.Record)];
        Assert.Equal(Enumerable.Range(0, 120).Where(i => i % 10 < 3).Select(i => (long)i), suspects);
        Assert.Contains("labelled 'b', but 10 of its 10 nearest elsewhere say 'a'",
            measured[2].Findings.First(finding => finding.Check == "labels").Suggestion);
    }

    /// <summary>Wisconsin breast cancer, dealt out to three sources, 30 % of one source's labels turned.</summary>
    [Fact]
    public void Flipped_labels_show_in_clinical_data()
    {
        string? shared = Environment.GetEnvironmentVariable(SharedVariable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(shared), $"{SharedVariable} does not name the directory with baselines/data/breast_cancer.csv.");
        var source = new CsvSource(Path.Combine(shared!, "baselines", "data", "breast_cancer.csv"));
        Schema schema = SchemaInference.Infer(source, "label").Schema;
        RecordBuffer all = source.Read(schema, 100_000).Single();
        RecordBuffer[] parts = [new(schema), new(schema), new(schema)];
        var flipped = new List<long>();
        for (int i = 0; i < all.Count; i++)
        {
            RecordBuffer part = parts[i % 3];
            bool flip = i % 3 == 2 && i / 3 % 10 < 3;
            if (flip)
            {
                flipped.Add(part.Count);
            }
            for (int c = 0; c < schema.Columns.Count; c++)
            {
                double value = all[c].Number(i);
                if (schema.Columns[c].Type == ColumnType.Int64)
                {
                    part[c].Add(c == schema.LabelIndex && flip ? 1 - (long)value : (long)value);
                }
                else
                {
                    part[c].Add(value);
                }
            }
        }
        PoolBatch[] pool = [.. parts.Index().Select(part => Of(part.Index, part.Item))];
        Measurements[] measured = [.. Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions())];
        long[] share = [.. measured.Select(m => m.LabelAgreed * 1_000_000 / m.LabelChecked)];
        Assert.True(share[0] > 900_000 && share[1] > 900_000, string.Join(' ', share));
        Assert.True(share[2] < 780_000, string.Join(' ', share));
        HashSet<long> suspects = [.. measured[2].Findings.Where(finding => finding.Check == "labels").Select(finding => finding.Record)];
        Assert.True(flipped.Count(suspects.Contains) >= flipped.Count * 9 / 10, $"{flipped.Count(suspects.Contains)} of {flipped.Count}");
    }

    [Fact]
    public void A_lone_batch_is_cut_into_folds()
    {
        Measurements clean = Measure(Blobs(1, 30, _ => false));
        Assert.Equal((30L, 30L), (clean.LabelChecked, clean.LabelAgreed));
        Assert.Equal(30 - 3, Measure(Blobs(1, 30, i => i % 10 == 0)).LabelAgreed);
    }

    [Fact]
    public void A_batch_does_not_vouch_for_itself()
    {
        PoolBatch alone = Blobs(1, 30, _ => false);
        PoolBatch lying = Blobs(2, 90, _ => true);
        Assert.Equal((90L, 0L), (Measure(lying, alone).LabelChecked, Measure(lying, alone).LabelAgreed));
    }

    [Fact]
    public void Degenerate_batches_are_measured()
    {
        PoolBatch single = Batch(1, (0, 0, "n", "a"));
        PoolBatch blobs = Blobs(2, 30, _ => false);
        Assert.Equal((1L, 1L), (Measure(single, blobs).LabelChecked, Measure(single, blobs).LabelAgreed));
        Assert.Equal(30, Measure(blobs, single).LabelChecked);

        PoolBatch constant = Batch(3, (1, 1, "n", "a"), (1, 1, "m", "a"));
        PoolBatch alsoConstant = Batch(4, (1, 1, "o", "a"), (1, 1, "p", "b"), (1, 1, "q", "b"));
        Assert.Equal((2L, 0L), (Measure(constant, alsoConstant).LabelChecked, Measure(constant, alsoConstant).LabelAgreed));

        PoolBatch oneClass = Batch(5, (1, 2, "n", "c"), (2, 1, "n", "c"));
        PoolBatch sameClass = Batch(6, (1, 3, "n", "c"), (9, 9, "n", "c"));
        Assert.Equal((2L, 2L), (Measure(oneClass, sameClass).LabelChecked, Measure(oneClass, sameClass).LabelAgreed));

        PoolBatch holes = Batch(7, (null, null, "n", "a"), (double.NaN, double.NegativeInfinity, "n", "a"), (1e308, -1e308, "n", "a"));
        Assert.Equal(3, Measure(holes, blobs).LabelChecked);
    }

    [Fact]
    public void A_missing_value_stands_at_the_mean()
    {
        PoolBatch references = Batch(1, (-1, 0, "1", "a"), (0, 0, "2", "b"), (1, 0, "3", "c"));
        PoolBatch target = Batch(2, (null, 0, "4", "b"));
        Measurements measured = Judge.Measure([references, target], [target.Root], new JudgeOptions { Neighbours = 1 })[0];
        Assert.Equal((1L, 1L), (measured.LabelChecked, measured.LabelAgreed));
    }

    [Fact]
    public void Large_offsets_do_not_hide_a_difference()
    {
        PoolBatch references = Batch(1, (1e12, 0, "1", "a"), (1e12 + 1, 0, "2", "b"));
        PoolBatch target = Batch(2, (1e12 + 1, 0, "3", "b"));
        Assert.Equal(1, Judge.Measure([references, target], [target.Root], new JudgeOptions { Neighbours = 1 })[0].LabelAgreed);
    }
}
