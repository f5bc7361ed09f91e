using Hallmark.Data.Sources;
using Hallmark.Experiments.Selection;
using Hallmark.Scheduling;

namespace Hallmark.Experiments.Tests.Selection;

public sealed class SelectionInstanceFileTests : IDisposable
{
    private const string Terms =
        "# alpha=0.5 budget=100 sim=exp(-d2/(2*median(D2)/4)) over all N*N entries incl. diagonal; weight_i=rows_i/sum(rows)";
    private const string Header = "id,provider,rows,integrity,e0,e1";

    private readonly string _folder = Directory.CreateTempSubdirectory("selection").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_what_it_describes_and_values_it_by_the_definition()
    {
        SelectionInstance instance = SelectionInstanceFile.Read(
            Write(Terms, Header, "a,x,60,0.9,0,0", "b,x,40,0.5,3,4", "c,y,100,0.1,0,0"));
        Assert.Equal(["a", "b", "c"], instance.Ids);
        Assert.Equal((100, 3), (instance.Problem.Budget, instance.Problem.Count));
        // Squared distances: 25 four times, 0 five times, the middle one 0: only equal points are alike.
        var objective = new SelectionObjective(instance.Problem);
        Assert.Equal((0.5 * 160 / 200) + (0.5 * 60 * 0.9 / 100), objective.Evaluate([0]), 1e-12);
        Assert.Equal(0.5 + (0.5 * ((60 * 0.9) + (40 * 0.5)) / 100), objective.Evaluate([0, 1]), 1e-12);
    }

    [Theory]
    [InlineData(SelectionMethod.Greedy)]
    [InlineData(SelectionMethod.Swap)]
    [InlineData(SelectionMethod.Annealing)]
    [InlineData(SelectionMethod.Exact)]
    public void The_order_of_the_lines_decides_nothing(SelectionMethod method)
    {
        var random = new Random(5);
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => FormattableString.Invariant(
            $"{i},p,{random.Next(1, 30)},{random.NextDouble()},{random.Next(-3, 4)},{random.NextDouble()}"))];
        SelectionInstance straight = SelectionInstanceFile.Read(Write([Terms, Header, .. lines]));
        random.Shuffle(lines);
        SelectionInstance mixed = SelectionInstanceFile.Read(Write([Terms, Header, .. lines]));
        SelectionOutcome one = SelectionSearch.Run(straight.Problem, method, 3, 2);
        SelectionOutcome other = SelectionSearch.Run(mixed.Problem, method, 3, 2);
        Assert.Equal(one.Choice!.Chosen.Select(j => straight.Ids[j]), other.Choice!.Chosen.Select(j => mixed.Ids[j]));
        Assert.Equal((one.Value, one.UpperBound), (other.Value, other.UpperBound));
    }

    /// <summary>Everybody covered just once leaves no direction to move prices in; that overflowed.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Tiny_instances_are_bounded(int batches)
    {
        var random = new Random(batches);
        for (int trial = 0; trial < 60; trial++)
        {
            string terms = Terms.Replace("=100", $"={random.Next(30, 300)}", StringComparison.Ordinal);
            SelectionInstance instance = SelectionInstanceFile.Read(Write([terms, Header, .. Enumerable.Range(0, batches).Select(i =>
                FormattableString.Invariant(
                    $"{i},p,{random.Next(1, 4) * 50},{random.NextDouble()},{random.Next(-2, 3)},{random.NextDouble()}"))]));
            SelectionOutcome exact = SelectionSearch.Run(instance.Problem, SelectionMethod.Exact, 1, 1_000);
            SelectionOutcome greedy = SelectionSearch.Run(instance.Problem, SelectionMethod.Greedy, 1, 1_000);
            Assert.True(exact.UpperBound >= exact.Value && greedy.UpperBound >= exact.Value && exact.Value >= greedy.Value);
        }
        SelectionInstance known = SelectionInstanceFile.Read(Write(
            Terms.Replace("=100", "=120", StringComparison.Ordinal), Header,
            "0,0,50,1,0.31903909605709857,-0.24937037547741009", "1,0,100,0.29999999999999999,1.4621079370449741,-2.060140709497654"));
        Assert.True(
            SelectionSearch.Run(
                known.Problem, SelectionMethod.Greedy, 1, int.MaxValue, new SchedulingTime(TimeSpan.FromSeconds(0.1))).Gap >= 0);
    }

    public static TheoryData<string, int, string, string> Malformed => new()
    {
        { "", 1, "", "is empty" },
        { $"{Terms}\n", 2, "", "no batch" },
        { $"{Terms}\n{Header}\n", 3, "", "no batch" },
        { $"alpha=1\n{Header}\na,x,1,1,0,0", 1, "", "is not '# alpha=" },
        { $"{Terms.Replace("0.5", "1.5")}\n{Header}\na,x,1,1,0,0", 1, "alpha", "from 0 to 1" },
        { $"{Terms.Replace("0.5", "NaN")}\n{Header}\na,x,1,1,0,0", 1, "alpha", "from 0 to 1" },
        { $"{Terms.Replace("=100", "=0")}\n{Header}\na,x,1,1,0,0", 1, "budget", "whole number" },
        { $"{Terms.Replace("=100", "=9999999999999999999")}\n{Header}\na,x,1,1,0,0", 1, "budget", "whole number" },
        { $"{Terms.Replace("exp", "cos")}\n{Header}\na,x,1,1,0,0", 1, "sim", "is known" },
        { $"{Terms.Replace("rows_i/", "1/")}\n{Header}\na,x,1,1,0,0", 1, "weight_i", "is known" },
        { $"{Terms}\nid,provider,rows,integrity\na,x,1,1", 2, "e0", "is missing" },
        { $"{Terms}\nid,provider,integrity,rows,e0\na,x,1,1,0", 2, "rows", "not 'integrity'" },
        { $"{Terms}\n{Header}\na,x,1,1,0", 3, "", "has 5 fields, the header has 6" },
        { $"{Terms}\n{Header}\na,x,1,1,0,0\n\n", 4, "", "has 1 fields" },
        { $"{Terms}\n{Header}\na,x,1,1,0,0\na,x,1,1,0,0", 4, "id", "there already" },
        { $"{Terms}\n{Header}\n,x,1,1,0,0", 3, "id", "is empty" },
        { $"{Terms}\n{Header}\na,,1,1,0,0", 3, "provider", "is empty" },
        { $"{Terms}\n{Header}\na,x,0,1,0,0", 3, "rows", "above 0" },
        { $"{Terms}\n{Header}\na,x,-3,1,0,0", 3, "rows", "above 0" },
        { $"{Terms}\n{Header}\na,x,1.5,1,0,0", 3, "rows", "above 0" },
        { $"{Terms}\n{Header}\na,x,999999999999,1,0,0\nb,x,2,1,0,0", 4, "rows", "in all" },
        { $"{Terms}\n{Header}\na,x,1,1.01,0,0", 3, "integrity", "from 0 to 1" },
        { $"{Terms}\n{Header}\na,x,1,,0,0", 3, "integrity", "not a number" },
        { $"{Terms}\n{Header}\na,x,1,1,0,Infinity", 3, "e1", "not a number" },
        { $"{Terms}\n{Header}\na,x,1,1,1e200,0", 3, "e0", "beyond" },
        { $"{Terms}\n{Header}\na,x,1,1,\"0\",0", 3, "e0", "not a number" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void Refuses_what_it_is_not_and_names_line_column_and_reason(string text, int line, string column, string reason)
    {
        string path = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(path, text);
        SourceException refused = Assert.Throws<SourceException>(() => SelectionInstanceFile.Read(path));
        Assert.Equal((path, line, column), (refused.File, (int)refused.Position!.Value, refused.Field ?? ""));
        Assert.Contains(reason, refused.Reason);
    }

    [Fact]
    public void A_folder_without_instances_or_with_a_broken_list_of_best_values_is_refused()
    {
        Assert.Throws<SourceException>(() => Run(_folder));
        Assert.Throws<SourceException>(() => Run(Path.Combine(_folder, "none")));
        Write(Terms, Header, "a,x,60,0.9,0,0");
        File.WriteAllText(Path.Combine(_folder, "best_known.json"), """{ "instance": { "worst": 1 } }""");
        Assert.Throws<SourceException>(() => Run(_folder));
        File.WriteAllText(Path.Combine(_folder, "best_known.json"), """{ "instance": { "best": 0.77 } }""");
        SelectionCell cell = Assert.Single(Run(_folder));
        Assert.Equal(0.77, cell.BestKnown);
        Assert.Equal(0.5 + (0.5 * 60 * 0.9 / 100), cell.Value, 1e-12);
        Assert.InRange(cell.UpperBound, cell.Value, cell.Value + 1e-9);
        Assert.Contains("| instance | auto | greedy | 0.770000000 |", SelectionReport.Write([cell]));
    }

    /// <summary>The instances with known optima: values agree with the reference to 1e-9 and bounds hold.</summary>
    [Fact]
    public void Proves_the_known_optima_of_the_smallest_shared_instances()
    {
        string? shared = Environment.GetEnvironmentVariable("HALLMARK_SHARED");
        Assert.SkipWhen(shared is null, "HALLMARK_SHARED does not name the shared folder.");
        string folder = Path.Combine(shared!, "baselines", "data", "selection");
        string[] files = [.. Directory.EnumerateFiles(folder, "sel_N50_*.csv")];
        Assert.Equal(10, files.Length);
        foreach (string file in files)
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
        File.Copy(Path.Combine(folder, "best_known.json"), Path.Combine(_folder, "best_known.json"));
        Assert.All(SelectionExperiment.Run(_folder, [SelectionMethod.Exact], 600, static _ => { }, CancellationToken.None), cell =>
        {
            Assert.Equal(cell.BestKnown!.Value, cell.Value, 1e-9);
            Assert.InRange(cell.CertifiedGap, 0, 1e-9);
        });
    }

    private static IReadOnlyList<SelectionCell> Run(string folder) =>
        SelectionExperiment.Run(folder, [SelectionMethod.Auto], 5, static _ => { }, CancellationToken.None);

    private string Write(params string[] lines)
    {
        string path = Path.Combine(_folder, "instance.csv");
        File.WriteAllLines(path, lines);
        return path;
    }
}
