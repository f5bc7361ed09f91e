using Hallmark.Operations.Checking;

namespace Hallmark.Operations.Tests.Checking;

/// <summary>Files whose columns are not all numbers, or whose label is one.</summary>
public sealed class CheckKindsTests : IDisposable
{
    private readonly HomeFolder _folder = new();

    [Fact]
    public void Labels_of_texts_alone_are_checked_by_their_words()
    {
        string[][] words = [["meadow", "spring", "lawn", "chain"], ["thorn", "wall", "june", "climbs"]];
        var random = new Random(1);
        string csv = "note,kind\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"the {Word(i)} and the {Word(i)} of {random.Next(90)},{Kind(i % 20 == 3 ? i + 1 : i)}\n"));
        CheckedFile found = Check(csv, file => file with { Label = "kind" });
        Assert.Equal(["note"], found.Input.LearnedTextNames);
        int[] flagged = [.. found.Result.Flagged.Index().Where(item => item.Item).Select(item => item.Index)];
        Assert.All(flagged, record => Assert.Equal(3, record % 20));
        Assert.InRange(flagged.Length, 4, 10);
        Assert.DoesNotContain(found.Result.Unmeasured, one => one.Check == "noise");
        Assert.DoesNotContain(found.Result.Unmeasured, one => one.Check == "triggers");
        Assert.Empty(found.Result.Triggers!.Words);

        string Word(int i) => words[i % 2][random.Next(4)];
    }

    [Fact]
    public void Dates_are_learned_from_and_said()
    {
        string csv = "seen,kind\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
            $"20{(i % 2 == 0 ? "01" : "21")}-0{(i % 9) + 1}-1{i % 10},{Kind(i == 50 ? 1 : i)}\n"));
        CheckedFile found = Check(csv, file => file with { Label = "kind" });
        Assert.Equal(["seen"], found.Input.MomentNames);
        Assert.Empty(found.Input.Unused);
        Assert.Equal([50], found.Result.Flagged.Index().Where(item => item.Item).Select(item => item.Index));
    }

    [Fact]
    public void Whose_targets_the_others_do_not_bear_out_is_said_by_name()
    {
        string[] lines = [.. "abcd".SelectMany(source =>
            Rents.Csv(50, source).TrimEnd('\n').Split('\n').Skip(1).Select((line, row) => $"{Wrong(source, line, row)},{source}"))];
        CheckedFile found = Check(
            "size,age,rent,from\n" + string.Join('\n', lines) + "\n", file => file with { Target = "rent", Source = "from" });
        Assert.Contains("sources: the targets of 'd' are farther from what the others foretell than chance explains", found.Result.Summary);
        Assert.True(found.Result.ComparesTargetSources);

        string Wrong(char source, string line, int row) =>
            source == 'd' ? $"{line[..line.LastIndexOf(',')]},{300 + (row * 37 % 1000)}" : line;
    }

    [Fact]
    public void Targets_drift_against_a_reference()
    {
        string reference = _folder.Path("before.csv");
        File.WriteAllText(reference, Rents.Csv(200, 1));
        string dear = string.Join('\n', Rents.Csv(200, 2).TrimEnd('\n').Split('\n')
            .Select((line, row) => row == 0 ? line : $"{line[..line.LastIndexOf(',')]},{5_000 + row}"));
        CheckedFile found = Check(dear + "\n", file => file with { Target = "rent", Reference = reference });
        Assert.Contains("drift: 1 of 3 features", found.Result.Summary);
        Assert.Contains(found.Result.Summary, line => line.StartsWith("  rent: ", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private CheckedFile Check(string csv, Func<CheckFile, CheckFile> with)
    {
        string path = _folder.Path("data.csv");
        File.WriteAllText(path, csv);
        return with(new CheckFile(path)).Execute(TestContext.Current.CancellationToken);
    }

    private static string Kind(int i) => i % 2 == 0 ? "daisy" : "rose";
}
