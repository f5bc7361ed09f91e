using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Quality.Checks;
using static Hallmark.Quality.Tests.Pools;

namespace Hallmark.Quality.Tests;

public class JudgeTests
{
    [Fact]
    public void Order_of_the_pool_changes_nothing()
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 6).Select(entry => Blobs(entry, 40, i => i % 9 == entry))];
        Digest[] targets = [.. pool.Select(batch => batch.Root)];
        byte[][] expected = Measured(pool, targets);
        var random = new Random(3);
        for (int i = 0; i < 4; i++)
        {
            PoolBatch[] shuffled = [.. pool];
            random.Shuffle(shuffled);
            Assert.Equal(expected, Measured(shuffled, targets));
        }
        Assert.Equal(expected[4], Measured(pool, [targets[4]])[0]);
    }

    [Theory]
    [InlineData(4, "4e2cecc9a301 2d77e0241b57 4eb312387a17")]
    [InlineData(5, "0bb7c48a4192 b33ac6b093df dbf262203de3")]
    public void Measurements_are_frozen(int code, string expected)
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 3).Select(entry => Blobs(entry, 40, i => i % 9 == entry))];
        byte[][] measured = Measured(pool, [.. pool.Select(batch => batch.Root)], code);
        Assert.Equal(expected,
            string.Join(' ', measured.Select(bytes => Digest.Of(bytes).ToShortString())));
    }

    /// <summary>
    /// Wide records, whose principal components several checks share; texts, missing cells and labels, providers, accepted data.
    /// </summary>
    [Theory]
    [InlineData(4, false, "d52a63f10587 33b6e3c8e7b6")]
    [InlineData(4, true, "15a2226c4b75 442c0c0dede8")]
    [InlineData(5, false, "a0c4e67837f7 b0f0f3cb45a7")]
    [InlineData(5, true, "db45c9be1509 7cab1043df7e")]
    public void Measurements_of_wide_records_are_frozen(int code, bool lonelyClass, string expected)
    {
        PoolBatch[] pool = [.. Enumerable.Range(1, 6).Select(entry => Wide(entry, lonelyClass))];
        byte[][] measured = Measured(pool, [pool[1].Root, pool[4].Root], code);
        Assert.Equal(expected, string.Join(' ', measured.Select(bytes => Digest.Of(bytes).ToShortString())));
    }

    [Fact]
    public void Where_labels_are_optional_records_without_one_are_good_and_not_looked_at()
    {
        var schema = new Schema(Points.Columns, Points.Label, Points.Classes, labelOptional: true);
        Measurements measured = Measure(Partly(schema, 1), Partly(schema, 2));
        Assert.True(measured.HasLabel);
        Assert.Equal((0, 20), (measured.SchemaViolations, measured.LabelChecked));
    }

    [Fact]
    public void A_target_has_no_labels_to_be_checked()
    {
        var schema = new Schema([Points.Columns[0], Points.Columns[1]], "y", [], LearningTask.Regression);
        Measurements measured = Measure(Numbers(schema, 1), Numbers(schema, 2));
        Assert.False(measured.HasLabel);
        Assert.Equal((0, 0), (measured.SchemaViolations, measured.LabelChecked));
        Assert.Equal(0, measured.ConflictingLabels);
    }

    [Fact]
    public void What_is_declared_to_be_no_feature_changes_nothing_that_is_measured_of_features()
    {
        Column[] columns = [.. Points.Columns, new Column("weight", ColumnType.Float64) { Role = ColumnRole.Weight }];
        var schema = new Schema(columns, Points.Label, Points.Classes);
        Measurements one = Measure(Weighted(schema, 1, 0), Weighted(schema, 2, 0));
        Measurements other = Measure(Weighted(schema, 1, 1e6), Weighted(schema, 2, -1e6));
        Assert.Equal((one.LabelAgreed, one.LabelChecked), (other.LabelAgreed, other.LabelChecked));
        Assert.Equal(one.PoolChecks, other.PoolChecks);
    }

    private static PoolBatch Partly(Schema schema, int entry)
    {
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 30; row++)
        {
            AddPoint(records, entry, row);
            if (row % 3 == 2)
            {
                records[3].AddMissing();
            }
            else
            {
                records[3].Add(Points.Classes[row % 3]);
            }
        }
        return Of(entry, records);
    }

    private static PoolBatch Weighted(Schema schema, int entry, double weight)
    {
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 30; row++)
        {
            AddPoint(records, entry, row);
            records[3].Add(Points.Classes[row % 3]);
            records[4].Add(weight * row * row);
        }
        return Of(entry, records);
    }

    private static PoolBatch Numbers(Schema schema, int entry)
    {
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 30; row++)
        {
            records[0].Add((entry * 100) + row + 0.5);
            records[1].Add(row * 2.5);
        }
        return Of(entry, records);
    }

    private static void AddPoint(RecordBuffer records, int entry, int row)
    {
        records[0].Add((row % 3 * 10) + (row * 0.01) + (entry * 0.001));
        records[1].Add((row % 3 * -7) + (row * 0.02));
        records[2].Add($"{entry}/{row}");
    }

    [Fact]
    public void Measurements_survive_their_map()
    {
        PoolBatch batch = Blobs(1, 30, _ => false);
        Measurements measured = Judge.Measure(
            [batch, Blobs(2, 30, i => i < 9)], [batch.Root], new JudgeOptions { TreeSize = new TreeSize(17), Neighbours = 3 })[0];
        byte[] bytes = measured.ToMap().ToBytes();
        Measurements read = Measurements.Read(CborMap.Read(bytes, "measurements"));
        Assert.Equal(bytes, read.ToMap().ToBytes());
        Assert.Equal((17UL, 3, "hallmark-checks/7"), (read.TreeSize.Value, read.Neighbours, read.Code));
        CheckFraction noise = Assert.Single(read.PoolChecks, fraction => fraction.Check == "noise");
        Assert.NotNull(noise.Seeds);
        byte[] wide = (measured with { PoolChecks = [noise with { Seeds = new SeedSpread(0, noise.Of + 1) }] }).ToMap().ToBytes();
        Assert.Contains("most", Assert.Throws<MalformedException>(() => Measurements.Read(CborMap.Read(wide, "measurements"))).Message);
        byte[] wrong = (measured with { LabelAgreed = 31 }).ToMap().ToBytes();
        Assert.Contains("label-agreed",
            Assert.Throws<MalformedException>(() => Measurements.Read(CborMap.Read(wrong, "measurements"))).Message);
    }

    [Fact]
    public void The_pool_is_named_by_its_sorted_roots()
    {
        PoolBatch[] pool = [Blobs(1, 3, _ => false), Blobs(2, 3, _ => false), Blobs(3, 3, _ => false)];
        Digest expected =
            MerkleTree.Root([.. pool.Select(batch => batch.Root).Order().Select(root => MerkleTree.LeafHash(root.ToArray()))]);
        Assert.Equal(expected, Judge.Measure(pool, [pool[0].Root], new JudgeOptions())[0].Pool);
    }

    [Fact]
    public void Misuse_is_an_argument_exception()
    {
        PoolBatch batch = Blobs(1, 3, _ => false);
        PoolBatch other = Blobs(2, 3, _ => false);
        var schema = new Schema([new Column("x", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        records[0].Add(1L);
        Assert.Throws<ArgumentException>(() => Judge.Measure([], [], new JudgeOptions()));
        Assert.Throws<ArgumentException>(() => Judge.Measure([batch], [other.Root], new JudgeOptions()));
        Assert.Throws<ArgumentException>(() => Judge.Measure([batch, batch], [batch.Root], new JudgeOptions()));
        Assert.Throws<ArgumentException>(() => Judge.Measure([batch, Of(2, records)], [batch.Root], new JudgeOptions()));
        Assert.Throws<ArgumentException>(() => Judge.Measure([batch], [batch.Root], new JudgeOptions { Neighbours = 0 }));
    }

    [Fact]
    public void A_batch_whose_records_have_another_root_is_named()
    {
        PoolBatch batch = Blobs(1, 3, _ => false);
        Digest root = Blobs(2, 3, _ => false).Root;
        var untrue = Assert.Throws<UntrueBatchException>(
            () => Judge.Measure([batch with { Root = root }], [root], new JudgeOptions()));
        Assert.Equal(root, untrue.Batch);
    }

    private static byte[][] Measured(PoolBatch[] pool, Digest[] targets, int code = MeasuringCode.Newest) =>
        [.. Judge.Measure(pool, targets, new JudgeOptions { Code = code }).Select(measured => measured.ToMap().ToBytes())];

    private static PoolBatch Wide(int entry, bool lonelyClass)
    {
        const int Numbers = 70;
        var schema = new Schema(
            [
                .. Enumerable.Range(0, Numbers).Select(i => new Column($"n{i}", ColumnType.Float64, -40, 40)),
                new Column("note", ColumnType.Text), new Column("class", ColumnType.Text),
            ],
            "class", ["a", "b", "c", "d"]);
        var random = new Random(entry);
        var records = new RecordBuffer(schema);
        for (int row = 0; row < 60; row++)
        {
            int kind = row % 3;
            for (int i = 0; i < Numbers; i++)
            {
                if ((row + i) % 97 == 0)
                {
                    records[i].AddMissing();
                }
                else
                {
                    records[i].Add((i % 3 == kind ? 2 : 0) + random.NextDouble() + (row % 20 == 19 ? 39 : 0));
                }
            }
            records[Numbers].Add($"{(row % 9 == 0 ? "the same note of many words" : $"note {entry} number {row * 7 % 11} of a day")}");
            bool wrong = entry % 3 == 1 && row % 5 == 0;
            records[Numbers + 1].Add(lonelyClass && entry == 1 && row == 7 ? "d" : schema.Classes[wrong ? (kind + 1) % 3 : kind]);
        }
        return Of(entry, records) with { Provider = $"p{entry % 3}", Accepted = entry < 4 };
    }

    [Fact]
    public void Labels_of_which_the_features_say_nothing_are_not_measured_and_not_good()
    {
        var random = new Random(4);
        PoolBatch[] pool = [.. Enumerable.Range(1, 4).Select(entry => Pools.Batch(entry, [.. Enumerable.Range(0, 40).Select(_ =>
            ((double?)random.NextDouble(), (double?)random.NextDouble(), "", "abc"[random.Next(3)].ToString()))]))];

        Measurements[] measured = [.. Judge.Measure(pool, [.. pool.Select(batch => batch.Root)], new JudgeOptions())];

        Assert.All(measured, one =>
        {
            Assert.False(one.LabelsMeasurable);
            CheckFraction noise = Assert.Single(one.PoolChecks, fraction => fraction.Check == "noise");
            Assert.Equal((0, 0), (noise.Good, noise.Of));
            Assert.Equal(one.ToMap().ToBytes(), Measurements.Read(CborMap.Read(one.ToMap().ToBytes(), "measurements")).ToMap().ToBytes());
        });
    }
}
