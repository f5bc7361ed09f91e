using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Who governs, and who belongs: quorums, keys, roles, revocations.</summary>
public sealed class GovernanceTests(GardenRun garden)
{
    [Fact]
    public void Two_of_two_admins_have_to_agree()
    {
        using var scenario = new Scenario();
        scenario.Do("init", "--name", "shared", "--admin", "ada", "--quorum", "2");
        // While there is one admin, its word is the quorum.
        Assert.Equal("enacted", scenario.Do("member", "add", "ben", "--role", "admin").Text("status"));

        JsonNode proposed = scenario.Do("member", "add", "garden", "--role", "provider", "--as", "ada");
        Assert.Equal(("open", 1), (proposed.Text("status"), (int)proposed["proposal"]!));
        Assert.DoesNotContain("garden", Members(scenario));
        JsonNode open = Assert.Single(scenario.Do("proposal", "list").List("proposals"));
        Assert.Equal(
            ("member.add", "garden", "ada", "open"), (open.Text("kind"), open.Text("subject"), open.Text("proposer"), open.Text("status")));
        Assert.Equal(["ada"], open.Texts("approvals"));

        scenario.Denied("proposal.voted-before", "proposal", "approve", "1", "--as", "ada");
        Assert.Equal("enacted", scenario.Do("proposal", "approve", "1", "--as", "ben").Text("status"));
        Assert.Contains("garden", Members(scenario));
        scenario.Denied("proposal.closed", "proposal", "approve", "1", "--as", "ben");
        scenario.Denied("proposal.vote.role", "proposal", "approve", "1", "--as", "garden");
        scenario.Denied("proposal.vote.unknown", "proposal", "approve", "9", "--as", "ben");

        string policy = Path.Combine(Cli.Repository, "examples", "policies", "access.yaml");
        Assert.Equal(2, (int)scenario.Do("policy", "deploy", policy, "--as", "ben")["proposal"]!);
        Assert.Equal("rejected", scenario.Do("proposal", "reject", "2", "--as", "ada").Text("status"));
        Assert.Equal(["admission"], scenario.Do("policy", "list").List("policies").Select(item => item.Text("policy")));
        Assert.Empty(scenario.Do("proposal", "list").List("proposals"));
        Assert.Equal(
            ["enacted", "rejected"], scenario.Do("proposal", "list", "--all").List("proposals").Select(item => item.Text("status")));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void After_a_rotation_the_old_key_is_denied_and_the_new_one_works()
    {
        using Scenario scenario = garden.Open();
        string csv = scenario.Write("more.csv", Scenario.Plants(20, seed: 5));
        string[] register = ["register", csv, "--dataset", "plants", "--batch-size", "20"];
        string key = scenario.File("keys", "garden.pem");
        string old = File.ReadAllText(key);

        scenario.Do("member", "rotate", "garden");

        string rotated = File.ReadAllText(key);
        Assert.NotEqual(old, rotated);
        Assert.Equal(old, File.ReadAllText(scenario.File("keys", "garden.old-1")));
        File.WriteAllText(key, old);
        scenario.Denied("member.old-key", register);
        File.WriteAllText(key, rotated);
        Assert.Single(scenario.Do(register).Texts("batches"));
        // What the old key signed before stays good.
        Assert.DoesNotContain(scenario.Audit(0, "good"), finding => finding.Text("severity") != "note");
    }

    [Fact]
    public void Roles_and_memberships_end_from_the_next_block_on()
    {
        using Scenario scenario = garden.Open();
        string csv = scenario.Write("more.csv", Scenario.Plants(20, seed: 5));
        string[] register = ["register", csv, "--dataset", "plants", "--batch-size", "20", "--as", "garden"];

        scenario.Do("member", "roles", "garden", "--role", "reader", "--role", "auditor");
        scenario.Denied("batch.register.role", register);
        scenario.Do("member", "roles", "garden", "--role", "provider");
        scenario.Do(register);

        scenario.Do("member", "revoke", "garden", "--reason", "left");
        scenario.Denied("member.revoked", "grant", "press", "plants", "--as", "garden");
        scenario.Denied("member.revoke.again", "member", "revoke", "garden");
        scenario.Denied("member.last-admin", "member", "revoke", "boss");
        scenario.Denied("member.last-admin", "member", "roles", "boss", "--role", "reader");
        scenario.Denied("member.add.role", "member", "add", "friend", "--role", "admin", "--as", "school");
        scenario.Audit(0, "good");
    }

    private static IEnumerable<string> Members(Scenario scenario) =>
        scenario.Do("member", "list").List("members").Select(member => member.Text("member"));
}
