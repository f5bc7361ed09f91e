using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Why a batch stands where it does, measured again by others, and doubted, through the program.</summary>
public sealed class ChallengeTests(GardenRun garden)
{
    private const string Batch = "plants/garden/1";

    [Fact]
    public void A_verdict_is_explained_by_every_check_with_its_weight_and_limits()
    {
        using Scenario scenario = garden.Open();
        JsonNode explained = scenario.Do("explain", Batch);
        JsonNode batch = scenario.Do("batches", "plants").List("batches").Single(item => item.Text("id") == Batch);
        Assert.Equal(((string?)batch["verdict"], (double)batch["score"]!), ((string?)explained["verdict"], (double)explained["score"]!));
        JsonNode[] checks = [.. explained.List("checks")];
        JsonNode[] weighed = [.. checks.Where(check => check["weight"] is not null && check["value"] is not null)];
        double sum = weighed.Sum(check => (double)check["weight"]! * (double)check["value"]!) / weighed
            .Sum(check => (double)check["weight"]!);
        Assert.Equal((double)explained["score"]!, sum, 2e-6);
        Assert.Equal(0.5, (double)checks.Single(check => check.Text("check") == "credibility")["value"]!, 1e-6);
        Assert.Contains(batch.Text("verdict"), Cli.Run(scenario.Home, "explain", Batch).Expect(0).Out, StringComparison.Ordinal);
        scenario.Run(2, "explain", "plants/garden/99");
    }

    [Fact]
    public void A_false_challenge_is_settled_by_the_other_validators_and_costs_its_deposit()
    {
        using Scenario scenario = garden.Open();
        string judge = scenario.Do("explain", Batch).Texts("validators")[0];
        Assert.Equal("agrees", scenario.Do("recheck", Batch, "--as", judge).Text("result"));
        scenario.Do("credits", "mint", "10", "garden");
        scenario.Denied("challenge.nobody", "challenge", "open", Batch, "--deposit", "5", "--as", "garden");
        foreach (string name in (string[])["one", "two", "three"])
        {
            scenario.Do("member", "add", name, "--role", "validator");
        }
        scenario.Denied("challenge.own", "challenge", "open", Batch, "--deposit", "5", "--as", judge);
        scenario.Denied("challenge.deposit", "challenge", "open", Batch, "--deposit", "0", "--as", "garden");
        scenario.Denied("credit.overdrawn", "challenge", "open", Batch, "--deposit", "11", "--as", "garden");
        JsonNode opened = scenario.Do(
            "challenge", "open", Batch, "--deposit", "5", "--as", "garden", "--reason", "too strict")["challenge"]!;
        string number = ((long)opened["number"]!).ToString();
        scenario.Denied("challenge.open", "challenge", "open", Batch, "--deposit", "5", "--as", "one");
        scenario.Denied("challenge.vote.role", "challenge", "vote", number, "--as", judge);
        Assert.Equal("open", scenario.Do("challenge", "vote", number, "--as", "one")["challenge"]!.Text("status"));
        Assert.Equal("upheld", scenario.Do("challenge", "vote", number, "--as", "two")["challenge"]!.Text("status"));
        scenario.Run(1, "challenge", "vote", number, "--as", "three");
        scenario.Run(2, "challenge", "vote", "99", "--as", "three");
        JsonNode listed = Assert.Single(scenario.Do("challenge", "list").List("challenges"));
        Assert.Equal(["one", "two"], listed.Texts("holds"));
        Assert.Equal(
            5,
            (long)scenario.Do("credits", "list").List("accounts")
                .Single(account => account.Text("account") == "dataset/plants")["credits"]!);
        scenario.Audit(0, "good");
    }
}
