using Hallmark.Contracts.Datasets;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>Datasets whose schema says more than older programs read.</summary>
public sealed class DatasetTaskTests
{
    private static readonly Column[] Columns = [new("x", ColumnType.Float64), new("label", ColumnType.Text)];

    private readonly Office _office = new();

    [Fact]
    public void Older_rules_know_no_task()
    {
        _office.Rules = RuleVersions.Schemas - 1;
        DatasetCreate create = Of(new Schema(Columns, "label", ["a", "b"], labelOptional: true));
        Assert.Contains("dataset.create.task", Assert.IsType<Decision.Refused>(_office.Execute(_office.SignNow("paul", create))).Reason);
        _office.Accepts("paul", Of(new Schema(Columns, "label", ["a", "b"])));
        _office.Rules = RuleVersions.Schemas;
        _office.Accepts("paul", create with { Dataset = "new" });
    }

    [Fact]
    public void A_schema_that_says_nothing_new_is_created_as_ever()
    {
        DatasetCreate create = Of(new Schema(Columns, "label", ["a", "b"]));
        Assert.Null(create.Task);
        Assert.Equal(
            new CborMapWriter().Text("dataset", "scans").Map("schema", create.Schema.ToMap()).Text("label", "label").Integer("classes", 2)
                .ToBytes(),
            create.ToMap().ToBytes());
        Assert.Equal(LearningTask.Unlabelled, Of(new Schema([Columns[0] with { Role = ColumnRole.Id }])).Task);
    }

    [Fact]
    public void Records_without_a_label_are_counted_where_labels_are_optional()
    {
        _office.Accepts("paul", Of(new Schema(Columns, "label", ["a", "b"], labelOptional: true)));
        Assert.True(_office.Find(DatasetKeys.Dataset("scans"))!.IsLabelOptional);
        BatchRegister batch = Office.Batch("b1");
        _office.Denies("batch.classes", "paul", batch);
        _office.Accepts("paul", batch with { Manifest = batch.Manifest with { ClassCounts = [3, 3, 4] } });
    }

    [Fact]
    public void A_target_has_no_classes()
    {
        _office.Accepts("paul", Of(new Schema([new Column("label", ColumnType.Float64)], "label", [], LearningTask.Regression)));
        BatchRegister batch = Office.Batch("b1");
        _office.Denies("batch.classes", "paul", batch);
        _office.Accepts("paul", batch with { Manifest = batch.Manifest with { ClassCounts = [] } });
    }

    [Theory]
    [InlineData("chess", null, "label", 2, "which is no task")]
    [InlineData("regression", null, "label", 2, "does not fit")]
    [InlineData("classification", null, null, 0, "does not fit")]
    [InlineData("unlabelled", "optional", null, 0, "does not fit")]
    [InlineData(null, "optional", "label", 2, "does not fit")]
    [InlineData("classification", "required", "label", 2, "it is left out or 'optional'")]
    public void What_does_not_fit_is_refused(string? task, string? labels, string? label, int classes, string reason)
    {
        CborMapWriter payload = new CborMapWriter().Integer("format", 1).Text("dataset", "scans")
            .Map("schema", new ObjectReference(Digest.Of("s"u8), 9).ToMap())
            .Text("label", label).Integer("classes", classes).Text("task", task).Text("labels", labels);
        _office.Refuses(reason, "paul", DatasetCreate.Kind, payload, "scans");
    }

    private static DatasetCreate Of(Schema schema) => DatasetCreate.Of("scans", schema, Office.Dataset().Schema);
}
