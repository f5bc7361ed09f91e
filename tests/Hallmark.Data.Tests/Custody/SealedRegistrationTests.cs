using System.Text;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Tests.Custody;

public class SealedRegistrationTests
{
    [Theory]
    [InlineData(BatchTier.Sealed)]
    [InlineData(BatchTier.Absent)]
    public void A_sealed_batch_reads_back_as_the_open_one(BatchTier tier)
    {
        foreach (int count in new[] { 1, 2, 9, 500, 4_000 })
        {
            var world = new SealedWorld();
            var store = new MemoryContentStore();
            RecordBuffer records = TestData.Records(count, count);
            BatchContent plain = BatchBuilder.Build(records);
            BatchManifest manifest = world.Register(store, records, tier);
            using BatchSecret secret = world.Secret(manifest);
            Assert.Equal(plain.Content.ToArray(), SealedObject.Open(SealedKind.Content, store.ReadAsync(manifest.Content).Now(), secret));
            RecordBatch read = BatchReader.ReadAsync(manifest, TestData.Mixed, store, secret).Now();
            Assert.Equal(Enumerable.Range(0, count).Select(plain.Leaf), read.Leaves());
            BatchExamination examination = BatchVerifier.ExamineAsync(manifest, TestData.Mixed, store, secret).Now();
            Assert.True(examination is { IsIntact: true, Opened: true });
            Assert.Equal((tier, count), (manifest.Tier, (int)manifest.Records));
        }
    }

    [Fact]
    public void A_manifest_tells_nothing_of_its_records()
    {
        RegistrationOptions options = new() { Dataset = "d", RecordsPerBatch = 100, Custody = new SealedWorld().Options() };
        CsvSource source = TestData.Csv(Rows(250), "ward/meier-anna.csv", "kind");
        RegistrationResult result = Registration.RunAsync(source, options, new MemoryContentStore()).Now();
        Assert.Equal(3, result.Manifests.Count);
        Assert.All(result.Manifests, manifest =>
        {
            Assert.Equal(("", 0L, 0L), (manifest.SourceName, manifest.FirstLine, manifest.LastLine));
            Assert.Empty(manifest.ClassCounts);
            Assert.NotNull(manifest.Fingerprints);
        });
        // Batches of different records, and even of different numbers of cells, have content of one size.
        Assert.Single(result.Manifests.Select(manifest => manifest.Content.Size).Distinct());
    }

    [Fact]
    public void The_same_records_become_the_same_batch_in_one_custody_and_another_in_another()
    {
        RegistrationOptions options = new() { Dataset = "d", RecordsPerBatch = 100, Threads = 3, Custody = new SealedWorld().Options() };
        byte[][] once = Bytes(options);
        Assert.Equal(once, Bytes(options));
        Assert.Equal(once, Bytes(options with { Threads = 1 }));
        RegistrationOptions elsewhere = options with { Custody = new SealedWorld().Options() };
        Assert.DoesNotContain(Bytes(elsewhere), bytes => once.Any(known => known.SequenceEqual(bytes)));
        Assert.Empty(Roots(options).Intersect(Roots(elsewhere)));
        Assert.Empty(Roots(options).Intersect(Roots(options with { Dataset = "e" })));
        Assert.Empty(Roots(options).Intersect(Roots(options with { Custody = null })));
    }

    /// <summary>Stopped before any of its objects is stored, a registration goes on as if it had not been, and every batch opens.</summary>
    [Fact]
    public void A_registration_that_was_stopped_anywhere_goes_on()
    {
        using var directory = new TemporaryDirectory();
        using AgreementKey key = AgreementKey.Create(hybrid: false);
        using DatasetKey dataset = DatasetKey.Create();
        for (int puts = 0; puts < 10; puts++)
        {
            using var store = new DirectoryContentStore(directory.File($"{puts}/objects"));
            using var custody = new CustodyFolder(new RegularFiles(directory.File($"{puts}/custody")), key);
            CustodyOptions keeping = new() { Keeper = new KeptAtOnce(custody), DatasetKey = dataset };
            RegistrationOptions options = new() { Dataset = "d", RecordsPerBatch = 100, Threads = 1, Custody = keeping };
            Assert.Throws<IOException>(() =>
                Register(250, options, new LoggingStore([], store) { PutsLeft = puts }));
            IReadOnlyList<Digest> before = custody.Roots();
            RegistrationResult result = Register(250, options, store);
            Assert.Equal((puts + 2) / 3, before.Count);
            Assert.Equal(result.Manifests.Select(manifest => manifest.Root).Order(), custody.Roots());
            string[] files = Directory.GetFiles(directory.File($"{puts}/objects"), "*", SearchOption.AllDirectories);
            Assert.Equal(1 + (3 * 3), files.Count(file => !file.EndsWith(".lock", StringComparison.Ordinal)));
            foreach (BatchManifest manifest in result.Manifests)
            {
                using BatchSecret secret = custody.Find(manifest.Root)!;
                Assert.True(BatchVerifier.ExamineAsync(manifest, result.Schema, store, secret).Now().IsIntact);
            }
        }
    }

    /// <summary>The same bytes of records under another schema are another batch: one secret must not encrypt both headers.</summary>
    [Fact]
    public void Another_schema_is_another_secret()
    {
        var world = new SealedWorld();
        var store = new MemoryContentStore();
        RecordBuffer one = Numbers(new Schema([new Column("x", ColumnType.Int64)]));
        RecordBuffer two = Numbers(new Schema([new Column("y", ColumnType.Int64)]));
        Assert.Equal(BatchBuilder.Build(one).Root, BatchBuilder.Build(two).Root);
        Assert.NotEqual(world.Register(store, one).Root, world.Register(store, two).Root);
    }

    [Fact]
    public void The_secret_is_kept_and_bound_before_anything_is_stored()
    {
        var world = new SealedWorld();
        world.Register(new LoggingStore(world.Log), TestData.Records(5));
        Assert.Equal(["put", "obtain", "bind", "put", "put", "put"], world.Log);
    }

    [Fact]
    public void Plain_records_and_secrets_are_in_no_file()
    {
        using var directory = new TemporaryDirectory();
        using AgreementKey key = AgreementKey.Create(hybrid: false);
        using var custody = new CustodyFolder(new RegularFiles(directory.File("custody")), key);
        using DatasetKey dataset = DatasetKey.Create();
        custody.KeepDatasetKey("d", dataset);
        using var store = new DirectoryContentStore(directory.File("objects"));
        RecordBuffer records = TestData.Records(300);
        BatchContent plain = BatchBuilder.Build(records);
        CustodyOptions keeping = new() { Keeper = new KeptAtOnce(custody), DatasetKey = dataset };
        RegistrationOptions options = new() { Dataset = "d", Schema = TestData.Mixed, Custody = keeping };
        BatchManifest manifest = Registration.RunAsync([records], "", options, store).Now().Manifests[0];
        using BatchSecret secret = custody.Find(manifest.Root)!;
        custody.Wraps.Put(manifest.Root, 7, KeyWrap.Wrap(secret, key.PublicKey, SealedWorld.Use(manifest.Root, key)));
        RecordBatch batch = BatchReader.Decode(plain.Content, TestData.Mixed);
        List<byte[]> forbidden = [secret.Bytes.Span.ToArray(), dataset.Bytes.Span.ToArray(), secret.SaltKey().Span.ToArray()];
        forbidden.AddRange(Enumerable.Range(0, 300).Select(i => batch.RecordBytes(i).ToArray()).Where(bytes => bytes.Length > 12));
        IEnumerable<string?> notes = Enumerable.Range(0, 300).Select(batch[2].Text);
        forbidden.AddRange(notes.Where(text => text?.Length > 8).Select(text => Encoding.UTF8.GetBytes(text!)));
        forbidden.AddRange(Enumerable.Range(0, 300).Select(i => plain.Leaf(i).ToArray()));
        string[] files = Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(1 + 3 + 1 + 1 + 1 + 1, files.Count(file => new FileInfo(file).Length > 0));
        foreach (string file in files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.DoesNotContain(forbidden, secretBytes => bytes.AsSpan().IndexOf(secretBytes) >= 0);
        }
        Assert.Contains(forbidden, bytes => plain.Content.Span.IndexOf(bytes) >= 0); // the search finds what is there
    }

    [Fact]
    public void Manifest_bytes_are_frozen_and_contradictions_refused()
    {
        var world = new SealedWorld { NewSecret = () => SealedWorld.FixedSecret };
        BatchManifest sketched = world.Register(new MemoryContentStore(), TestData.Records(21), BatchTier.Absent);
        Assert.Equal(21, sketched.Sketch!.Hashes.Count);
        Assert.Equal("41adafa9be90dd4e572cf1dae37acdb7339cc0a15c54e9c01f7ba856a86b0241", Digest.Of(sketched.ToMap().ToBytes()).ToString());
        BatchManifest manifest = sketched with { Sketch = null }; // rules 8 and before
        byte[] bytes = manifest.ToMap().ToBytes();
        Assert.Equal(
            "b064726f6f74582081923d14354b51eb0726981f639aff5c5053a865dcf8ca5a68b6743588cb7b42647469657266616273656e746474726565a26473"
            + "697a651a0001006866646967657374582049786ebadf1d074a467e322d9c85dd182435065c46ddd30baa0454df4d86922465737465707380666f7269"
            + "67696e6066736368656d6158208331f66117a59860410129db2834af46aab1ac6459668b71b643eb3d3b338c6066736f757263656067636f6e74656e"
            + "74a26473697a651a00010068666469676573745820a952182a2e69b5408f75302a9127641552b1ddeb8e7bce46e52b1c10d5db604b67646174617365"
            + "746164677265636f726473156776657273696f6e01696c6173742d6c696e65006a66697273742d6c696e65006c636c6173732d636f756e7473806c63"
            + "6f6c756d6e732d726f6f745820b8b61905220408471fb937efdc3ad3faf442726a7a61277c2483c7ef29c62a5f6c66696e6765727072696e7473a264"
            + "73697a651a000100686664696765737458202f4076c5c74200f9bd50445a1a5840bf314e9af0eec08f7628297bc2e3a2b3b3",
            Convert.ToHexStringLower(bytes));
        BatchManifest read = BatchManifest.Read(CborMap.Read(bytes, "manifest"));
        Assert.Equal(bytes, read.ToMap().ToBytes());
        Assert.Equal((BatchTier.Absent, manifest.Fingerprints), (read.Tier, read.Fingerprints));
        (string Field, BatchManifest Manifest)[] wrong =
        [
            ("class-counts", manifest with { ClassCounts = [10, 11] }),
            ("source", manifest with { SourceName = "meier.csv" }),
            ("first-line", manifest with { LastLine = 9 }),
            ("content.size", manifest with { Content = manifest.Content with { Size = manifest.Content.Size - 1 } }),
            ("content.size", manifest with { Content = manifest.Content with { Size = 88 } }),
            ("tree.size", manifest with { Tree = manifest.Tree with { Size = manifest.Tree.Size + (65_552 * 40) } }),
            ("fingerprints.size", manifest with { Fingerprints = manifest.Content with { Size = 65_552 } }),
            ("tree.size", manifest with { Records = 4_000_000 }),
            (
                "content.size",
                manifest with { Tier = BatchTier.Open, Fingerprints = null, Content = manifest.Content with { Size = 1L << 31 } }),
            ("fingerprints", BatchOf(21) with { Fingerprints = manifest.Fingerprints }),
        ];
        Assert.All(wrong, item => Assert.Equal($"manifest.{item.Field}", Refused(item.Manifest.ToMap()).Field));
        CborMapWriter strange = new CborMapWriter().Text("tier", "open");
        Assert.StartsWith("manifest", Refused(strange).Field);
    }

    [Fact]
    public void Misuse_is_an_argument_exception()
    {
        var world = new SealedWorld();
        var store = new MemoryContentStore();
        BatchManifest manifest = world.Register(store, TestData.Records(5));
        Assert.Throws<ArgumentException>(() => world.Options(BatchTier.Open));
        Assert.Throws<ArgumentException>(() => BatchReader.ReadAsync(manifest, TestData.Mixed, store).Now());
        using BatchSecret secret = world.Secret(manifest);
        Assert.Throws<ArgumentException>(() => BatchVerifier.ExamineAsync(BatchOf(5), TestData.Mixed, store, secret).Now());
        using BatchSecret other = BatchSecret.Create();
        Assert.Contains(
            "another secret",
            Assert.Throws<MalformedException>(() => BatchReader.ReadAsync(manifest, TestData.Mixed, store, other).Now()).Message);
    }

    private static BatchManifest BatchOf(int count) => Registration.RunAsync(
        [TestData.Records(count)], "", new RegistrationOptions { Dataset = "d", Schema = TestData.Mixed }, new MemoryContentStore())
        .Now().Manifests[0];

    private static RegistrationResult Register(int rows, RegistrationOptions options, IContentStore store) =>
        Registration.RunAsync(TestData.Csv(Rows(rows), label: "kind"), options, store).Now();

    private static byte[][] Bytes(RegistrationOptions options) =>
        [.. Register(550, options, new MemoryContentStore()).Manifests.Select(manifest => manifest.ToMap().ToBytes())];

    private static Digest[] Roots(RegistrationOptions options) =>
        [.. Register(550, options, new MemoryContentStore()).Manifests.Select(manifest => manifest.Root)];

    private static MalformedException Refused(CborMapWriter map) =>
        Assert.Throws<MalformedException>(() => BatchManifest.Read(CborMap.Read(map.ToBytes(), "manifest")));

    private static RecordBuffer Numbers(Schema schema)
    {
        var records = new RecordBuffer(schema);
        for (int i = 0; i < 10; i++)
        {
            records[0].Add((long)i);
        }
        return records;
    }

    private static string Rows(int count) =>
        "height,leaves,kind\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
            FormattableString.Invariant($"{i}.5,{(i % 11 == 0 ? "" : i % 7)},{(i % 3 == 0 ? "oak" : "fern")}\n")));

    private sealed class LoggingStore(List<string> log, IContentStore? inner = null) : IContentStore
    {
        private readonly IContentStore _inner = inner ?? new MemoryContentStore();

        public int PutsLeft { get; set; } = int.MaxValue;

        public ValueTask<ObjectReference> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
        {
            log.Add("put");
            return PutsLeft-- > 0 ? _inner.PutAsync(content, cancellation) : throw new IOException("the power is gone");
        }

        public ValueTask<ObjectReference> PutAsync(Stream content, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(ObjectReference reference, CancellationToken cancellation = default) =>
            throw new NotSupportedException();
    }
}
