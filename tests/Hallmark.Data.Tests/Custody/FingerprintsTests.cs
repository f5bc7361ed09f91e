using System.Buffers.Binary;
using System.Security.Cryptography;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Custody;

public class FingerprintsTests
{
    private static readonly Schema Small = new(
        [new Column("x", ColumnType.Int64), new Column("kind", ColumnType.Text)], "kind", ["a", "b", "c"]);

    /// <summary>Few values, so that copies and conflicts abound; counted again on the records themselves.</summary>
    [Fact]
    public void Counts_are_those_of_the_records()
    {
        using DatasetKey key = DatasetKey.Create();
        var random = new Random(1);
        for (int round = 0; round < 40; round++)
        {
            (long X, string Kind)[][] batches = [.. Enumerable.Range(0, 3).Select(_ => Rows(random))];
            Fingerprints[] prints = [.. batches.Select(rows => Fingerprints.Of(BatchBuilder.Build(Buffer(rows)), key))];
            (long X, string Kind)[] first = batches[0];
            Assert.Equal(first.Length, prints[0].Count);
            Assert.Equal(first.Length - first.Distinct().Count(), prints[0].Copies().Within);
            Assert.Equal(first.Count(batches[1].Contains), prints[0].Copies(prints[1]).Across);
            Assert.Equal(
                first.Count(row => batches[1].Contains(row) || batches[2].Contains(row)), prints[0].Copies(prints[1], prints[2]).Across);
            Assert.Equal(first.Count(row => first.Any(other => Conflict(row, other))), prints[0].Conflicts());
            (long X, string Kind)[] all = [.. batches.SelectMany(rows => rows)];
            Assert.Equal(first.Count(row => all.Any(other => Conflict(row, other))), prints[0].Conflicts(prints[1], prints[2]));
            Assert.Equal(0, prints[0].Copies().Across);
        }
    }

    [Fact]
    public void A_validator_recomputes_what_was_registered()
    {
        var world = new SealedWorld();
        var store = new MemoryContentStore();
        BatchManifest manifest = world.Register(store, TestData.Records(700));
        using BatchSecret secret = world.Secret(manifest);
        Fingerprints registered = Fingerprints.Open(store.ReadAsync(manifest.Fingerprints!.Value).Now(), world.DatasetKey, manifest.Root);
        RecordBatch batch = BatchReader.ReadAsync(manifest, TestData.Mixed, store, secret).Now();
        Assert.True(registered.SameAs(Fingerprints.Of(batch, world.DatasetKey)));
        BatchManifest other = world.Register(store, TestData.Records(700, seed: 2));
        Assert.False(registered.SameAs(Fingerprints.Open(store.ReadAsync(other.Fingerprints!.Value).Now(), world.DatasetKey, other.Root)));
    }

    [Fact]
    public void They_open_for_their_dataset_and_batch_only()
    {
        var world = new SealedWorld();
        var store = new MemoryContentStore();
        BatchManifest manifest = world.Register(store, TestData.Records(30));
        byte[] bytes = store.ReadAsync(manifest.Fingerprints!.Value).Now();
        using DatasetKey other = DatasetKey.Create();
        using BatchSecret secret = world.Secret(manifest);
        foreach ((DatasetKey key, Digest root) in new[] { (other, manifest.Root), (world.DatasetKey, manifest.ColumnsRoot) })
        {
            Assert.Equal(
                "sealed fingerprints.commitment", Assert.Throws<MalformedException>(() => Fingerprints.Open(bytes, key, root)).Field);
        }
        Assert.Throws<MalformedException>(() => SealedObject.Open(SealedKind.Fingerprints, bytes, secret));
    }

    /// <summary>Without the dataset's key a guessed record is not recognised, and under two keys the same records look different.</summary>
    [Fact]
    public void Fingerprints_are_keyed()
    {
        BatchContent batch = BatchBuilder.Build(TestData.Records(50));
        using DatasetKey one = DatasetKey.Create();
        using DatasetKey two = DatasetKey.Create();
        Assert.Equal(50, Fingerprints.Of(batch, one).Copies(Fingerprints.Of(batch, one)).Across);
        Assert.Equal(0, Fingerprints.Of(batch, one).Copies(Fingerprints.Of(batch, two)).Across);
        Assert.Equal(0, Fingerprints.Of(batch, one).Conflicts(Fingerprints.Of(batch, two)));
    }

    [Fact]
    public void Without_a_label_nothing_conflicts()
    {
        var schema = new Schema([new Column("x", ColumnType.Int64)]);
        var records = new RecordBuffer(schema);
        for (int i = 0; i < 10; i++)
        {
            records[0].Add(i % 4L);
        }
        using DatasetKey key = DatasetKey.Create();
        Fingerprints prints = Fingerprints.Of(BatchBuilder.Build(records), key);
        Assert.Equal((6, 0), (prints.Copies().Within, prints.Conflicts()));
    }

    [Fact]
    public void Plain_bytes_are_checked_and_frozen()
    {
        byte[] bytes = FingerprintFormat.Write([Digest.Of([1]), Digest.Of([2])]);
        Assert.Equal(
            "484d5052494e5453" + "00000001" + "0000000000000002" + Digest.Of([1]) + Digest.Of([2]), Convert.ToHexStringLower(bytes));
        // An HMAC over the record's leaf hash, and one over the hash of what is left without its label.
        BatchContent batch = BatchBuilder.Build(Buffer([(7, "b")]));
        using DatasetKey key = DatasetKey.FromBytes(SealedWorld.FixedSecret);
        byte[] record = [1, 0, 0, 0, 0, 0, 0, 0, 7];
        byte[] expected =
        [
            .. HMACSHA256.HashData(Derived("hallmark/dataset/v1/labelless"), SHA256.HashData([0, .. record]))[..16],
            .. HMACSHA256.HashData(Derived("hallmark/dataset/v1/record"), SHA256.HashData([0, .. record, 1, 0, 0, 0, 1, (byte)'b']))[..16],
        ];
        byte[] opened = SealedObject.Open(
            SealedKind.Fingerprints, Fingerprints.Of(batch, key).Seal(key, batch.Root),
            key.Bytes.Derive("hallmark/dataset/v1/fingerprints", batch.Root.ToArray()));
        Assert.Equal(FingerprintFormat.Write([Digest.FromBytes(expected)]), opened);

        byte[] count = [.. bytes];
        BinaryPrimitives.WriteUInt64BigEndian(count.AsSpan(12), ulong.MaxValue);
        byte[] version = [.. bytes];
        version[11] = 2;
        byte[] order = FingerprintFormat.Write([Digest.Of([2]), Digest.Of([1])]);
        (byte[] Bytes, string Field)[] wrong =
        [
            (bytes[..^1], "fingerprints.records"), (bytes[..19], "fingerprints.magic"), (count, "fingerprints.records"),
            (version, "fingerprints.version"), (order, "fingerprints"),
        ];
        foreach ((byte[] bad, string field) in wrong)
        {
            Assert.Equal(field, Assert.Throws<MalformedException>(() => FingerprintFormat.Read(bad)).Field);
        }
    }

    private static byte[] Derived(string info) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, SealedWorld.FixedSecret, 32, [], System.Text.Encoding.ASCII.GetBytes(info));

    private static bool Conflict((long X, string Kind) one, (long X, string Kind) other) => one.X == other.X && one.Kind != other.Kind;

    private static (long X, string Kind)[] Rows(Random random) =>
        [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => ((long)random.Next(25), Small.Classes[random.Next(3)]))];

    private static RecordBuffer Buffer(IEnumerable<(long X, string Kind)> rows)
    {
        var records = new RecordBuffer(Small);
        foreach ((long x, string kind) in rows)
        {
            records[0].Add(x);
            records[1].Add(kind);
        }
        return records;
    }
}
