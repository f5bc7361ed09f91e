using System.Text;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Records;

/// <summary>What schemas say beside types and classes: roles, targets, labels that may be missing.</summary>
public sealed class ExtendedSchemaTests
{
    private static readonly Column X = new("x", ColumnType.Float64);
    private static readonly Column Kind = new("kind", ColumnType.Text);

    public static Schema Optional { get; } = new([X, Kind], "kind", ["ant", "bee"], labelOptional: true);

    [Fact]
    public void A_schema_reads_back_with_all_that_it_says()
    {
        var schema = new Schema(
            [.. Enum.GetValues<ColumnRole>().Select(role => new Column($"{role}", ColumnType.Float64) { Role = role }), X], "x", [],
            LearningTask.Regression, labelOptional: true);
        Schema read = SchemaFormat.Read(SchemaFormat.Write(schema));
        Assert.Equal(schema.Digest, read.Digest);
        Assert.Equal(schema.Columns, read.Columns);
        Assert.Equal((LearningTask.Regression, true, true), (read.Task, read.IsLabelOptional, read.IsExtended));
        Assert.Equal(schema.Digest, read.Digest);
    }

    [Fact]
    public void What_is_not_said_leaves_no_byte()
    {
        var plain = new Schema([X, Kind], "kind", ["ant", "bee"]);
        string text = Encoding.Latin1.GetString(SchemaFormat.Write(plain));
        Assert.All(["role", "task", "labels"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.False(plain.IsExtended);
        Assert.Equal(plain.Digest, new Schema([X, Kind], "kind", ["ant", "bee"], LearningTask.Classification).Digest);
        Assert.NotEqual(plain.Digest, Optional.Digest);
        Assert.NotEqual(plain.Digest, new Schema([X with { Role = ColumnRole.Feature }, Kind], "kind", ["ant", "bee"]).Digest);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refused("no classes", [X], "x", ["1"], LearningTask.Regression);
        Refused("not of whole or decimal numbers", [Kind], "kind", [], LearningTask.Regression);
        Refused("are not unlabelled", [X], "x", ["1"], LearningTask.Unlabelled);
        Refused("there are no labels", [X], null, [], LearningTask.Classification);
        Refused("there are no labels", [X], null, [], null, optional: true);
        Refused("at most 4095 classes", [Kind], "kind", [.. Enumerable.Range(0, 4096).Select(i => $"{i}")], null, optional: true);
        Refused("no other role", [Kind with { Role = ColumnRole.Id }], "kind", ["ant"], null);
        Refused("cannot be a feature", [new Column("day", ColumnType.Date) { Role = ColumnRole.Feature }], null, [], null);
        Refused("cannot be a weight", [Kind with { Role = ColumnRole.Weight }], null, [], null);

        static void Refused(string reason, Column[] columns, string? label, string[] classes, LearningTask? task, bool optional = false) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new Schema(columns, label, classes, task, optional)).Message);
    }

    [Theory]
    [InlineData("task", "classification")] // what says nothing new is left out, so that one schema has one encoding
    [InlineData("labels", "required")]
    public void Words_that_are_never_written_are_not_read(string field, string word)
    {
        byte[] bytes = new CborMapWriter().Integer("version", 1).Maps("columns", [Written("x", "float64"), Written("kind", "text")])
            .Text("label", "kind").Texts("classes", ["ant"]).Text(field, word).ToBytes();
        Assert.Contains($"schema.{field}", Assert.Throws<MalformedException>(() => SchemaFormat.Read(bytes)).Message);

        static CborMapWriter Written(string name, string type) => new CborMapWriter().Text("name", name).Text("type", type);
    }

    [Fact]
    public async Task Records_without_a_label_are_counted_last_where_labels_are_optional()
    {
        BatchManifest manifest = await RegisterAsync("x,kind\n1,ant\n2,\n3,bee\n4,\n5,\n", Optional);
        Assert.Equal([1L, 1, 3], manifest.ClassCounts);
        SourceException refused = await Assert.ThrowsAsync<SourceException>(
            () => RegisterAsync("x,kind\n1,ant\n2,\n", new Schema([X, Kind], "kind", ["ant"])));
        Assert.Contains("line 3, field 'kind': the label is missing", refused.Message);
        refused = await Assert.ThrowsAsync<SourceException>(() => RegisterAsync("x,kind\n1,cat\n", Optional));
        Assert.Contains("'cat' is none of the classes", refused.Message);
    }

    [Fact]
    public async Task A_target_is_there_in_every_record_unless_it_is_optional()
    {
        var price = new Column("price", ColumnType.Float64);
        var schema = new Schema([X, price], "price", [], LearningTask.Regression);
        Assert.Empty((await RegisterAsync("x,price\n1,9.5\n2,8\n", schema)).ClassCounts);
        SourceException refused = await Assert.ThrowsAsync<SourceException>(() => RegisterAsync("x,price\n1,9.5\n2,\n", schema));
        Assert.Contains("line 3, field 'price': the target is missing", refused.Message);
        var optional = new Schema([X, price], "price", [], LearningTask.Regression, labelOptional: true);
        Assert.Empty((await RegisterAsync("x,price\n1,9.5\n2,\n", optional)).ClassCounts);
    }

    [Fact]
    public void A_schema_is_found_where_some_records_have_no_label()
    {
        IRecordSource some = TestData.Csv("x,kind\n1.5,bee\n2,\n3,ant\n");
        Assert.Equal(Optional.Digest, SchemaInference.InferPartlyLabelled(some, "kind").Schema.Digest);
        Assert.Throws<SourceException>(() => SchemaInference.Infer(some, "kind"));
        Schema all = SchemaInference.InferPartlyLabelled(TestData.Csv("x,kind\n1.5,bee\n2,ant\n"), "kind").Schema;
        Assert.False(all.IsLabelOptional);
        Assert.Contains("no record has a label", Assert.Throws<SourceException>(
            () => SchemaInference.InferPartlyLabelled(TestData.Csv("x,kind\n1,\n2,\n"), "kind")).Message);
    }

    private static async Task<BatchManifest> RegisterAsync(string csv, Schema schema)
    {
        var store = new MemoryContentStore();
        RegistrationResult result = await Registration.RunAsync(
            TestData.Csv(csv), new RegistrationOptions { Dataset = "d", Schema = schema }, store, null,
            TestContext.Current.CancellationToken);
        BatchManifest manifest = Assert.Single(result.Manifests);
        BatchExamination examined = await BatchVerifier.ExamineAsync(
            manifest, schema, store, null, TestContext.Current.CancellationToken);
        Assert.Empty(examined.Damages);
        return manifest;
    }
}
