using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Authentic but forbidden: denied on record, and told apart from tampering.</summary>
public sealed class RuleTests(ClinicsRun clinics)
{
    [Theory]
    [InlineData("refused", "run.step.unscheduled")]
    [InlineData("accepted", "run.step.unscheduled")]
    public void Training_on_an_unscheduled_batch_breaks_the_rules(string verdict, string rule)
    {
        using HomeCopy home = clinics.Copy();
        IReadOnlyList<string> scheduled = home.Scheduled();
        string batch = (string)clinics.Json["batches"]!.AsArray().First(
            item => (string?)item!["verdict"] == verdict && !scheduled.Contains((string)item["id"]!))!["id"]!;

        CliResult trained = Cli.Run(
            home.Path, "train", "wdbc", "--as", "hospital-ai", "--epochs", "2", "--include", batch, "--json").Expect(4);

        Assert.Contains("2 steps were denied", trained.Error, StringComparison.Ordinal);
        Assert.Contains(batch, trained.Error, StringComparison.Ordinal);
        Assert.Equal("closed incomplete", (string?)trained.Json["state"]);
        IReadOnlyList<JsonNode> findings = home.Audit(4, "rules-broken", "--replay");
        JsonNode finding = findings.Only("run.forbidden-step");
        Assert.Equal(
            (batch, rule, "hospital-ai", "wdbc"),
            ((string?)finding["batch"], (string?)finding["rule"], (string?)finding["member"], (string?)finding["dataset"]));
        Assert.NotNull(finding["height"]);
        Assert.NotEmpty(finding["checkpoints"]!.AsArray());
        findings.Only("run.incomplete");
    }

    [Fact]
    public void A_denied_attempt_alone_is_a_note()
    {
        // Judging begins with reading, and a provider may not even read the others' data for it.
        using HomeCopy home = clinics.Copy();
        Cli.Run(
            home.Path, "register", Path.Combine(Cli.Clinics, "data", "holdout.csv"), "--dataset", "wdbc", "--as", "clinic-a",
            "--batch-size", "1000").Expect(0);

        CliResult denied = Cli.Run(home.Path, "judge", "wdbc", "--as", "clinic-a").Expect(4);

        Assert.Single(denied.Error.Trim().Split('\n'));
        JsonNode json = home.Audit().Expect(0).Json;
        Assert.Equal("good", (string?)json["verdict"]);
        JsonNode note = json["findings"]!.AsArray().First(item => item!.Code() == "denied")!;
        Assert.Equal(("note", "clinic-a"), ((string?)note["severity"], (string?)note["member"]));
        Assert.NotNull(note["rule"]);
        Assert.Contains("access.use", (string?)note["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_member_is_denied()
    {
        using HomeCopy home = clinics.Copy();
        Cli.Run(home.Path, "member", "revoke", "clinic-c", "--reason", "left").Expect(0);
        CliResult denied = Cli.Run(
            home.Path, "register", Path.Combine(Cli.Clinics, "data", "holdout.csv"), "--dataset", "wdbc", "--as", "clinic-c");

        Assert.True(denied.Exit is 2 or 4, denied.Error);
        Assert.Equal("good", (string?)home.Audit().Expect(0).Json["verdict"]);
    }
}
