using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Credits through the program: made, given, left with a batch, paid back, forfeited, earned.</summary>
public sealed class CreditTests(GardenRun garden)
{
    private static readonly string Examples = Path.Combine(Cli.Repository, "examples", "policies");

    [Fact]
    public void Deposits_come_back_or_fall_to_the_pot_out_of_which_rewards_are_paid()
    {
        using Scenario scenario = garden.Open();
        scenario.Do("policy", "deploy", Path.Combine(Examples, "deposits.yaml"));
        scenario.Do("policy", "deploy", Path.Combine(Examples, "rewards.yaml"));
        string[] good = ["register", scenario.Write("more.csv", Scenario.Plants(40, seed: 2)), "--dataset", "plants", "--batch-size", "20"];
        // Cut otherwise, the same records are another batch, but copies all of them.
        string[] copies = ["register", scenario.Write("plants.csv", GardenRun.Csv), "--dataset", "plants", "--batch-size", "40"];

        scenario.Denied("credit.overdrawn", good);
        scenario.Do("credits", "mint", "100", "garden");
        scenario.Do("credits", "transfer", "30", "dataset/plants", "--as", "garden", "--memo", "for rewards");
        Assert.Equal([("dataset/plants", 30), ("garden", 70)], Accounts(scenario));

        scenario.Do(good);
        Assert.Equal(
            [("dataset/plants", 30), ("deposit/plants/garden/5", 2), ("deposit/plants/garden/6", 2), ("garden", 66)], Accounts(scenario));
        JsonNode[] accepted = [.. scenario.Do("judge", "plants").List("batches")];
        long earned = accepted.Sum(batch => (long)(20 * (double)batch["score"]! / 10 + 1e-9));
        Assert.All(accepted, batch => Assert.Equal("accepted", batch.Text("verdict")));
        Assert.Equal([("dataset/plants", 30 - earned), ("garden", 70 + earned)], Accounts(scenario));

        scenario.Do(copies);
        Assert.All(scenario.Do("judge", "plants").List("batches"), batch => Assert.Equal("refused", batch.Text("verdict")));
        Assert.Equal([("dataset/plants", 38 - earned), ("garden", 62 + earned)], Accounts(scenario));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void Nobody_gives_what_it_has_not_or_less_than_nothing_or_makes_more_than_genesis_allows()
    {
        using var scenario = new Scenario();
        scenario.Do("init", "--name", "bank", "--credits", "100");
        scenario.Do("member", "add", "ann", "--role", "reader");
        scenario.Do("credits", "mint", "60", "ann");

        scenario.Denied("credit.mint.limit", "credits", "mint", "41", "ann");
        scenario.Denied("credit.mint.limit", "credits", "mint", "9223372036854775807", "ann");
        scenario.Denied("credit.amount", "credits", "mint", "0", "ann");
        scenario.Denied("credit.mint.role", "credits", "mint", "1", "ann", "--as", "ann");
        scenario.Denied("credit.overdrawn", "credits", "transfer", "61", "admin", "--as", "ann");
        scenario.Denied("credit.amount", "credits", "transfer", "-1", "admin", "--as", "ann");
        scenario.Denied("credit.self", "credits", "transfer", "1", "ann", "--as", "ann");
        scenario.Denied("credit.transfer.unknown", "credits", "transfer", "1", "nobody", "--as", "ann");
        scenario.Denied("credit.transfer.unknown", "credits", "transfer", "1", "dataset/none", "--as", "ann");

        Assert.Equal(60, (int)scenario.Do("credits", "list")["minted"]!);
        Assert.Equal([("ann", 60)], Accounts(scenario));
    }

    private static IEnumerable<(string, long)> Accounts(Scenario scenario) =>
        scenario.Do("credits", "list").List("accounts")
            .Select(account => (account.Text("account"), (long)account["credits"]!))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal);
}
