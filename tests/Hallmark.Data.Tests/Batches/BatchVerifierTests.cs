using System.Buffers.Binary;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Batches;

public class BatchVerifierTests
{
    private readonly MemoryContentStore _store = new();
    private readonly BatchManifest _manifest;

    public BatchVerifierTests() => _manifest = Register(_store, TestData.Records(60));

    [Fact]
    public void Finds_an_untouched_batch_intact() => Assert.True(Examine().IsIntact);

    /// <summary>Every single byte of the content, altered in two ways.</summary>
    [Fact]
    public void Detects_every_flipped_byte_and_locates_those_inside_values()
    {
        byte[] content = _store.Objects[_manifest.Content.Digest];
        Dictionary<int, (int Record, string Field)> values = ValuePositions(content);
        foreach (byte mask in new byte[] { 1, 0x80 })
        {
            for (int position = 0; position < content.Length; position++)
            {
                BatchExamination examination = WithContent(bytes => bytes[position] ^= mask);
                Assert.False(examination.IsIntact);
                if (position < ContentFormat.HeaderSize)
                {
                    Assert.All(examination.Damages, damage => Assert.Equal(BatchDamageKind.Header, damage.Kind));
                }
                else if (values.TryGetValue(position, out (int Record, string Field) place))
                {
                    BatchDamage damage = Assert.Single(examination.Damages);
                    Assert.Equal((BatchDamageKind.Record, place.Record, place.Field), (damage.Kind, (int)damage.Record!, damage.Field));
                    Assert.Contains($"record {place.Record}, field '{place.Field}'", damage.Message);
                }
                else
                {
                    Assert.InRange(examination.Total, 1, 3);
                }
            }
        }
    }

    [Fact]
    public void Lists_several_altered_cells_and_counts_the_rest()
    {
        byte[] content = _store.Objects[_manifest.Content.Digest];
        int[] weights = [.. ValuePositions(content).GroupBy(pair => pair.Value)
            .Where(group => group.Key.Field == "weight").Select(group => group.Min(pair => pair.Key))];
        BatchExamination two = WithContent(bytes => { bytes[weights[3]] ^= 1; bytes[weights[9]] ^= 1; });
        Assert.Equal(["weight", "weight"], two.Damages.Select(damage => damage.Field));
        BatchExamination many = WithContent(bytes => Array.ForEach(weights, position => bytes[position] ^= 1));
        Assert.Equal(BatchVerifier.DamageLimit, many.Damages.Count);
        Assert.Equal(weights.Length, many.Total);
        int classByte = ValuePositions(content).First(pair => pair.Value.Field == "class" && pair.Value.Record == 40).Key;
        BatchExamination crossed = WithContent(bytes => { bytes[weights[0]] ^= 1; bytes[classByte] ^= 1; });
        Assert.Equal(2, crossed.Total);
        Assert.All(crossed.Damages, damage => Assert.Equal("weight, class", damage.Field));
    }

    [Fact]
    public void Names_the_record_where_content_breaks_off_or_goes_on()
    {
        byte[] content = _store.Objects[_manifest.Content.Digest];
        foreach (int length in Enumerable.Range(0, content.Length))
        {
            BatchExamination cut = WithReplaced(_manifest.Content, content[..length]);
            Assert.Contains(
                cut.Damages,
                damage => damage.Kind == BatchDamageKind.Framing && (length < ContentFormat.HeaderSize || damage.Record is not null));
        }
        Assert.Contains("goes on for 3 bytes", WithReplaced(_manifest.Content, [.. content, 0, 0, 0]).Damages.Single().Message);
        Assert.Equal(59, WithReplaced(_manifest.Content, content[..^1]).Damages.Single().Record);
        Assert.Equal("class", WithReplaced(_manifest.Content, content[..^1]).Damages.Single().Field);
    }

    [Fact]
    public void Missing_objects_are_named()
    {
        _store.DeleteAsync(_manifest.Content).Now();
        Assert.Equal(BatchDamageKind.Missing, Examine().Damages.Single().Kind);
        _store.DeleteAsync(_manifest.Tree).Now();
        Assert.Equal(2, Examine().Damages.Count(damage => damage.Kind == BatchDamageKind.Missing));
    }

    [Fact]
    public void An_altered_tree_is_reported_and_believed_only_where_its_root_holds()
    {
        byte[] tree = _store.Objects[_manifest.Tree.Digest];
        byte[] content = _store.Objects[_manifest.Content.Digest];
        Assert.Contains("leaf hashes", WithReplaced(_manifest.Tree, Flipped(tree, 5)).Damages.Single().Message);
        Assert.Contains("column digests", WithReplaced(_manifest.Tree, Flipped(tree, tree.Length - 1)).Damages.Single().Message);
        Assert.Equal(BatchDamageKind.Tree, WithReplaced(_manifest.Tree, tree[..^1]).Damages.Single().Kind);
        (int position, (int record, string field)) = ValuePositions(content).First(pair => pair.Value.Field == "weight");

        _store.Objects[_manifest.Content.Digest] = Flipped(content, position);
        BatchExamination leavesLost = WithReplaced(_manifest.Tree, Flipped(tree, 5));
        Assert.Equal([BatchDamageKind.Tree, BatchDamageKind.Record], leavesLost.Damages.Select(damage => damage.Kind));
        Assert.Equal((null, field), (leavesLost.Damages[1].Record, leavesLost.Damages[1].Field));
        BatchExamination columnsLost = WithReplaced(_manifest.Tree, Flipped(tree, tree.Length - 1));
        Assert.Equal((record, null), ((int?)columnsLost.Damages[1].Record, columnsLost.Damages[1].Field));
        _store.DeleteAsync(_manifest.Tree).Now();
        Assert.Equal([BatchDamageKind.Missing, BatchDamageKind.Content], Examine().Damages.Select(damage => damage.Kind));
    }

    /// <summary>Each lie is told alone: content and tree are as registered, so nothing but that one comparison can show it.</summary>
    [Theory]
    [InlineData("the root over the records")]
    [InlineData("the columns root")]
    [InlineData("the number of records")]
    [InlineData("the class counts")]
    public void A_manifest_of_which_one_thing_alone_is_wrong_is_named_by_it(string what)
    {
        BatchManifest lie = what switch
        {
            "the root over the records" => _manifest with { Root = _manifest.ColumnsRoot },
            "the columns root" => _manifest with { ColumnsRoot = _manifest.Root },
            "the number of records" => _manifest with { Records = 59 },
            _ => _manifest with { ClassCounts = [.. _manifest.ClassCounts.Reverse()] },
        };
        BatchExamination examination = BatchVerifier.ExamineAsync(lie, TestData.Mixed, _store).Now();
        Assert.All(examination.Damages, damage => Assert.Equal(BatchDamageKind.Registered, damage.Kind));
        Assert.Contains(
            examination.Damages, damage => damage.Message == $"the manifest was registered wrong: {what} of the content is another");
    }

    /// <summary>
    /// Column digests are all of the tree that a false columns root can hide behind: here the tree object was made to fit the lie, so
    /// only the content itself shows it.
    /// </summary>
    [Fact]
    public void A_columns_root_that_fits_its_tree_but_not_the_content_is_a_false_manifest()
    {
        byte[] tree = [.. _store.Objects[_manifest.Tree.Digest]];
        int columns = (int)_manifest.Records * Digest.Size;
        tree[^1] ^= 1;
        BatchManifest lie = _manifest with
        {
            Tree = _store.PutAsync(tree).Now(),
            ColumnsRoot = ContentFormat.ColumnsRoot(tree.AsSpan(columns)),
        };
        BatchDamage damage = Assert.Single(BatchVerifier.ExamineAsync(lie, TestData.Mixed, _store).Now().Damages);
        Assert.Equal(BatchDamageKind.Registered, damage.Kind);
        Assert.Equal("the manifest was registered wrong: the columns root of the content is another", damage.Message);
    }

    [Fact]
    public void A_shifted_length_blames_the_record_it_stands_in()
    {
        byte[] content = _store.Objects[_manifest.Content.Digest];
        (int position, (int record, _)) = ValuePositions(content).First(pair => pair.Value is { Field: "note", Record: > 10 });
        BatchExamination examination = WithContent(bytes => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(position - 4), 70));
        Assert.Contains(examination.Damages, damage => damage.Record == record);
        Assert.InRange(examination.Total, 1, 2);
    }

    [Fact]
    public void Reading_altered_content_gives_nothing()
    {
        WithContent(bytes => bytes[^1] ^= 1, restore: false);
        Assert.Equal(
            ContentFault.Altered,
            Assert.Throws<ContentException>(() => BatchReader.ReadAsync(_manifest, TestData.Mixed, _store).Now()).Fault);
    }

    private static BatchManifest Register(IContentStore store, RecordBuffer records) =>
        Registration.RunAsync([records], "", new RegistrationOptions { Dataset = "d", Schema = TestData.Mixed }, store).Now().Manifests[0];

    private static byte[] Flipped(byte[] bytes, int position)
    {
        byte[] copy = [.. bytes];
        copy[position] ^= 1;
        return copy;
    }

    /// <summary>Where in the content each value's bytes stand, tags and text lengths left out.</summary>
    private static Dictionary<int, (int Record, string Field)> ValuePositions(byte[] content)
    {
        var positions = new Dictionary<int, (int, string)>();
        int position = ContentFormat.HeaderSize;
        for (int record = 0; position < content.Length; record++)
        {
            foreach (Column column in TestData.Mixed.Columns)
            {
                int length = RecordFormat.Frame(column.Type, content.AsSpan(position), out _);
                for (int i = column.Type == ColumnType.Text ? 5 : 1; i < length; i++)
                {
                    positions.Add(position + i, (record, column.Name));
                }
                position += length;
            }
        }
        return positions;
    }

    private BatchExamination Examine() => BatchVerifier.ExamineAsync(_manifest, TestData.Mixed, _store).Now();

    private BatchExamination WithContent(Action<byte[]> alter, bool restore = true)
    {
        byte[] altered = [.. _store.Objects[_manifest.Content.Digest]];
        alter(altered);
        return WithReplaced(_manifest.Content, altered, restore);
    }

    private BatchExamination WithReplaced(ObjectReference reference, byte[] bytes, bool restore = true)
    {
        byte[] before = _store.Objects[reference.Digest];
        _store.Objects[reference.Digest] = bytes;
        BatchExamination examination = Examine();
        if (restore)
        {
            _store.Objects[reference.Digest] = before;
        }
        return examination;
    }
}
