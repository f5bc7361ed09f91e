using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Checking;

namespace Hallmark.Operations.Tests.Checking;

/// <summary>Tables in the dress that people's programs give them, through checks and registration alike.</summary>
public sealed class TableTests
{
    [Fact]
    public void A_check_reads_a_table_in_other_dress_as_the_same_and_says_what_it_found()
    {
        using var folder = new HomeFolder();
        string plain = Write(folder, "plain.csv", Plants.Csv(60, 1));
        string dressed = Write(folder, "dressed.csv", "# by hand\n" + Dressed(Plants.Csv(60, 1)));
        CheckedFile first = Check(plain);
        CheckedFile second = new CheckFile(dressed) { Label = "kind", Reference = dressed }.Execute(TestContext.Current.CancellationToken);
        Assert.Equal(first.Input.Contents, second.Input.Contents);
        Assert.Empty(first.Source.Sentences());
        Assert.Equal(
            [
                $"{dressed} has its fields separated by ';'", $"{dressed} has comments in lines that begin with '#'",
                $"{dressed} has decimal commas",
            ],
            second.Source.Sentences());
        Assert.Equal(second.Source.Sentences(), second.Reference!.Sentences());
        Assert.Null(first.Reference);
    }

    [Fact]
    public void A_check_says_what_became_of_cells_that_are_no_numbers()
    {
        using var folder = new HomeFolder();
        string[] lines = Plants.Csv(60, 1).TrimEnd('\n').Split('\n');
        lines[5] = "NA" + lines[5][lines[5].IndexOf(',')..];
        string missing = Write(folder, "missing.csv", string.Join('\n', lines));
        Assert.Equal(
            ["column 'height' has 'NA' in line 6: it counts as missing, as all words for that do"], Check(missing).Source.Sentences());
        Assert.Contains("height", Check(missing).Input.FeatureNames);
        Assert.Contains("--missing says which", Assert.Single((Check(missing) with { Input = Declared(missing, "?") }).Source.Sentences()));
        CheckedFile ids = Check(Write(folder, "ids.csv", "id,x,kind\n007,1,a\n7,2,b\n012,3,a\n"));
        Assert.DoesNotContain("id", ids.Input.FeatureNames);
        Assert.Contains("'007' in line 2 has leading zeros", Assert.Single(ids.Source.Sentences()));
    }

    [Fact]
    public void Labels_that_are_yes_and_no_keep_their_words_and_spellings_of_one_number_are_said_to_be_one_class()
    {
        using var folder = new HomeFolder();
        Assert.Equal(["no", "yes"], Check(Write(folder, "words.csv", "x,kind\n1,yes\n2,no\n")).Input.Classes);
        CheckedFile numbers = Check(Write(folder, "numbers.csv", "x,kind\n1,1\n2,1.0\n3,0\n"));
        Assert.Equal(["0", "1"], numbers.Input.Classes);
        Assert.Contains("labels of one value are one class", Assert.Single(numbers.Source.Sentences()));
    }

    [Fact]
    public async Task A_table_in_other_dress_is_on_record_already_and_an_altered_one_is_not()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, 1));
        RegisterFile dressed = Plants.File(acting, "garden", Dressed(Plants.Csv(40, 1)));
        RegisteredBatches again = await acting.ActAsync(dressed);
        Assert.Equal((0, 2), (again.Registered.Count, again.Known));
        Assert.Equal(2, again.Source.Sentences().Count());
        RegisterFile altered = Plants.File(acting, "garden", Plants.Csv(40, 1).Replace(".1", ".2", StringComparison.Ordinal));
        SourceException refused = await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(altered)); // no double is written so
        Assert.Contains("(--round takes the nearest)", refused.Message);
        Assert.Equal(0, (await acting.ActAsync(altered with { Words = new() { Table = new() { Rounds = true } } })).Known);
    }

    [Fact]
    public async Task Classes_of_a_new_dataset_that_look_the_same_are_named()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisteredBatches registered = await acting.RegisterAsync("garden", "x,kind\n1,cat\n2,cat \n3,c\u0430t\n4,dog\n");
        Assert.Equal(
            "labels: 'cat', 'cat ', 'c\u0430t' are spelled alike, and are different classes", registered.Source.Sentences().Single());
    }

    [Fact]
    public async Task A_word_that_cannot_be_is_named_by_its_option()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile right = Plants.File(acting, "garden", Plants.Csv(40, 1));
        foreach ((TableWords words, string reason) in (IEnumerable<(TableWords, string)>)
            [
                (new() { Delimiter = "ab" }, "--delimiter: 'ab' is not one character"),
                (new() { Decimal = ";" }, "--decimal: ';' is neither point nor comma"),
                (new() { Thousands = "x" }, "--thousands: 'x' is none of"),
                (new() { Quote = "x" }, "--quote: 'x' is none of"),
                (new() { Comment = "//" }, "--comment: '//' is not one printable character"),
                (new() { Header = "maybe" }, "--header: 'maybe' is neither yes nor no"),
                (new() { Encoding = "runes" }, "--encoding: 'runes' is no encoding known here"),
                (new() { Decimal = "comma", Thousands = "," }, "--thousands: ',' is the decimal mark already"),
                (new() { Thousands = "." }, "--thousands: where points stand between thousands"),
                (new() { Delimiter = "'", Quote = "'" }, "--delimiter: ''' is the quote"),
                (new() { Comment = "'", Quote = "'" }, "--comment: ''' is the quote already"),
            ])
        {
            RegisterFile wrong = right with { Words = new() { Table = words } };
            Assert.Contains(reason, (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(wrong))).Message);
        }
    }

    private static Quality.Checking.CheckInput Declared(string file, string missing) =>
        new CheckFile(file) { Label = "kind", Words = new() { Table = new() { Missing = missing } } }
            .Execute(TestContext.Current.CancellationToken).Input;

    private static CheckedFile Check(string file) =>
        new CheckFile(file) { Label = "kind" }.Execute(TestContext.Current.CancellationToken);

    private static string Dressed(string csv) => csv.Replace(',', ';').Replace('.', ',');

    private static string Write(HomeFolder folder, string name, string text)
    {
        File.WriteAllText(folder.Path(name), text);
        return folder.Path(name);
    }
}
