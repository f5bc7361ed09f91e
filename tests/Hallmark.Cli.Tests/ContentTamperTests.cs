using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Cli.Tests;

/// <summary>Stored content, checkpoints and keys are altered or taken away; see docs/tamper-matrix.md.</summary>
public sealed class ContentTamperTests(ClinicsRun clinics)
{
    private const string Dataset = "wdbc";

    [Fact]
    public void UntouchedIsGood()
    {
        using HomeCopy home = clinics.Copy();
        Assert.Empty(home.Audit(0, "good", "--head", clinics.HeadFile));
    }

    [Theory]
    [InlineData(0, "mean_radius")]
    [InlineData(7, "worst_concavity")]
    [InlineData(25, "label")]
    public void CellIsNamedWithDatasetBatchRecordAndField(int record, string field)
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
    public void CellOfAnUnusedBatchTouchesNoCheckpoint()
    {
        using HomeCopy home = clinics.Copy();
        string batch = (string)clinics.Json["batches"]!.AsArray().First(item => (string?)item!["verdict"] == "refused")!["id"]!;
        ChangeCell(home, batch, 3, "mean_area");

        JsonNode finding = home.Audit(3, "tampered").Only("data.record");

        Assert.Equal((batch, 3, "mean_area"), ((string?)finding["batch"], (int?)finding["record"], (string?)finding["field"]));
        Assert.Null(finding["checkpoints"]);
    }

    [Fact]
    public void TreeObject()
    {
        using HomeCopy home = clinics.Copy();
        string batch = home.Scheduled()[0];
        HomeCopy.Flip(home.Object(home.Manifest(batch).Tree), 40);

        JsonNode finding = home.Audit(3, "tampered").First("data.tree");

        Assert.Equal(batch, (string?)finding["batch"]);
        Assert.Equal(Dataset, (string?)finding["dataset"]);
    }

    [Fact]
    public void SchemaObject()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Object(home.Look(catalog => catalog.Dataset(Dataset).Schema)), 20);

        Assert.Equal(Dataset, (string?)home.Audit(3, "tampered").Only("schema.altered")["dataset"]);
    }

    [Fact]
    public void DetailsOfAJudgement()
    {
        using HomeCopy home = clinics.Copy();
        (int entry, ObjectReference details) = home.Look(catalog => catalog.Ledger.Entries()
            .Where(item => item.Statement.Kind == BatchJudge.Kind)
            .Select(item => ((int)item.Index.Value, Payload.Read<BatchJudge>(item.Statement).Details)).First());
        HomeCopy.Flip(home.Object(details), 30);

        JsonNode finding = home.Audit(3, "tampered").Only("details.altered");

        Assert.Equal(entry, (int?)finding["entry"]);
        Assert.Equal("quality-lab", (string?)finding["member"]);
    }

    [Fact]
    public void EvaluationSet()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Object(home.Look(catalog => catalog.Ledger.Entries()
            .Where(item => item.Statement.Kind == RunOpen.Kind)
                .Select(item => Payload.Read<RunOpen>(item.Statement).Evaluation!.Content).First())), 100);

        home.Audit(3, "tampered").Only("evaluation.altered");
    }

    [Fact]
    public void DeletedContentIsIncomplete()
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
    public void Checkpoint()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.File("runs", "wdbc-run-1", "step-00017.checkpoint"), 200);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"));

        Assert.Equal("checkpoint.altered", finding.Code());
        Assert.Equal("wdbc/run/1/17", (string?)Assert.Single(finding["checkpoints"]!.AsArray()));
        Assert.Equal("hospital-ai", (string?)finding["member"]);
    }

    [Fact]
    public void DeletedCheckpointIsIncomplete()
    {
        using HomeCopy home = clinics.Copy();
        File.Delete(home.File("runs", "wdbc-run-1", "step-00017.checkpoint"));

        JsonNode finding = Assert.Single(home.Audit(1, "incomplete"));

        Assert.Equal("checkpoint.missing", finding.Code());
        Assert.Equal("wdbc/run/1/17", (string?)Assert.Single(finding["checkpoints"]!.AsArray()));
    }

    [Fact]
    public void Model()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.File("runs", "wdbc-run-1", "model.bin"), 300);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"));

        Assert.Equal("checkpoint.altered", finding.Code());
        Assert.Equal("wdbc/run/1/model", (string?)Assert.Single(finding["checkpoints"]!.AsArray()));
    }

    [Fact]
    public void ReplacedKey()
    {
        using HomeCopy home = clinics.Copy();
        using var other = KeySigner.Create();
        File.WriteAllText(home.File("keys", "clinic-b.pem"), other.ToPem());

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"));

        Assert.Equal("key.replaced", finding.Code());
        Assert.Equal("clinic-b", (string?)finding["member"]);
    }

    [Fact]
    public void UnreadableKeyDoesNotHideTheRest()
    {
        using HomeCopy home = clinics.Copy();
        File.WriteAllText(home.File("keys", "clinic-b.pem"), "no key");
        HomeCopy.Flip(home.File("runs", "wdbc-run-1", "model.bin"), 300);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        Assert.Equal("clinic-b", (string?)findings.Only("key.unreadable")["member"]);
        findings.Only("checkpoint.altered");
    }

    [Fact]
    public void TrainingReadsNothingThatWasAltered()
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
