using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;

namespace Hallmark.Data.Tests.Custody;

public sealed class SealedDamageTests : IDisposable
{
    private const int Header = 88;
    private const int Stored = 65_552;
    private readonly SealedWorld _world = new();
    private readonly MemoryContentStore _store = new();
    private readonly BatchManifest _manifest;
    private readonly BatchSecret _secret;
    private readonly byte[] _plain;

    public SealedDamageTests()
    {
        RecordBuffer records = TestData.Records(2_500);
        _plain = BatchBuilder.Build(records).Content.ToArray();
        _manifest = _world.Register(_store, records);
        _secret = _world.Secret(_manifest);
    }

    public void Dispose() => _secret.Dispose();

    /// <summary>An altered bit of ciphertext is an altered bit of one cell: it is found as in an open batch, in any chunk.</summary>
    [Fact]
    public void An_altered_byte_inside_a_value_names_record_and_field()
    {
        Assert.True(_manifest.Content.Size > Header + (2 * Stored));
        var random = new Random(1);
        (int Position, int Record, string Field)[] values = [.. Values()];
        foreach ((int position, int record, string field) in random.GetItems(values, 60))
        {
            BatchExamination examination = With(_manifest.Content, bytes => bytes[StoredAt(position)] ^= 1, _secret);
            BatchDamage damage = Assert.Single(examination.Damages);
            Assert.Equal((BatchDamageKind.Record, record, field), (damage.Kind, (int)damage.Record!, damage.Field));
        }
    }

    [Fact]
    public void Every_place_of_the_object_is_covered()
    {
        int length = (int)_manifest.Content.Size;
        IEnumerable<int> places = Enumerable.Range(0, 130).Concat(Enumerable.Range(0, 150).Select(i => i * (length / 150)))
            .Concat(Enumerable.Range(Header + Stored - 40, 80)).Concat(Enumerable.Range(length - 40, 40));
        foreach (int place in places)
        {
            BatchExamination examination = With(_manifest.Content, bytes => bytes[place] ^= 0x80, _secret);
            Assert.False(examination.IsIntact);
            Assert.True(examination.Opened);
            if (place < Header)
            {
                BatchDamage first = examination.Damages[0];
                Assert.Equal(BatchDamageKind.Header, first.Kind);
                string field = place switch
                {
                    < 8 => "magic",
                    < 12 => "version",
                    < 16 => "kind",
                    < 24 => "chunks",
                    < 56 => "salt",
                    _ => "commitment",
                };
                Assert.Equal(field, first.Field);
            }
        }
        BatchDamage tag = Assert.Single(With(_manifest.Content, bytes => bytes[Header + Stored - 1] ^= 1, _secret).Damages);
        Assert.Equal(BatchDamageKind.Content, tag.Kind);
        Assert.Contains("chunk 0 of 3 does not authenticate; outside its records", tag.Message);
    }

    [Fact]
    public void Truncated_and_grown_content_is_named()
    {
        int size = (int)_manifest.Content.Size;
        foreach (
            int length in new[] { 0, 50, Header, Header + 5, Header + 70, Header + 40_000, Header + Stored, size - 1 - Stored, size - 1 })
        {
            byte[] whole = _store.Objects[_manifest.Content.Digest];
            _store.Objects[_manifest.Content.Digest] = whole[..length];
            BatchExamination examination = BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store, _secret).Now();
            _store.Objects[_manifest.Content.Digest] = whole;
            Assert.False(examination.IsIntact);
            Assert.All(examination.Damages, damage => Assert.NotEqual(BatchDamageKind.Record, damage.Kind));
        }
        byte[] grown = [.. _store.Objects[_manifest.Content.Digest], 1, 2, 3];
        _store.Objects[_manifest.Content.Digest] = grown;
        Assert.Contains(
            "goes on for 3 bytes",
            Assert.Single(BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store, _secret).Now().Damages).Message);
    }

    [Fact]
    public void Without_the_secret_the_ciphertext_is_still_checked()
    {
        BatchExamination intact = BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store).Now();
        Assert.True(intact is { IsIntact: true, Opened: false });
        (ObjectReference Reference, BatchDamageKind Kind, string Name)[] objects =
        [
            (_manifest.Content, BatchDamageKind.Content, "content"), (_manifest.Tree, BatchDamageKind.Tree, "tree"),
            (_manifest.Fingerprints!.Value, BatchDamageKind.Tree, "fingerprints"),
        ];
        foreach ((ObjectReference reference, BatchDamageKind kind, string name) in objects)
        {
            BatchDamage altered = Assert.Single(With(reference, bytes => bytes[500] ^= 1, null).Damages);
            Assert.Equal(kind, altered.Kind);
            Assert.Contains(name, altered.Message);
            byte[] before = _store.Objects[reference.Digest];
            _store.DeleteAsync(reference).Now();
            BatchDamage missing = Assert.Single(BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store).Now().Damages);
            _store.Objects[reference.Digest] = before;
            Assert.Equal(BatchDamageKind.Missing, missing.Kind);
            Assert.Contains(name, missing.Message);
        }
    }

    [Fact]
    public void An_altered_tree_is_named_and_what_holds_of_it_is_used()
    {
        int position = Values().First(value => value.Field == "weight").Position;
        BatchExamination tree = With(_manifest.Tree, bytes => bytes[Header + 8 + 5] ^= 1, _secret);
        Assert.Equal(BatchDamageKind.Tree, Assert.Single(tree.Damages).Kind);
        Assert.Contains("chunk 0 of 2", tree.Damages[0].Message);

        byte[] content = _store.Objects[_manifest.Content.Digest];
        content[StoredAt(position)] ^= 1;
        // A leaf hash is lost: the column still tells the field. A column digest is lost: the leaf still tells the record.
        BatchExamination leaf = With(_manifest.Tree, bytes => bytes[Header + 8 + 5] ^= 1, _secret);
        Assert.Equal(
            [(BatchDamageKind.Tree, null, null), (BatchDamageKind.Record, (long?)null, "weight")],
            leaf.Damages.Select(damage => (damage.Kind, damage.Record, damage.Field)));
        int column = Header + Stored + 8 + (2_500 * 32) - 65_536;
        BatchExamination columns = With(_manifest.Tree, bytes => bytes[column] ^= 1, _secret);
        Assert.Equal(
            (BatchDamageKind.Record, (long?)0, null), (columns.Damages[1].Kind, columns.Damages[1].Record, columns.Damages[1].Field));
        // A tag is lost: the hashes hold.
        BatchExamination tag = With(_manifest.Tree, bytes => bytes[^1] ^= 1, _secret);
        Assert.Equal((BatchDamageKind.Record, (long?)0, "weight"), (tag.Damages[1].Kind, tag.Damages[1].Record, tag.Damages[1].Field));
    }

    [Fact]
    public void A_false_manifest_or_secret_is_not_an_alteration()
    {
        BatchManifest[] lies =
        [
            _manifest with { Root = _manifest.ColumnsRoot },
            _manifest with { ColumnsRoot = _manifest.Root },
            _manifest with { Records = 2_499 },
            _manifest with { Content = _manifest.Tree },
        ];
        Assert.All(lies, lie =>
        {
            BatchExamination examination = BatchVerifier.ExamineAsync(lie, TestData.Mixed, _store, _secret).Now();
            Assert.NotEmpty(examination.Damages);
            Assert.All(examination.Damages, damage => Assert.Equal(BatchDamageKind.Registered, damage.Kind));
        });
        using BatchSecret other = BatchSecret.Create();
        BatchExamination wrong = BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store, other).Now();
        Assert.All(wrong.Damages, damage => Assert.Contains("another secret", damage.Message));
    }

    private IEnumerable<(int Position, int Record, string Field)> Values()
    {
        int position = ContentFormat.HeaderSize;
        for (int record = 0; position < _plain.Length; record++)
        {
            foreach (Column column in TestData.Mixed.Columns)
            {
                int length = RecordFormat.Frame(column.Type, _plain.AsSpan(position), out _);
                int start = column.Type == ColumnType.Text ? 5 : 1;
                if (length > start)
                {
                    yield return (position + start, record, column.Name);
                }
                position += length;
            }
        }
    }

    /// <summary>Where the ciphertext of a plain byte stands.</summary>
    private static int StoredAt(int position) => Header + ((position + 8) / 65_536 * Stored) + ((position + 8) % 65_536);

    private BatchExamination With(ObjectReference reference, Action<byte[]> alter, BatchSecret? secret)
    {
        byte[] before = _store.Objects[reference.Digest];
        byte[] altered = [.. before];
        alter(altered);
        _store.Objects[reference.Digest] = altered;
        BatchExamination examination = BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store, secret).Now();
        _store.Objects[reference.Digest] = before;
        return examination;
    }
}
