using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>A dataset's schemas on the command line.</summary>
public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_that_does_not_fit_names_the_command_and_the_schemas_are_shown_as_files()
    {
        string home = _folder["home"];
        Cli.Run(home, "init").Expect(0);
        Cli.Run(home, "member", "add", "alice", "--role", "provider").Expect(0);
        string whole = _folder.Write("whole.csv", "n,kind\n1,a\n2,b\n");
        string decimals = _folder.Write("decimals.csv", "kind,n\na,1.5\nc,2.5\n");
        Cli.Run(home, "register", whole, "--dataset", "d", "--label", "kind").Expect(0);

        Assert.Contains(
            $"'hallmark dataset evolve d --from {decimals}'", Cli.Run(home, "register", decimals, "--dataset", "d").Expect(2).Error,
            StringComparison.Ordinal);
        Assert.Contains("nothing was put on record", Evolve("--try").Error, StringComparison.Ordinal);
        JsonNode evolved = JsonNode.Parse(Evolve("--json").Out)!;
        Assert.Equal(
            "column 'n' of int64 becomes float64; new class 'c'",
            string.Join("; ", evolved["schemas"]![1]!["changes"]!.AsArray().Select(change => (string)change!)));
        Cli.Run(home, "register", decimals, "--dataset", "d").Expect(0);
        Assert.Equal(
            (string)evolved["text"]!, Cli.Run(home, "schema", "--dataset", "d").Expect(0).Out);
        Assert.Contains(
            "int64", Cli.Run(home, "schema", "--dataset", "d", "--number", "1").Expect(0).Out, StringComparison.Ordinal);
        Cli.Run(home, "schema", "--dataset", "d", "--number", "3").Expect(2);
        Cli.Run(home, "schema").Expect(2);
        Assert.Contains("float64", Cli.Run(home, "dataset", "show", "d").Expect(0).Out, StringComparison.Ordinal);
        Cli.Run(home, "audit").Expect(0);

        CliResult Evolve(params string[] more) =>
            Cli.Run(home, ["dataset", "evolve", "d", "--from", decimals, .. more]).Expect(0);
    }

    [Fact]
    public void Datasets_are_listed_with_what_is_in_place_of_each()
    {
        string home = _folder["home"];
        Cli.Run(home, "init").Expect(0);
        Assert.Contains("no dataset is on this ledger", Cli.Run(home, "dataset", "list").Expect(0).Out, StringComparison.Ordinal);
        Cli.Run(home, "member", "add", "alice", "--role", "provider").Expect(0);
        string file = _folder.Write("whole.csv", "n,kind\n1,a\n2,b\n3,a\n");
        Cli.Run(home, "register", file, "--dataset", "second", "--label", "kind", "--batch-size", "2").Expect(0);
        Cli.Run(home, "register", file, "--dataset", "first", "--target", "n", "--as-found", "--tier", "sealed").Expect(0);
        JsonNode listed = JsonNode.Parse(Cli.Run(home, "dataset", "list", "--json").Expect(0).Out)!;
        Assert.Equal(
            [
                "first alice regression n sealed 1 0 3",
                "second alice classification kind open 2 0 3",
            ],
            listed["datasets"]!.AsArray().Select(one =>
                $"{one!["dataset"]} {one["owner"]} {one["task"]} {one["label"]} {one["tiers"]![0]} {one["batches"]} {one["accepted"]} "
                    + $"{one["records"]}"));
    }

    public void Dispose() => _folder.Dispose();
}
