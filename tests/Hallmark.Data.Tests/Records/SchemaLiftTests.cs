using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Records;

/// <summary>Records under a later schema of their dataset, and by what they are the same.</summary>
public sealed class SchemaLiftTests
{
    private static readonly Schema First = new(
        [
            new Column("whole", ColumnType.Int64), new Column("decimal", ColumnType.Float64), new Column("flag", ColumnType.Boolean),
            new Column("at", ColumnType.Instant), new Column("kind", ColumnType.Text),
        ],
        "kind", ["a", "b"]);

    private static readonly Schema Second = Follow(First, new SchemaChange { Renamed = [("flag", "alive")], Classes = ["c"] });

    private static readonly Schema Third = Follow(
        Second, new SchemaChange { Wider = [("whole", ColumnType.Float64)], Added = [new Column("note", ColumnType.Text)] });

    private static readonly Schema Last = Follow(
        Third, new SchemaChange
        {
            Wider =
            [
                ("whole", ColumnType.Text), ("decimal", ColumnType.Text), ("alive", ColumnType.Text), ("at", ColumnType.Text),
            ],
            LabelsBecomeOptional = true,
        });

    private static readonly Schema[] Schemas = [First, Second, Third, Last];

    [Fact]
    public void Bytes_stay_those_registered_and_cells_are_of_the_later_schema()
    {
        RecordBuffer records = Records(First, 1);
        RecordBatch registered = Batch(records);

        RecordBatch lifted = BatchReader.Decode(BatchBuilder.Build(records).Content, Last);

        Assert.Equal(registered.Leaves(), lifted.Leaves());
        Assert.Equal(Last.Digest, lifted.Schema.Digest);
        Assert.Equal(registered.Labels, lifted.Labels);
        for (int record = 0; record < registered.Count; record++)
        {
            // whole numbers went by decimals, which are written otherwise where they are long
            string? whole = registered[0].IsMissing(record) ? null : CellText.Of(registered[0].Number(record));
            Assert.Equal(whole, lifted[0].Text(record));
            for (int i = 1; i < First.Columns.Count; i++)
            {
                Assert.Equal(registered[i].Text(record), lifted[i].Text(record));
            }
            Assert.True(lifted[5].IsMissing(record));
        }
    }

    [Fact]
    public void A_record_is_the_same_under_whichever_schema_it_is_registered()
    {
        foreach (int seed in Enumerable.Range(1, 20))
        {
            RecordBuffer records = Exact(Records(First, seed));
            Digest[] identities = Batch(records).Identities();
            Digest[] labelless = Batch(records).HashesWithoutLabel();
            Assert.Equal(Batch(records).Leaves(), identities);
            foreach (Schema schema in Schemas.Skip(1))
            {
                RecordBatch anew = Batch(records.LiftTo(schema));
                Assert.Equal(identities, anew.Identities());
                Assert.Equal(labelless, anew.HashesWithoutLabel());
                Assert.Equal(schema == Second, identities.SequenceEqual(anew.Leaves()));
                Assert.Contains(MerkleTree.Root(identities), anew.EarlierRoots().Append(MerkleTree.Root(anew.Leaves())));
                Assert.Equal(identities, BatchReader.Decode(BatchBuilder.Build(records).Content, schema).Identities());
            }
        }
    }

    [Fact]
    public void Different_records_stay_different_under_any_schema()
    {
        RecordBuffer records = Exact(Records(First, 3, count: 2_000));
        int different = Batch(records).Leaves().Distinct().Count();
        foreach (Schema schema in Schemas)
        {
            RecordBatch anew = Batch(records.LiftTo(schema));
            Assert.Equal(different, anew.Leaves().Distinct().Count());
            Assert.Equal(different, anew.Identities().Distinct().Count());
        }
    }

    [Fact]
    public void What_an_earlier_schema_cannot_hold_has_the_identity_of_the_first_that_can()
    {
        RecordBuffer records = new(Third, 3);
        foreach ((double whole, string? note) in ((double, string?)[])[(5, null), (5.5, null), (5, "new")])
        {
            records[0].Add(whole);
            records[1].Add(1.5);
            records[2].Add(true);
            records[3].AddMoment(0);
            records[4].Add("a");
            Add(records[5], note);
        }
        RecordBatch batch = Batch(records);
        RecordBuffer first = new(First, 1);
        first[0].Add(5L);
        first[1].Add(1.5);
        first[2].Add(true);
        first[3].AddMoment(0);
        first[4].Add("a");

        Assert.Equal(Batch(first).Leaf(0), batch.Identities()[0]);
        Assert.Equal(batch.Leaves()[1..], batch.Identities()[1..]);
        Assert.Empty(batch.EarlierRoots());
        Assert.Equal(Batch(first).HashesWithoutLabel()[0], batch.HashesWithoutLabel()[0]);

        static void Add(ColumnBuffer column, string? text)
        {
            if (text is null)
            {
                column.AddMissing();
            }
            else
            {
                column.Add(text);
            }
        }
    }

    [Fact]
    public void Whole_numbers_that_no_decimal_keeps_are_lifted_to_the_nearest_and_told_apart_still()
    {
        RecordBuffer records = Exact(Records(First, 1, count: 2));
        var two = new RecordBuffer(First, 2);
        foreach (long whole in (long[])[9_007_199_254_740_992, 9_007_199_254_740_993])
        {
            two[0].Add(whole);
            two[1].Add(0.5);
            two[2].Add(false);
            two[3].AddMissing();
            two[4].Add("b");
        }
        RecordBatch lifted = Batch(two).LiftTo(Third);
        Assert.Equal(lifted[0].Number(0), lifted[0].Number(1));
        Assert.NotEqual(lifted.Identities()[0], lifted.Identities()[1]);
        Assert.Equal(2, records.Count);
    }

    [Fact]
    public void Only_a_schema_that_came_from_theirs_takes_records()
    {
        Assert.Throws<ArgumentException>(() => Batch(Records(Third, 1)).LiftTo(Second));
        Assert.Contains("schema", Assert.Throws<MalformedException>(
            () => BatchReader.Decode(BatchBuilder.Build(Records(Third, 1)).Content, Second)).Message);
    }

    [Fact]
    public async Task A_manifest_is_held_against_the_schema_that_it_names()
    {
        var store = new MemoryContentStore();
        BatchManifest old = await RegisterAsync(Records(First, 1), store);
        BatchManifest anew = await RegisterAsync(Exact(Records(First, 2)).LiftTo(Third), store);
        Assert.True((await BatchVerifier.ExamineAsync(old, Last, store)).IsIntact);
        Assert.True((await BatchVerifier.ExamineAsync(anew, Last, store)).IsIntact);
        await Assert.ThrowsAsync<ArgumentException>(async () => await BatchVerifier.ExamineAsync(anew, Second, store));
        Assert.Equal(ContentSketch.OfLeaves(Batch(Exact(Records(First, 2))).Leaves()), anew.Sketch);
        BatchManifest lie = anew with { Sketch = ContentSketch.OfLeaves(await BatchReader.LeavesAsync(anew, store)) };
        Assert.Contains("the sketch", Assert.Single((await BatchVerifier.ExamineAsync(lie, Last, store)).Damages).Message);
    }

    [Fact]
    public void Sealed_records_are_known_again_by_their_fingerprints()
    {
        using DatasetKey key = DatasetKey.Create();
        RecordBuffer records = Exact(Records(First, 5));
        var first = Fingerprints.Of(Batch(records), key);
        foreach (Schema schema in Schemas)
        {
            Assert.True(first.SameAs(Fingerprints.Of(BatchBuilder.Build(records.LiftTo(schema)), key)));
            Assert.True(first.SameAs(Fingerprints.Of(Batch(records).LiftTo(schema), key)));
        }
    }

    private static async Task<BatchManifest> RegisterAsync(RecordBuffer records, MemoryContentStore store)
    {
        var options = new RegistrationOptions { Dataset = "d", Schema = records.Schema };
        return (await Registration.RunAsync([records], "", options, store)).Manifests[0];
    }

    private static Schema Follow(Schema before, SchemaChange change) =>
        change.Apply(before, out string problem) ?? throw new InvalidOperationException(problem);

    private static RecordBatch Batch(RecordBuffer records) => BatchReader.Decode(BatchBuilder.Build(records).Content, records.Schema);

    /// <summary>The same without whole numbers that no decimal keeps, which text cannot bring back.</summary>
    private static RecordBuffer Exact(RecordBuffer records)
    {
        var exact = new RecordBuffer(records.Schema, records.Count);
        for (int record = 0; record < records.Count; record++)
        {
            if (Math.Abs(records[0].Number(record)) > 1L << 53)
            {
                exact[0].Add(records[0].Integer(record) >> 11);
            }
            else
            {
                exact[0].AddRange(records[0], record, 1);
            }
            for (int i = 1; i < records.Schema.Columns.Count; i++)
            {
                exact[i].AddRange(records[i], record, 1);
            }
        }
        return exact;
    }

    private static RecordBuffer Records(Schema schema, int seed, int count = 50)
    {
        var random = new Random(seed);
        var records = new RecordBuffer(First, count);
        for (int i = 0; i < count; i++)
        {
            Add(records[0], column => column.Add(random.Next(3) switch
            {
                0 => random.Next(-5, 5),
                1 => random.NextInt64(long.MinValue, long.MaxValue),
                _ => (long)Math.Pow(10, random.Next(19)),
            }));
            Add(records[1], column => column.Add(random.Next(2) == 0
                ? random.Next(-5, 5)
                : BitConverter.Int64BitsToDouble(random.NextInt64(0, 0x7ff0_0000_0000_0000))));
            Add(records[2], column => column.Add(random.Next(2) == 0));
            Add(records[3], column => column.AddMoment(random.NextInt64(-60_000_000_000_000_000, 60_000_000_000_000_000)));
            records[4].Add(random.Next(2) == 0 ? "a" : "b");
        }
        return records.LiftTo(schema);

        void Add(ColumnBuffer column, Action<ColumnBuffer> add)
        {
            if (random.Next(8) == 0)
            {
                column.AddMissing();
            }
            else
            {
                add(column);
            }
        }
    }
}
