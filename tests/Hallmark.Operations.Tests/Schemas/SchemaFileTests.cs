using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Checking;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations.Tests.Schemas;

/// <summary>Schemas as files that people edit.</summary>
public sealed class SchemaFileTests
{
    private const string Good = """
        task: classification
        labels: optional
        classes: [ant, bee]
        columns:
          - {name: size, type: float64, min: 0, max: 12.5, role: feature}
          - {name: site, type: text, role: group}
          - {name: note, type: text}
          - {name: kind, type: text, role: label}
        """;

    [Fact]
    public void A_schema_is_read_as_it_is_written_down()
    {
        Schema schema = SchemaFile.Parse("s.yaml", Good);
        Assert.Equal(
            [
                new Column("size", ColumnType.Float64, 0, 12.5) { Role = ColumnRole.Feature },
                new Column("site", ColumnType.Text) { Role = ColumnRole.Group }, new Column("note", ColumnType.Text),
                new Column("kind", ColumnType.Text),
            ],
            schema.Columns);
        Assert.Equal(("kind", LearningTask.Classification, true), (schema.Label, schema.Task, schema.IsLabelOptional));
        Assert.Equal(["ant", "bee"], schema.Classes);
    }

    [Fact]
    public void What_is_written_reads_back_to_the_same_schema()
    {
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            Schema schema = Any(random);
            string text = SchemaFile.Write(schema);
            Assert.Equal(schema.Digest, SchemaFile.Parse("s.yaml", text).Digest);
            Assert.Equal(text, SchemaFile.Write(SchemaFile.Parse("s.yaml", text)));
        }
    }

    [Theory]
    [InlineData("task: classification", "task: chess", "line 1, field 'task': is 'chess', none of classification, regression, unlabelled")]
    [InlineData("labels: optional", "labels: some", "line 1, field 'labels': is 'some', neither required nor optional")]
    [InlineData("type: float64", "type: float32", "line 5, field 'columns[0].type': is 'float32', none of float64, int64, text")]
    [InlineData("role: group", "role: '?'", "line 6, field 'columns[1].role': is still '?': say what column 'site' is for (feature, id")]
    [InlineData("role: group", "role: owner", "line 6, field 'columns[1].role': is 'owner', none of label, target, feature")]
    [InlineData("role: group", "role: label", "line 8, field 'columns[3].role': is 'label', as that of 'site' is")]
    [InlineData("role: group", "role: target", "line 6, field 'columns[1].role': is 'target', which does not go with the task")]
    [InlineData("role: label", "role: id", "field 'task': is 'classification', but no column has the role 'label'")]
    [InlineData("max: 12.5", "max: much", "line 5, field 'columns[0].max': is 'much', not a number")]
    [InlineData("max: 12.5", "most: 12.5", "line 5, field 'columns[0].most': is not a known field")]
    [InlineData("max: 12.5", "max: -1", "has bounds that are not finite numbers in order")]
    [InlineData("labels: optional", "missing: ['a,b']", "line 1, field 'missing': has 'a,b', which is no word without a comma")]
    [InlineData("[ant, bee]", "[ant, ant]", "A class of the label 'kind' is listed twice")]
    [InlineData("name: note", "name: site", "Two columns are named 'site'")]
    public void What_is_wrong_is_named_with_its_line_and_field(string right, string wrong, string complaint)
    {
        UsageException refused = Assert.Throws<UsageException>(
            () => SchemaFile.Parse("s.yaml", Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.StartsWith("s.yaml, line", refused.Message);
        Assert.Contains(complaint, refused.Message);
    }

    [Fact]
    public void Words_for_missing_cells_are_kept_with_the_schema_that_they_made()
    {
        using var folder = new HomeFolder();
        File.WriteAllText(folder.Path("odd.csv"), "size;kind\nn.d.;ant\n1,5;bee\n2,5;ant\n");
        ProposedSchema proposed = new ProposeSchema(folder.Path("odd.csv"))
        {
            Label = "kind",
            Words = new SourceWords { Table = new TableWords { Missing = "n.d., x" } },
        }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal(ColumnType.Float64, proposed.Schema.Columns[0].Type);
        File.WriteAllText(folder.Path("s.yaml"), SchemaFile.Write(proposed));
        Assert.Equal(["n.d.", "x"], SchemaFile.ReadMissing(folder.Path("s.yaml")));
        var check = new CheckFile(folder.Path("odd.csv")) { SchemaFile = folder.Path("s.yaml") };
        Assert.Equal(3, check.Execute(TestContext.Current.CancellationToken).Input.Count);
        Assert.Throws<SourceException>(() => (check with { Words = new SourceWords { Table = new TableWords { Missing = "none" } } })
            .Execute(TestContext.Current.CancellationToken)); // what is declared beside wins
    }

    [Theory]
    [InlineData("11.12.2026", true)]
    [InlineData("1/31/26", true)]
    [InlineData("11.12.2026 10:20", true)]
    [InlineData("31.12.2026", false)] // shows what comes first
    [InlineData("31.12-2026", false)]
    [InlineData("10.0.0.1", false)]
    public void Dates_of_other_countries_are_named_with_how_dates_are_written(string cell, bool named)
    {
        using var folder = new HomeFolder();
        File.WriteAllText(folder.Path("days.csv"), $"size,day\n1,{cell}\n2,{cell}\n");
        IEnumerable<string> said = Propose(folder.Path("days.csv"), null).Source.Sentences();
        string sentence = $"has '{cell}' in line 2, which is text and no date";
        Assert.Equal(named, said.Any(text => text.Contains(sentence, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[]", "none")]
    [InlineData("[NA]", "NA")]
    public void Words_become_what_the_option_says(string words, string option)
    {
        using var folder = new HomeFolder();
        File.WriteAllText(folder.Path("s.yaml"), $"missing: {words}\n{Good}");
        Assert.Equal(option, SourceWords.None.WithMissing(SchemaFile.ReadMissing(folder.Path("s.yaml"))).Table.Missing);
    }

    [Fact]
    public void Names_of_any_kind_survive_and_comments_stay_on_their_line()
    {
        using var folder = new HomeFolder();
        string rows = string.Concat(Enumerable.Range(0, 30).Select(
            row => $"{row}.5,{(row == 3 ? "a\u2028b # c" : $"k{row}")},{(row % 2 == 0 ? "yes: no" : "\"\"\"no\"\"\"")}\n"));
        File.WriteAllText(folder.Path("odd.csv"), "size: \\ # 'x',\u2028größe \U0001f41d,kind\n" + rows);
        ProposedSchema proposed = Propose(folder.Path("odd.csv"), "kind");
        Assert.Equal(ColumnRole.Id, proposed.Schema.Columns[1].Role);
        Assert.Equal(proposed.Schema.Digest, SchemaFile.Parse("odd.yaml", SchemaFile.Write(proposed)).Digest);
    }

    [Fact]
    public void What_is_asked_for_must_be_answered()
    {
        using var folder = new HomeFolder();
        string rows = string.Concat(Enumerable.Range(0, 40).Select(
            row => $"{row}.5,site {row % 3},{(row % 2 == 0 ? "ant" : row == 7 ? "" : "bee")}\n"));
        File.WriteAllText(folder.Path("asked.csv"), "size,site,kind\n" + rows);
        ProposedSchema proposed = Propose(folder.Path("asked.csv"), "kind");
        Assert.Equal(["site"], proposed.Asked);
        Assert.True(proposed.Schema.IsLabelOptional); // one has none
        string text = SchemaFile.Write(proposed);
        Assert.Contains("2 classes; 1 of 40 records have none", text);
        Assert.Contains("is still '?'", Assert.Throws<UsageException>(() => SchemaFile.Parse("s.yaml", text)).Message);
        Schema answered = SchemaFile.Parse("s.yaml", text.Replace("role: \"?\"", "role: group", StringComparison.Ordinal));
        Assert.Equal([ColumnRole.Feature, ColumnRole.Group, null], answered.Columns.Select(column => column.Role));
    }

    [Fact]
    public void A_target_is_proposed_where_it_holds_numbers()
    {
        using var folder = new HomeFolder();
        File.WriteAllText(folder.Path("prices.csv"), "size,kind,price\n1.5,ant,10\n2.5,bee,20\n3.5,ant,\n");
        ProposeSchema propose = new(folder.Path("prices.csv")) { Target = "price" };
        ProposedSchema proposed = propose.Execute(TestContext.Current.CancellationToken);
        Schema schema = proposed.Schema;
        Assert.Equal((LearningTask.Regression, "price", true), (schema.Task, schema.Label, schema.IsLabelOptional));
        Assert.Contains("holds text and no numbers to foretell", Assert.Throws<Data.Sources.SourceException>(
            () => (propose with { Target = "kind" }).Execute(TestContext.Current.CancellationToken)).Message);
        Assert.Contains("it names size, kind, price", Assert.Throws<Data.Sources.SourceException>(
            () => (propose with { Target = "cost" }).Execute(TestContext.Current.CancellationToken)).Message);
        Assert.StartsWith("--target: ", Assert.Throws<UsageException>(
            () => (propose with { Label = "kind" }).Execute(TestContext.Current.CancellationToken)).Message);
    }

    private static ProposedSchema Propose(string file, string? label) =>
        new ProposeSchema(file) { Label = label }.Execute(TestContext.Current.CancellationToken);

    private static Schema Any(Random random)
    {
        Column[] columns = [.. Enumerable.Range(0, random.Next(1, 8)).Select(index => AnyColumn(random, index))];
        int label = random.Next(-1, columns.Length);
        if (label < 0)
        {
            return new Schema(columns);
        }
        bool optional = random.Next(2) == 0;
        bool target = random.Next(2) == 0;
        columns[label] = new Column(columns[label].Name, target ? ColumnType.Int64 : ColumnType.Text);
        return target
            ? new Schema(columns, columns[label].Name, [], LearningTask.Regression, optional)
            : new Schema(
                columns, columns[label].Name, [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => AnyText(random, i))], null, optional);
    }

    private static Column AnyColumn(Random random, int index)
    {
        ColumnType type = random.GetItems(Enum.GetValues<ColumnType>(), 1)[0];
        bool numbers = type is ColumnType.Float64 or ColumnType.Int64;
        double bound = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300));
        ColumnRole role = random.GetItems(Enum.GetValues<ColumnRole>(), 1)[0];
        bool fits = role switch
        {
            ColumnRole.Feature => numbers || type is ColumnType.Text or ColumnType.Boolean,
            ColumnRole.Weight => numbers,
            _ => true,
        };
        return new Column(
            AnyText(random, index).Replace('\n', ' ').Replace('\u0007', ' '), type, numbers && random.Next(2) == 0 ? bound : null,
            numbers && random.Next(2) == 0 ? Math.Abs(bound) : null)
        {
            Role = fits && random.Next(3) > 0 ? role : null,
        };
    }

    private static string AnyText(Random random, int number)
    {
        string[] pieces =
        [
            "a", "ß", "\"", "\\", "#", ": ", "- ", "?", "'", "{", "null", "\u2028", "\u00a0", "\ufeff", "\U0001f41d", "\u202e", " ", "\n",
            "\u0007",
        ];
        return $"{number}{string.Concat(random.GetItems(pieces, random.Next(6)))}{number}";
    }
}
