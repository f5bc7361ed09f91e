using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary><c>hallmark experiment selection</c> on instances written here.</summary>
public sealed class SelectionExperimentTests
{
    private const string Terms =
        "# alpha=0.5 budget=120 sim=exp(-d2/(2*median(D2)/4)) over all N*N entries incl. diagonal; weight_i=rows_i/sum(rows)";

    [Fact]
    public void Prints_value_bound_and_choice_of_each_instance()
    {
        using var folder = new TemporaryFolder();
        string instances = Write(folder, "two.csv", "one.csv");
        JsonNode printed = Cli.Run(
            folder["home"], "experiment", "selection", "--instances", instances, "--seconds", "2", "--out", folder["table.md"],
            "--json").Expect(0).Json;
        JsonArray results = printed["results"]!.AsArray();
        Assert.Equal(["one", "two"], results.Select(result => (string)result!["instance"]!));
        foreach (JsonNode? result in results)
        {
            Assert.Equal(
                ["instance", "method", "value", "upperBound", "seconds", "chosen"], result!.AsObject().Select(member => member.Key));
            Assert.Equal("auto", (string?)result["method"]);
            Assert.InRange((double)result["upperBound"]! - (double)result["value"]!, 0, 1e-9); // so small a case is proved
            int[] chosen = [.. result["chosen"]!.AsArray().Select(id => (int)id!)];
            Assert.InRange(chosen.Sum(Rows), 1, 120);
        }
        Assert.True((double)printed["warmUpSeconds"]! > 0);
        Assert.Contains("## N = 12, 2 instances", File.ReadAllText(folder["table.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_method_answers_within_the_budget()
    {
        using var folder = new TemporaryFolder();
        string instances = Write(folder, "one.csv");
        JsonNode printed = Cli.Run(
            folder["home"], "experiment", "selection", "--instances", instances, "--method", "all", "--seconds", "0.2",
            "--json").Expect(0).Json;
        JsonArray results = printed["results"]!.AsArray();
        Assert.Equal(["auto", "exact", "ga", "greedy", "pso", "sa", "swap"], results.Select(result => (string)result!["method"]!).Order());
        double best = results.Max(result => (double)result!["value"]!);
        Assert.All(results, result => Assert.True((double)result!["upperBound"]! >= best - 1e-12));
        Assert.All(results, result => Assert.InRange(result!["chosen"]!.AsArray().Sum(id => Rows((int)id!)), 1, 120));
    }

    [Fact]
    public void Bad_input_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        string instances = Write(folder, "one.csv");
        CliResult Run(params string[] arguments) =>
            Cli.Run(folder["home"], ["experiment", "selection", "--instances", instances, .. arguments]);
        Assert.Contains("--method: 'best'", Run("--method", "best").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--seconds", Run("--seconds", "0").Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("--seconds", Run("--seconds", "NaN").Expect(2).Error, StringComparison.Ordinal);
        File.AppendAllText(Path.Combine(instances, "one.csv"), "12,p,many,0.5,0,0\n");
        string error = Run().Expect(2).Error;
        Assert.Contains("line 15, field 'rows'", error, StringComparison.Ordinal);
        Assert.Contains("'many'", error, StringComparison.Ordinal);
    }

    private static int Rows(int id) => 20 + (7 * id % 31);

    private static string Write(TemporaryFolder folder, params string[] names)
    {
        string instances = Directory.CreateDirectory(folder["instances"]).FullName;
        foreach (string name in names)
        {
            var text = new StringBuilder($"{Terms}\nid,provider,rows,integrity,e0,e1\n");
            for (int id = 0; id < 12; id++)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"{id},p{id % 3},{Rows(id)},{0.5 + (0.04 * id)},{id % 4 * 1.5},{id / 4 * 0.75}\n");
            }
            File.WriteAllText(Path.Combine(instances, name), text.ToString());
        }
        return instances;
    }
}
