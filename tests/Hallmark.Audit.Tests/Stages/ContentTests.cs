using System.Buffers.Binary;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>Objects of the store are altered or taken away, and what is left of a batch that was withdrawn or cannot be opened.</summary>
public sealed class ContentTests(AuditedLedger audited)
{
    [Theory]
    [InlineData(0, "height")]
    [InlineData(7, "leaf")]
    [InlineData(19, "leaf")]
    public async Task An_altered_cell_is_named_with_batch_record_and_field_and_the_checkpoints_it_went_into(int record, string field)
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Look().Batch(copy.Schedule().Batches[1]);
        await ChangeCellAsync(copy, batch, record, field);

        AuditReport report = await copy.AuditAsync();

        Finding finding = report.Only("data.record");
        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Assert.Equal(
            ("plants", batch.Id, (long?)record, field, "garden"),
            (finding.Dataset, finding.Batch, finding.Record, finding.Field, finding.Member));
        Assert.Equal((AuditVerdict.Tampered, batch.Entry.Value), (finding.Severity, finding.Entry));
        // The batch is read in every epoch.
        Assert.Equal(Enumerable.Range(1, 3).Select(step => $"{AuditedLedger.Run}/{step}"), finding.Checkpoints);
    }

    [Fact]
    public async Task An_altered_cell_of_a_batch_that_was_never_trained_on_touches_no_checkpoint()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = Unused(copy);
        await ChangeCellAsync(copy, batch, 3, "height");

        Finding finding = (await copy.AuditAsync()).Only("data.record");

        Assert.Equal((batch.Id, 3L, "height"), (finding.Batch, finding.Record, finding.Field));
        Assert.Empty(finding.Checkpoints);
    }

    [Fact]
    public async Task A_dataset_that_was_opened_as_if_its_schema_said_nothing_new_is_named()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Roles.Provider);
        var schema = new Schema([new Column("height", ColumnType.Float64) { Role = ColumnRole.Weight }]);
        await acting.ActAsync(new Quietly("honest", schema, DatasetCreate.Of));
        await acting.ActAsync(new Quietly("quiet", schema, (name, _, stored) => new DatasetCreate(name, stored, null, 0)));
        using LedgerCopy copy = new(KeptHome.Of(acting.Home));

        Finding finding = (await copy.AuditAsync()).Only("schema.registered");

        Assert.Equal((AuditVerdict.RulesBroken, "quiet", "garden"), (finding.Severity, finding.Dataset, finding.Member));
    }

    private sealed record Quietly(string Name, Schema Schema, Func<string, Schema, ObjectReference, DatasetCreate> Say) : MemberAction<bool>
    {
        public override async Task<bool> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
        {
            ObjectReference stored = await workspace.Store.PutAsync(SchemaFormat.Write(Schema), cancellation);
            await workspace.ActAs("garden", Roles.Provider).SubmitAsync(Say(Name, Schema, stored), cancellation);
            return true;
        }
    }

    [Fact]
    public async Task A_sketch_that_is_not_of_its_records_is_named_with_its_batch()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = Unused(copy);
        BatchManifest manifest = copy.Manifest(batch.Id);
        await copy.EraseAsync(batch, kept: true);
        await copy.SayAsync(
            "garden", new BatchRegister(manifest with { Sketch = ContentSketch.OfLeaves([Digest.Of("other records"u8)]) }));

        Finding finding = (await copy.AuditAsync()).Only("data.registered");

        Assert.Equal((AuditVerdict.RulesBroken, copy.Batches()[^1].Id), (finding.Severity, finding.Batch));
        Assert.Contains("the sketch of the content is another", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_tree_is_named_with_its_batch()
    {
        using LedgerCopy copy = audited.Copy();
        string batch = copy.Schedule().Batches[0];
        copy.Flip(copy.Manifest(batch).Tree, 40);

        Finding finding = (await copy.AuditAsync()).First("data.tree");

        Assert.Equal((AuditVerdict.Tampered, "plants", batch), (finding.Severity, finding.Dataset, finding.Batch));
    }

    [Fact]
    public async Task An_altered_schema_is_named_with_its_dataset()
    {
        using LedgerCopy copy = audited.Copy();
        copy.Flip(copy.Look().Dataset("plants").Schema, 20);

        Finding finding = (await copy.AuditAsync()).Only("schema.altered");

        Assert.Equal((AuditVerdict.Tampered, "plants"), (finding.Severity, finding.Dataset));
    }

    [Fact]
    public async Task A_lost_schema_beside_a_batch_that_its_provider_keeps_hides_nothing_of_other_datasets()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        string away = acting.Write("away.csv", "a,b\n1,x\n2,y\n");
        await acting.ActAsync(new RegisterFile(away, "away") { As = "garden", Tier = BatchTier.Absent, AsFound = true });
        using var copy = new LedgerCopy(KeptHome.Of(acting.Home));
        copy.Store.Objects.Remove(copy.Look().Dataset("away").Schema.Digest, out _);
        await ChangeCellAsync(copy, copy.Batches()[0], 3, "height");

        AuditReport report = await copy.AuditAsync();

        Assert.Equal(AuditVerdict.Tampered, report.Verdict);
        Assert.Equal("plants/garden/1", report.Only("data.record").Batch);
        Assert.Equal("away", report.Only("schema.missing").Dataset);
        Assert.DoesNotContain(report.Findings, finding => finding.Code == "audit.stage");
    }

    [Fact]
    public async Task Altered_details_of_a_judgement_are_named_with_its_entry_and_the_validator()
    {
        using LedgerCopy copy = audited.Copy();
        LedgerEntry entry = copy.Look().Statements(BatchJudge.Kind, copy.Batches()[0].Id).Single();
        copy.Flip(Payload.Read<BatchJudge>(entry.Statement).Details, 30);

        Finding finding = (await copy.AuditAsync()).Only("details.altered");

        Assert.Equal((AuditVerdict.Tampered, entry.Index.Value, "lab"), (finding.Severity, finding.Entry, finding.Member));
    }

    [Fact]
    public async Task An_altered_evaluation_set_is_named_once_with_who_committed_to_it()
    {
        using LedgerCopy copy = audited.Copy();
        HonestRun run = LedgerCopy.Honest(copy.Look());
        copy.Flip(run.Open.Evaluation!.Content, 100);

        Finding finding = (await copy.AuditAsync()).Only("evaluation.altered");

        EvaluationState committed = copy.Look().Ledger.State.List(RunKeys.Evaluations).Single();
        Assert.Equal((AuditVerdict.Tampered, committed.Entry.Value, "lab"), (finding.Severity, finding.Entry, finding.Member));
    }

    [Fact]
    public async Task An_evaluation_set_of_other_records_than_its_root_says_breaks_the_rules()
    {
        using LedgerCopy copy = audited.Copy();
        HonestRun run = LedgerCopy.Honest(copy.Look());
        EvaluationSet other = run.Open.Evaluation! with { Root = Digest.Of("other records"u8) };
        await copy.SayAsync("lab", new EvaluationCommit("plants", other));

        Finding finding = (await copy.AuditAsync()).OnlyBad();

        Assert.Equal(("evaluation.registered", AuditVerdict.RulesBroken, "lab"), (finding.Code, finding.Severity, finding.Member));
    }

    [Fact]
    public async Task A_missing_object_is_incomplete_and_coverage_says_what_could_not_be_done_without_it()
    {
        using LedgerCopy copy = audited.Copy();
        string batch = copy.Schedule().Batches[0];
        copy.Store.Objects.Remove(copy.Manifest(batch).Content.Digest, out _);

        AuditReport report = await copy.ReplayAsync();

        Assert.Equal(AuditVerdict.Incomplete, report.Verdict);
        Assert.Equal((batch, AuditVerdict.Incomplete), (report.Only("data.missing").Batch, report.Only("data.missing").Severity));
        Coverage coverage = report.Coverage;
        Assert.Equal(
            (4, 3, 0, 0, 0),
            (coverage.Batches, coverage.BatchesHashed, coverage.Remeasured, coverage.SchedulesRecomputed, coverage.RunsReplayed));
    }

    [Fact]
    public async Task A_withdrawn_batch_is_a_note_be_its_content_gone_or_not()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = Unused(copy);
        ObjectReference content = copy.Manifest(batch.Id).Content;
        await copy.EraseAsync(batch, kept: true);

        Finding there = (await copy.AuditAsync()).Only("data.withdrawn-but-there");
        copy.Store.Objects.Remove(content.Digest, out _);
        Finding gone = (await copy.AuditAsync()).Only("data.withdrawn");

        Assert.All([there, gone], finding => Assert.Equal(
            (AuditVerdict.Good, batch.Id, "garden"), (finding.Severity, finding.Batch, finding.Member)));
        Assert.Contains("its content is still here", there.Message);
        Assert.Contains("no run used it", gone.Message);
    }

    [Fact]
    public async Task A_schema_that_is_lost_hides_no_altered_batch()
    {
        using LedgerCopy copy = audited.Copy();
        BatchState batch = copy.Batches()[1];
        copy.Flip(copy.Manifest(batch.Id).Content, 40);
        copy.Store.Objects.Remove(copy.Look().Dataset("plants").Schema.Digest, out _);

        AuditReport report = await copy.AuditAsync();

        Finding altered = report.Only("data.altered");
        Assert.Equal((AuditVerdict.Tampered, batch.Id, batch.Provider), (altered.Severity, altered.Batch, altered.Member));
        Assert.Equal(AuditVerdict.Incomplete, report.Only("schema.missing").Severity);
    }

    [Fact]
    public async Task A_sealed_batch_without_its_key_is_a_note_and_its_ciphertext_is_checked_all_the_same()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync(tier: BatchTier.Sealed);
        using LedgerCopy copy = new(KeptHome.Of(acting.Home));
        BatchState batch = copy.Batches()[0];

        AuditReport without = await copy.AuditAsync();
        using var home = new HomeReader(acting.Home);
        AuditReport with = await copy.AuditAsync(request => request with { Secrets = home.Secrets });

        without.IsGood();
        Assert.Equal(0, without.Coverage.BatchesHashed);
        Assert.Equal(
            copy.Batches().Select(item => item.Id),
            without.Findings.Where(finding => finding.Code == "data.sealed").Select(finding => finding.Batch));
        with.IsGood();
        Assert.Equal((2, 40L), (with.Coverage.BatchesHashed, with.Coverage.Records));

        copy.Flip(copy.Manifest(batch.Id).Content, 200);
        AuditReport altered = await copy.AuditAsync();
        Assert.Equal(AuditVerdict.Tampered, altered.Verdict);
        Assert.Contains(altered.Findings, finding => finding is { Severity: AuditVerdict.Tampered } && finding.Batch == batch.Id);
    }

    private static BatchState Unused(LedgerCopy copy)
    {
        IReadOnlyList<string> scheduled = copy.Schedule().Batches;
        return copy.Batches().Single(batch => !scheduled.Contains(batch.Id));
    }

    /// <summary>Changes one number and leaves the object well-formed, as somebody who knows the format would.</summary>
    private static async Task ChangeCellAsync(LedgerCopy copy, BatchState batch, int record, string field)
    {
        Catalog catalog = copy.Look();
        Schema schema = await catalog.SchemaAsync("plants");
        RecordBatch records = await BatchReading.Offline(catalog, _ => null).ReadAsync(batch, schema);
        double old = records[schema.Columns.ToList().FindIndex(column => column.Name == field)].Number(record);
        byte[] content = copy.Store.Objects[catalog.Manifest(batch).Content.Digest];
        byte[] cell = new byte[8]; // every number of the example is another one
        BinaryPrimitives.WriteDoubleBigEndian(cell, old);
        int at = content.AsSpan().IndexOf(cell);
        BinaryPrimitives.WriteDoubleBigEndian(content.AsSpan(at), (old * 1.5) + 1);
    }
}
