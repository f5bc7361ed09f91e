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

    public void Dispose() => _folder.Dispose();
}
