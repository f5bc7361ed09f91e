using Hallmark.Operations.Checking;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checks;

namespace Hallmark.Operations.Tests.Checking;

/// <summary>A file is checked without a home; a request that does not fit it is named.</summary>
public sealed class CheckFileTests
{
    [Fact]
    public void Each_check_that_has_more_to_tell_tells_it_whether_it_could_be_measured_or_not()
    {
        using var folder = new HomeFolder();
        CheckedFile found = new CheckFile(Write(folder, "plain.csv", "height,leaf\n1,2\n3,4\n1,2\n"))
            .Execute(TestContext.Current.CancellationToken);
        Assert.Equal(["duplicates", "nearDuplicates", "outliers", "triggers", "drift"], found.Result.Details.Select(part => part.Name));
        Assert.Equal([new CopyDetails(2, 0, false)], Assert.IsType<CopyDetails[]>(found.Result.Details[0].Content));
        Assert.Empty(Assert.IsType<TriggerDetails[]>(found.Result.Details[3].Content)); // there are no labels
        Assert.Null(found.Result.Details[4].Content); // there is no reference
        Assert.Null(found.LabelOf(0));
    }

    [Fact]
    public void Findings_name_the_lines_of_the_file()
    {
        using var folder = new HomeFolder();
        CheckedFile found = new CheckFile(Write(folder, "plain.csv", "# a comment\nheight,leaf\n1,2\n\n3,4\n1,2\n"))
            .Execute(TestContext.Current.CancellationToken);
        Assert.Equal([3L, 5, 6], Enumerable.Range(0, 3).Select(record => found.Input.PlaceOf(record).Place));
        Assert.Contains(found.Result.Summary, line => line.EndsWith(": line 6 repeats line 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Findings_in_several_files_name_the_file()
    {
        using var folder = new HomeFolder();
        Directory.CreateDirectory(folder.Path("both"));
        Write(folder, "both/a.csv", "height,leaf\n1,2\n3,4\n");
        Write(folder, "both/b.csv", "height,leaf\n5,6\n1,2\n");
        CheckedFile found = new CheckFile(folder.Path("both")).Execute(TestContext.Current.CancellationToken);
        Assert.EndsWith("b.csv", found.Input.PlaceOf(3).File, StringComparison.Ordinal);
        Assert.Equal(3, found.Input.PlaceOf(3).Place);
    }

    [Fact]
    public void Targets_are_written_out()
    {
        using var folder = new HomeFolder();
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5,{3_840_000 + (i * 1000)}\n"));
        CheckedFile found = new CheckFile(Write(folder, "prices.csv", "size,price\n" + rows)) { Target = "price" }
            .Execute(TestContext.Current.CancellationToken);
        Assert.Equal("3840000", found.LabelOf(0));
    }

    [Fact]
    public void A_label_of_numbers_that_hardly_come_again_is_said_to_be_a_target()
    {
        using var folder = new HomeFolder();
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7}.5,{1000 + (i * 3)}\n"));
        CheckedFile found = new CheckFile(Write(folder, "prices.csv", "size,price\n" + rows)) { Label = "price" }
            .Execute(TestContext.Current.CancellationToken);
        Assert.Contains("the label has 30 different numbers in 30 records", string.Join('\n', found.Source.Sentences()));
    }

    [Fact]
    public void Sources_are_told_by_name_and_why_nothing_can_be_told_of_one()
    {
        using var folder = new HomeFolder();
        string[] lines = Plants.Csv(60, 1).TrimEnd('\n').Split('\n');
        string rows = string.Join('\n', lines.Skip(1).Select((line, row) => $"{line},{(row < 30 ? "north" : "south")}"));
        string file = Write(folder, "gardens.csv", $"{lines[0]},from\n{rows}\n11,2,,west\n");
        CheckedFile found = new CheckFile(file) { Label = "kind", Source = "from" }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal([("north", 30), ("south", 30), ("west", 1)], found.Sources().Select(source => (source.Name, source.Records)));
        CheckedSource west = found.Sources()[2];
        Assert.Equal((null, "it has no labelled records", null), (west.Score, west.Reason, west.RowValue));
        Assert.All(found.Sources().Take(2), source => Assert.NotNull(source.Score));
        Assert.Equal("daisy", found.LabelOf(0));
    }

    [Fact]
    public void Why_nothing_was_measured_of_sources_is_said_of_each_cause()
    {
        using var folder = new HomeFolder();
        string[] kinds = ["daisy", "rose"];
        Assert.Equal("no labels were named", Reason(label: null, sources: 2, kinds));
        Assert.Equal("there are no labels of two classes", Reason("kind", sources: 2, ["daisy"]));
        Assert.Equal("1001 are more than 1000", Reason("kind", sources: 1001, kinds));

        string? Reason(string? label, int sources, string[] kinds)
        {
            string rows = string.Concat(Enumerable.Range(0, Math.Max(8, sources)).Select(
                row => $"{row},{row % 7},{kinds[row % kinds.Length]},s{row % sources}\n"));
            string file = Write(folder, $"{label}-{sources}-{kinds.Length}.csv", "height,leaf,kind,from\n" + rows);
            CheckedFile found = new CheckFile(file) { Label = label, Source = "from" }.Execute(TestContext.Current.CancellationToken);
            return found.Sources().Select(source => source.Reason).Distinct().Single();
        }
    }

    [Fact]
    public void A_doubted_label_has_the_likely_one_beside_it_and_a_record_without_a_label_has_none()
    {
        using var folder = new HomeFolder();
        string[] lines = Plants.Csv(80, 1).TrimEnd('\n').Split('\n');
        lines[1] = lines[1].Replace("daisy", "rose", StringComparison.Ordinal);
        lines[2] = lines[2].Replace("rose", "daisy", StringComparison.Ordinal);
        string file = Write(folder, "plants.csv", string.Join('\n', lines) + "\n11,2,\n");
        CheckedFile found = new CheckFile(file) { Label = "kind" }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal(("rose", "daisy"), (found.LabelOf(0), found.SuggestionFor(0)));
        Assert.Equal(("daisy", "rose"), (found.LabelOf(1), found.SuggestionFor(1)));
        Assert.Equal(("daisy", "daisy"), (found.LabelOf(2), found.SuggestionFor(2)));
        Assert.Null(found.LabelOf(80));
        Assert.Null(found.SuggestionFor(80));
    }

    [Fact]
    public void A_request_that_does_not_fit_the_file_is_named()
    {
        using var folder = new HomeFolder();
        string file = Write(folder, "plants.csv", Plants.Csv(20, 1));
        string other = Write(folder, "other.csv", "height,width,kind\n1,2,rose\n");
        Refused(new CheckFile(file) { Label = "kind", Source = "kind" }, "--source: 'kind' is the label");
        Refused(
            new CheckFile(file) { Label = "kind", Shape = new ImageShape(3, 1) },
            "--shape: '3x1' is not HEIGHTxWIDTH with the 2 features of a record");
        Refused(new CheckFile(file) { Label = "kind", Shape = new ImageShape(65_536, 65_536) }, "--shape: '65536x65536'");
        Refused(
            new CheckFile(file) { Label = "kind", Reference = other },
            $"{other}: has other columns of numbers than the file that is checked (leaf)");

        static void Refused(CheckFile wrong, string complaint) =>
            Assert.StartsWith(complaint, Assert.Throws<UsageException>(() => wrong.Execute(TestContext.Current.CancellationToken)).Message);
    }

    private static string Write(HomeFolder folder, string name, string text)
    {
        File.WriteAllText(folder.Path(name), text);
        return folder.Path(name);
    }
}
