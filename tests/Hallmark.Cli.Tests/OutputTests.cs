namespace Hallmark.Cli.Tests;

/// <summary>What is shown and what is answered, whatever was handed in.</summary>
public sealed class OutputTests(GardenRun garden)
{
    [Fact]
    public void What_fails_for_a_damaged_home_points_to_the_audit()
    {
        using Scenario home = garden.Open();
        string batch = home.Look(catalog => home.Object(catalog.Manifest(catalog.Batch("plants/garden/1")).Content));
        (string File, string[] Command)[] damages =
        [
            (home.File("ledger.log"), ["batches", "plants"]),
            (home.File("keys", "garden.pem"), ["read", "plants/garden/1", "--as", "garden", "--purpose", "research"]),
            (batch, ["read", "plants/garden/1", "--as", "garden", "--purpose", "research"]),
            (home.File("hallmark.json"), ["run", Path.Combine(Cli.Repository, "examples", "clinics", "pipeline.yaml")]),
        ];
        foreach ((string file, string[] command) in damages)
        {
            byte[] good = File.ReadAllBytes(file);
            File.WriteAllText(file, "damaged");
            CliResult failed = Cli.Run(home.Home, [.. command, "--json"]);
            File.WriteAllBytes(file, good);
            Assert.InRange(failed.Exit, 1, 3);
            Assert.Contains("'hallmark audit' names all that is wrong", failed.Error, StringComparison.Ordinal);
            Assert.Contains("'hallmark audit'", failed.Json.Text("hint"), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("audit", Cli.Run(home.Home, "batches", "other").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawal_that_waits_for_a_recheck_points_to_the_command_that_makes_one()
    {
        using Scenario home = garden.Open();
        string denied = home.Run(4, "withdraw", "plants/garden/2", "--as", "garden").Error;
        Assert.Contains("'hallmark recheck --dataset DATASET --as VALIDATOR'", denied, StringComparison.Ordinal);
    }

    /// <summary>Whatever was decided on it before.</summary>
    [Fact]
    public void A_report_shows_a_withdrawn_batch_as_withdrawn()
    {
        using Scenario home = garden.Open();
        string more = home.Write("more.csv", Scenario.Plants(20, seed: 6));
        home.Do("register", more, "--dataset", "plants", "--batch-size", "20"); // and not judged
        foreach (string batch in (string[])["plants/garden/2", "plants/garden/5"])
        {
            home.Do("withdraw", batch, "--as", "garden", "--ground", "GDPR article 17", "--stated-by", "data office");
        }
        home.Run(0, "report", "--out", home.Outside("report.html"));
        string page = File.ReadAllText(home.Outside("report.html"));
        foreach (string batch in (string[])["plants/garden/2", "plants/garden/5"])
        {
            string row = page[page.LastIndexOf($">{batch}<", StringComparison.Ordinal)..];
            row = row[..row.IndexOf("</tr>", StringComparison.Ordinal)];
            Assert.Contains("withdrawn", row, StringComparison.Ordinal);
            Assert.DoesNotContain("pending", row, StringComparison.Ordinal);
            Assert.DoesNotContain("accepted", row, StringComparison.Ordinal);
        }
    }

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
