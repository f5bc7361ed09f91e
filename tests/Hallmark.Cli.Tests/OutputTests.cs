namespace Hallmark.Cli.Tests;

/// <summary>What is shown and what is answered, whatever was handed in.</summary>
public sealed class OutputTests
{
    [Fact]
    public void What_a_file_brings_does_not_tell_a_terminal_what_to_do()
    {
        using var folder = new TemporaryFolder();
        string kinds = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(i % 2 == 0 ? "red\u001b[2J" : "blue")}\n"));
        CliResult check = Cli.Run(
            folder["home"], "check", folder.Write("esc.csv", "a,kind\n" + kinds + "1,red\u001b[2J\n1,blue\n"), "--label", "kind");
        Assert.DoesNotContain('\u001b', check.Out + check.Error);
        CliResult missing = Cli.Run(folder["home"], "batches", "plants\u001b[31m");
        Assert.DoesNotContain('\u001b', missing.Error);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("member", "list", "extra")]
    [InlineData("receipt", "minus one")]
    public void A_wrong_command_line_is_answered_as_JSON_where_that_was_asked_for(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        CliResult result = Cli.Run(folder["home"], [.. arguments, "--json"]).Expect(2);
        Assert.Equal(2, (int)result.Json["exit"]!);
        Assert.NotEmpty((string)result.Json["error"]!);
    }

    [Fact]
    public void A_home_without_a_name_and_one_with_torn_settings_are_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("--home", Cli.Run("", "member", "list").Expect(2).Error, StringComparison.Ordinal);
        string home = folder["home"];
        Cli.Run(home, "init").Expect(0);
        File.WriteAllText(Path.Combine(home, "hallmark.json"), """{"ledger": "a", "ledger": "b"}""");
        Assert.Contains("is not what 'hallmark init' wrote", Cli.Run(home, "audit").Expect(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_row_without_an_end_is_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("endless.csv", new string('x', 17_000_000));
        Assert.Contains("more than", Cli.Run(folder["home"], "check", path).Expect(2).Error, StringComparison.Ordinal);
    }
}
