using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Policies from the file to the decision, and back from the decision to the rule.</summary>
public sealed class PolicyTests(GardenRun garden)
{
    private static readonly string Examples = Path.Combine(Cli.Repository, "examples", "policies");

    public static TheoryData<string> ExampleNames =>
        [.. Directory.GetFiles(Examples, "*-cases.yaml")
            .Select(file => Path.GetFileName(file).Replace("-cases.yaml", "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ExampleNames))]
    public void Every_example_passes_its_cases(string name)
    {
        using var scenario = new Scenario();

        JsonNode result = scenario.Do(
            "policy", "test", Path.Combine(Examples, $"{name}.yaml"), Path.Combine(Examples, $"{name}-cases.yaml"));

        Assert.Equal(0, (int)result["failed"]!);
        Assert.InRange((int)result["passed"]!, 2, 100);
    }

    [Fact]
    public void Every_example_has_cases() => Assert.Equal(
        ExampleNames.Count,
        Directory.GetFiles(Examples, "*.yaml").Count(file => !file.EndsWith("-cases.yaml", StringComparison.Ordinal)));

    [Fact]
    public void A_case_that_goes_otherwise_is_told_and_fails()
    {
        using var scenario = new Scenario();
        string cases = scenario.Write("cases.yaml", """
            cases:
              - name: more than asked
                given:
                  sender: {roles: [provider], credibility: 500000}
                  batch: {records: 26}
                deposit: 2
                expect: accepted
              - name: small
                given:
                  sender: {roles: [provider], credibility: 500000}
                  batch: {records: 3}
                expect: accepted
            """);

        JsonNode result = scenario.Run(1, "policy", "test", Path.Combine(Examples, "deposits.yaml"), cases).Json;

        Assert.Equal((0, 2), ((int)result["passed"]!, (int)result["failed"]!));
        Assert.Equal(["accepted, deposit 3", "enough-records: deny"], result.List("cases").Select(item => item.Text("found")));
        Assert.False(Directory.Exists(scenario.Home));
    }

    [Theory]
    [InlineData("expression: grant.usage < 3", "line 6, column 23", "usage")]
    [InlineData("expression: 'grant.uses < \"three\"'", "line 6, column 29", "")]
    [InlineData("expression: batch.records +", "line 6, column", "")]
    [InlineData("expression: judgement.score > 1", "line 6, column 17", "judgement")]
    [InlineData("expression: grant.uses", "line 6", "bool")]
    [InlineData("expression: statement.subject.matches(\"(\")", "line 6, column", "")]
    public void A_wrong_expression_is_refused_with_its_place(string rule, string place, string named)
    {
        using Scenario scenario = garden.Open();
        byte[] before = File.ReadAllBytes(scenario.File("ledger.log"));
        string file = scenario.Write(
            "wrong.yaml", $"name: wrong\nversion: 1\ngoverns: [access.use]\nrequire:\n  - name: few\n    {rule}\n    message: m\n");

        string error = Assert.Single(scenario.Run(2, "policy", "deploy", file).Error.Trim().Split('\n'));

        Assert.StartsWith($"{file}, {place}", error, StringComparison.Ordinal);
        Assert.Contains("require[0].expression", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(scenario.File("ledger.log")));
    }

    [Fact]
    public void A_policy_denies_is_explained_replaced_and_withdrawn_and_what_it_decided_stays_decided()
    {
        using Scenario scenario = garden.Open();
        scenario.Do("grant", "press", "plants", "--purpose", "research");
        string first = scenario.Do("policy", "deploy", scenario.Write("quiet.yaml", Quiet(1, 10))).Text("digest");
        Assert.Equal(["admission", "quiet"], scenario.Do("policy", "list").List("policies").Select(policy => policy.Text("policy")));

        ulong denied = scenario.Denied("policy.quiet.few-records", "read", "plants/garden/1", "--as", "press", "--purpose", "research");

        JsonNode why = scenario.Do("policy", "explain", denied.ToString());
        Assert.Equal(("policy.quiet.few-records", "batches have 10 records at most"), ((string?)why["rule"], (string?)why["reason"]));
        JsonNode asked = Assert.Single(why.List("policies"));
        Assert.Equal(("quiet", first), (asked.Text("policy"), asked.Text("digest")));
        Assert.Equal(["few-records"], asked.Texts("broken"));
        Assert.Equal(
            [("when", "grant.purpose == \"research\"", "true"), ("few-records", "batch.records <= 10", "false")],
            asked.List("expressions").Select(item => (item.Text("part"), item.Text("expression"), item.Text("value"))));
        Assert.Superset(
            new HashSet<string>(["batch.records = 20", "sender.name = \"press\"", "sender.roles = [\"reader\"]"]),
            asked.Texts("values").ToHashSet());
        string told = Cli.Run(scenario.Home, "policy", "explain", denied.ToString()).Expect(0).Out;
        Assert.Contains("denied by policy.quiet.few-records", told, StringComparison.Ordinal);
        Assert.Contains("few-records: batch.records <= 10 → false", told, StringComparison.Ordinal);

        string second = scenario.Do("policy", "deploy", scenario.Write("quiet.yaml", Quiet(2, 20))).Text("digest");
        Assert.Equal(20, (int)scenario.Do("read", "plants/garden/1", "--as", "press", "--purpose", "research")["records"]!);
        Assert.Equal(first, scenario.Do("policy", "explain", denied.ToString()).List("policies")[0].Text("digest"));
        Assert.Contains(second, scenario.Do("policy", "list").List("policies").Select(policy => policy.Text("digest")));

        scenario.Do("policy", "withdraw", "quiet", "--reason", "too quiet");
        Assert.Equal(["admission"], scenario.Do("policy", "list").List("policies").Select(policy => policy.Text("policy")));
        scenario.Denied("policy.withdraw.admission", "policy", "withdraw", "admission");
        JsonNode note = scenario.Audit(0, "good").First(finding => (string?)finding["rule"] == "policy.quiet.few-records");
        Assert.Equal(denied, (ulong)note["entry"]!);
    }

    [Fact]
    public void A_condition_that_fails_revokes_the_grant()
    {
        using Scenario scenario = garden.Open();
        scenario.Do("grant", "press", "plants", "--purpose", "research");
        scenario.Do("policy", "deploy", scenario.Write("once.yaml", """
            name: once
            version: 1
            governs: [access.use]
            when: grant.purpose == "research"
            require:
              - name: one-use
                expression: grant.uses < 1
                message: each grant is for one use
                otherwise: revoke-grant
            """));
        string[] read = ["read", "plants/garden/1", "--as", "press", "--purpose", "research"];

        scenario.Do(read);
        scenario.Denied("policy.once.one-use", read);
        scenario.Denied("access.grant-revoked", read);

        JsonNode grant = Assert.Single(scenario.Do("access", "grants").List("grants"));
        Assert.Equal(1, (int)grant["uses"]!);
        Assert.NotNull(grant["revoked"]);
        scenario.Audit(0, "good");
    }

    [Fact]
    public void All_examples_together_let_the_ordinary_job_through()
    {
        using Scenario scenario = garden.Open();
        foreach (string name in ExampleNames)
        {
            scenario.Do("policy", "deploy", Path.Combine(Examples, $"{name}.yaml"));
        }
        scenario.Do("credits", "mint", "50", "garden");
        scenario.Do("credits", "transfer", "20", "dataset/plants", "--as", "garden");
        scenario.Do("register", scenario.Write("more.csv", Scenario.Plants(40, seed: 2)), "--dataset", "plants", "--batch-size", "20");
        Assert.All(scenario.Do("judge", "plants").List("batches"), batch => Assert.Equal("accepted", batch.Text("verdict")));
        scenario.Do("grant", "school", "plants");
        string test = scenario.Write("test.csv", Scenario.Plants(40, seed: 9));
        scenario.Do("evaluation", "commit", test, "--dataset", "plants");
        scenario.Do("schedule", "plants", "--budget", "60", "--method", "greedy", "--seed", "3");

        scenario.Denied("policy.training.evaluated", "train", "plants", "--hidden", "4", "--epochs", "2");
        JsonNode run = scenario.Do("train", "plants", "--hidden", "4", "--epochs", "2", "--test", test);

        Assert.Equal("closed", run.Text("state"));
        scenario.Audit(0, "good", "--replay");
    }

    private static string Quiet(int version, int most) => $"""
        name: quiet
        version: {version}
        governs: [access.use]
        when: grant.purpose == "research"
        require:
          - name: few-records
            expression: batch.records <= {most}
            message: batches have {most} records at most
        """;
}
