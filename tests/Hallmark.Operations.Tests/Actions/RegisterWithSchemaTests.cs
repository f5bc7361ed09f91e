using Hallmark.Contracts.Datasets;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Tests.Sources;
using Hallmark.Features;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Checking;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Datasets whose schema somebody wrote, and files that are held to it.</summary>
public sealed class RegisterWithSchemaTests
{
    private const string Schema = """
        task: classification
        labels: optional
        classes: [daisy, rose]
        columns:
          - {name: height, type: float64}
          - {name: leaf, type: float64, role: weight}
          - {name: kind, type: text, role: label}
        """;

    [Fact]
    public async Task A_dataset_has_the_schema_that_was_given_and_goes_the_whole_way()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Described(acting, Partly(60, 1));
        Assert.Equal(3, (await acting.ActAsync(register)).Registered.Count);
        using (var reader = new HomeReader(acting.Home))
        {
            DatasetState dataset = reader.Catalog.Dataset(Plants.Dataset);
            Assert.Equal((LearningTask.Classification, true), (dataset.Task, dataset.IsLabelOptional));
            Schema schema = await reader.Catalog.SchemaAsync(Plants.Dataset, TestContext.Current.CancellationToken);
            Assert.Equal(ColumnRole.Weight, schema.Columns[1].Role);
        }
        Assert.Empty((await acting.ActAsync(register)).Registered); // the same file and schema again
        Assert.Empty((await acting.ActAsync(register with { SchemaFile = null, Label = "kind" })).Registered);

        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        Assert.All(judged.Batches, batch => Assert.Equal(Verdict.Accepted, batch.Verdict));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null));
        await acting.ScheduleAsync();
        Assert.NotNull(await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { As = "school" }));
    }

    [Fact]
    public async Task Another_schema_than_the_datasets_is_refused_with_what_differs()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Described(acting, Partly(20, 1));
        await acting.ActAsync(register);
        await RefusedAsync(
            register with { SchemaFile = acting.Write("o.yaml", Schema.Replace("role: weight", "role: id", StringComparison.Ordinal)) },
            "--schema: dataset plants has another schema, where column 'leaf'");
        await RefusedAsync(
            register with { SchemaFile = acting.Write("r.yaml", Schema.Replace("optional", "required", StringComparison.Ordinal)) },
            "where labels are optional");
        await RefusedAsync(register with { Label = "leaf" }, "--label: the schema has the label 'kind', not 'leaf'");
        await RefusedAsync(register with { Target = "leaf" }, "has the label 'kind', not the target 'leaf'");
        await RefusedAsync(register with { Target = "leaf", SchemaFile = null }, "--target: the label of plants is a class, not a number");
        await RefusedAsync(register with { Target = "leaf", Label = "kind" }, "either a label (classes) or a target (numbers)");
        await RefusedAsync(register with { SchemaFile = "nowhere.yaml" }, "there is no such file");

        async Task RefusedAsync(RegisterFile wrong, string complaint) =>
            Assert.Contains(complaint, (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(wrong))).Message);
    }

    [Fact]
    public async Task A_record_without_a_label_is_taken_by_check_and_register_alike_where_that_is_declared()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Plants.File(acting, "garden", Partly(20, 1));
        SourceException refused = await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(register));
        Assert.Contains("declare that labels are optional (--schema)", refused.Message);
        string required = acting.Write("r.yaml", Schema.Replace("optional", "required", StringComparison.Ordinal));
        Assert.Throws<SourceException>(
            () => new CheckFile(register.Path) { SchemaFile = required }.Execute(TestContext.Current.CancellationToken));

        string optional = acting.Write("s.yaml", Schema);
        CheckedFile found = new CheckFile(register.Path) { SchemaFile = optional }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal((20, "height"), (found.Input.Count, Assert.Single(found.Input.FeatureNames)));
        Assert.Null(found.LabelOf(4));
        Assert.Single((await acting.ActAsync(register with { Label = null, SchemaFile = optional })).Registered);
    }

    [Theory]
    [InlineData("21_missing_label.csv", 4)]
    [InlineData("24b_big_int_64.csv", 4)]
    [InlineData("26_dates.csv", 4)]
    [InlineData("56_ansi_escape.csv", 4)]
    public async Task What_was_found_in_a_file_of_the_field_is_given_back_and_checked_and_registered_alike(string name, int features)
    {
        string file = SharedCases.Require(name);
        ProposedSchema proposed = new ProposeSchema(file) { Label = "label" }.Execute(TestContext.Current.CancellationToken);
        using Acting acting = await Plants.BeginAsync();
        string schema = acting.Write("s.yaml", SchemaFile.Write(proposed));
        CheckedFile found = new CheckFile(file) { SchemaFile = schema }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal((proposed.Records, features), (found.Input.Count, found.Input.FeatureNames.Count));
        RegisteredBatches registered = await acting.ActAsync(new RegisterFile(file, "field") { As = "garden", SchemaFile = schema });
        Assert.Equal(proposed.Records, registered.Records);
        using var reader = new HomeReader(acting.Home);
        Schema fixedSchema = await reader.Catalog.SchemaAsync("field", TestContext.Current.CancellationToken);
        Assert.Equal(found.Input.FeatureNames, FeatureSelection.All(fixedSchema).Names); // what models learn from is what was checked
    }

    [Fact]
    public async Task Numbers_to_be_foretold_are_registered_and_their_labels_are_not_measurable()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Plants.File(acting, "garden", Plants.Csv(40, 1)) with { Label = null, Target = "leaf", AsFound = true };
        await acting.ActAsync(register);
        using (var reader = new HomeReader(acting.Home))
        {
            DatasetState dataset = reader.Catalog.Dataset(Plants.Dataset);
            Assert.Equal((LearningTask.Regression, "leaf", 0), (dataset.Task, dataset.Label, dataset.Classes));
        }
        Assert.All(await acting.AskAsync(new ListBatches(Plants.Dataset)), batch => Assert.Equal(20, batch.Records));
        Assert.Equal(2, (await acting.ActAsync(new JudgeBatches(Plants.Dataset))).Batches.Count);

        CheckedFile found = new CheckFile(register.Path) { Target = "leaf" }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal("leaf", found.Input.Target);
        Assert.Contains("'leaf' is a number", found.Result.Unmeasured.Single(one => one.Check == "noise").Reason);
    }

    [Theory]
    [InlineData("name: leaf, type: float64, role: weight", "name: blade, type: float64", "which has no column 'blade'")]
    [InlineData("  - {name: height, type: float64}\n", "", "with a column 'height' beside")]
    [InlineData("name: leaf, type: float64, role: weight", "name: leaf, type: int64", "where column 'leaf' is of float64, not int64")]
    [InlineData(
        "name: leaf, type: float64, role: weight", "name: leaf, type: float64", "where column 'leaf' has the role weight, not no role")]
    [InlineData("name: height, type: float64", "name: height, type: float64, min: 1", "where column 'height' has other bounds")]
    [InlineData("[daisy, rose]", "[daisy, rose, tulip]", "without the class 'tulip'")]
    [InlineData("[daisy, rose]", "[rose, daisy]", "with another order of columns or classes")]
    public void What_is_otherwise_in_a_given_schema_is_named(string right, string wrong, string difference)
    {
        Schema there = SchemaFile.Parse("s.yaml", Schema.ReplaceLineEndings("\n"));
        Schema given = SchemaFile.Parse("o.yaml", Schema.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal));
        Assert.Equal(difference, SchemaDifference.Of(there, given));
    }

    private static RegisterFile Described(Acting acting, string csv) =>
        Plants.File(acting, "garden", csv) with { Label = null, SchemaFile = acting.Write("s.yaml", Schema) };

    /// <summary>Plants of which every fifth has no kind.</summary>
    private static string Partly(int records, int seed)
    {
        string[] lines = Plants.Csv(records, seed).TrimEnd('\n').Split('\n');
        return string.Concat(
            lines.Select((line, row) => (row % 5 == 0 && row > 0 ? line[..(line.LastIndexOf(',') + 1)] : line) + "\n"));
    }
}
