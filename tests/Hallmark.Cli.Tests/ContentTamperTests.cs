using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Cli.Tests;

/// <summary>Stored content, checkpoints and keys are altered or taken away; see docs/tamper-matrix.md.</summary>
public sealed class ContentTamperTests(ClinicsRun clinics)
{
    private const string Dataset = "wdbc";

    [Fact]
    public void An_untouched_home_is_good()
    {
        using HomeCopy home = clinics.Copy();
        Assert.Empty(home.Audit(0, "good", "--head", clinics.HeadFile));
    }

    [Theory]
    [InlineData(0, "mean_radius")]
    [InlineData(25, "label")]
    public void An_altered_cell_is_named_with_dataset_batch_record_and_field(int record, string field)
    {
        using HomeCopy home = clinics.Copy();
        string batch = home.Scheduled()[1];
        ChangeCell(home, batch, record, field);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"), item => item.Code() == "data.record");

        Assert.Equal(Dataset, (string?)finding["dataset"]);
        Assert.Equal(batch, (string?)finding["batch"]);
        Assert.Equal(record, (int?)finding["record"]);
        Assert.Equal(field, (string?)finding["field"]);
        Assert.Equal(batch.Split('/')[1], (string?)finding["member"]);
        Assert.NotNull(finding["height"]);
        // The batch is read in every epoch, so every checkpoint of the run is touched.
        Assert.Equal(40, finding["checkpoints"]!.AsArray().Count);
    }

    [Fact]
    public void Deleted_content_is_incomplete()
    {
        using HomeCopy home = clinics.Copy();
        string batch = home.Scheduled()[0];
        File.Delete(home.Object(home.Manifest(batch).Content));

        CliResult result = home.Audit("--replay").Expect(1);

        Assert.Equal("incomplete", (string?)result.Json["verdict"]);
        JsonNode finding = Assert.Single(result.Json["findings"]!.AsArray(), item => item!.Code() == "data.missing")!;
        Assert.Equal(batch, (string?)finding["batch"]);
        JsonNode coverage = result.Json["coverage"]!;
        Assert.Equal((int)coverage["batches"]! - 1, (int)coverage["batchesHashed"]!);
        Assert.Equal(0, (int)coverage["runsReplayed"]!);
        Assert.Equal(0, (int)coverage["remeasured"]!);
        Assert.Equal(0, (int)coverage["schedulesRecomputed"]!);
    }

    [Fact]
    public void An_altered_checkpoint_is_named()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.File("runs", "wdbc-run-1", "step-00017.checkpoint"), 200);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"));

        Assert.Equal("checkpoint.altered", finding.Code());
        Assert.Equal("wdbc/run/1/17", (string?)Assert.Single(finding["checkpoints"]!.AsArray()));
        Assert.Equal("hospital-ai", (string?)finding["member"]);
    }

    [Fact]
    public void A_key_that_cannot_be_read_does_not_hide_the_rest()
    {
        using HomeCopy home = clinics.Copy();
        File.WriteAllText(home.File("keys", "clinic-b.pem"), "no key");
        HomeCopy.Flip(home.File("runs", "wdbc-run-1", "model.bin"), 300);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        Assert.Equal("clinic-b", (string?)findings.Only("key.unreadable")["member"]);
        findings.Only("checkpoint.altered");
    }

    [Fact]
    public void Training_reads_nothing_that_was_altered()
    {
        using HomeCopy home = clinics.Copy();
        ChangeCell(home, home.Scheduled()[0], 0, "mean_radius");

        CliResult result = Cli.Run(home.Path, "train", Dataset, "--as", "hospital-ai", "--epochs", "1").Expect(3);

        Assert.Contains("altered", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Changes one cell and writes the whole object anew, as somebody who knows the format would.</summary>
    private static void ChangeCell(HomeCopy home, string batch, int record, string field)
    {
        (BatchManifest manifest, Schema schema, RecordBatch records) = home.Look(catalog =>
        {
            BatchState state = catalog.Batch(batch);
            Schema schema = catalog.SchemaAsync(state.Dataset).Pull();
            return (catalog.Manifest(state), schema, BatchReading.Offline(catalog, _ => null).ReadAsync(state, schema).Pull());
        });
        int column = schema.Columns.ToList().FindIndex(item => item.Name == field);
        string path = home.Object(manifest.Content);
        byte[] content = File.ReadAllBytes(path);
        // Every cell of the example is there and a number: a tag and eight bytes.
        int cell = ContentFormat.HeaderSize + (record * schema.Columns.Count + column) * 9;
        Assert.Equal(1, content[cell]);
        double old = records[column].Number(record);
        byte[] changed = new byte[8];
        if (schema.Columns[column].Type == ColumnType.Int64)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(changed, 1 - (long)old);
        }
        else
        {
            Assert.Equal(old, System.Buffers.Binary.BinaryPrimitives.ReadDoubleBigEndian(content.AsSpan(cell + 1)));
            System.Buffers.Binary.BinaryPrimitives.WriteDoubleBigEndian(changed, old * 1.5 + 1);
        }
        changed.CopyTo(content, cell + 1);
        File.WriteAllBytes(path, content);
        Assert.NotEqual(manifest.Content.Digest, Digest.Of(content));
    }
}
