using Hallmark.Client;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.PolicyFiles;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Policies are put in force and taken out of it, and every decision can be made again, watching them.</summary>
public sealed class PolicyActionTests
{
    private const string Thrifty = """
        name: thrifty
        version: 1
        governs: [credit.transfer]
        require:
          - {name: small, expression: transfer.amount <= 10, message: gifts are small}
        """;

    [Fact]
    public async Task A_policy_in_force_is_listed_and_decides_until_it_is_withdrawn()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "reader");
        await acting.ActAsync(new MintCredits(100, "alice"));
        PolicyDocument policy = PolicyFile.Read(acting.Write("thrifty.yaml", Thrifty));
        Assert.Null((await acting.ActAsync(new DeployPolicy(policy, null))).Proposal);
        Assert.Contains(await acting.AskAsync(new ListPolicies()), listed => listed.Policy.Digest == policy.Digest && listed.From is null);
        var generous = new TransferCredits(11, "bob", "") { As = "alice" };
        Assert.Equal("gifts are small", (await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(generous))).Reason);
        await acting.ActAsync(new WithdrawPolicy("thrifty", "dull", null));
        await acting.ActAsync(generous);
        Assert.DoesNotContain(await acting.AskAsync(new ListPolicies()), listed => listed.Policy.Name == "thrifty");
    }

    [Theory]
    [InlineData("expression: transfer.amount <= tall", "line 5, column 36, field 'require[0].expression'")]
    [InlineData("expression: 'transfer.amount <= tall'", "line 5, column 37, field 'require[0].expression'")]
    [InlineData("expression: |\n      transfer.amount <= 10 &&\n      transfer.amount <= tall",
        "line 7, field 'require[0].expression', at 2:20 of its text")]
    [InlineData("expression: >\n      transfer.amount <= 10 &&\n      transfer.amount <= tall",
        "line 5, field 'require[0].expression', at 1:45 of its text")]
    public void An_expression_that_is_wrong_is_named_by_the_line_of_the_file_that_it_stands_on(string expression, string place)
    {
        using var folder = new HomeFolder();
        string file = folder.Path("wrong.yaml");
        File.WriteAllText(
            file,
            $"name: thrifty\nversion: 1\ngoverns: [credit.transfer]\nrequire:\n  - {expression}\n    name: small\n    message: m\n");
        Assert.StartsWith($"{file}, {place}: ", Assert.Throws<UsageException>(() => PolicyFile.Read(file)).Message);
    }

    [Fact]
    public async Task A_policy_that_waits_for_its_block_is_listed_with_it()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.ActAsync(new DeployPolicy(PolicyFile.Read(acting.Write("thrifty.yaml", Thrifty)), new BlockHeight(900)));
        ListedPolicy waiting = Assert.Single(await acting.AskAsync(new ListPolicies()), listed => listed.Policy.Name == "thrifty");
        Assert.Equal(new BlockHeight(900), waiting.From);
    }

    [Fact]
    public async Task Only_what_is_in_force_is_withdrawn()
    {
        using Acting acting = await Acting.BeginAsync();
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new WithdrawPolicy("no/name", "", null)));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new WithdrawPolicy("nothing", "", null)));
    }

    [Fact]
    public async Task A_denial_is_explained_by_the_policy_of_that_time()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "reader");
        await acting.ActAsync(new MintCredits(100, "alice"));
        await acting.ActAsync(new DeployPolicy(PolicyFile.Read(acting.Write("thrifty.yaml", Thrifty)), null));
        StatementDeniedException denied = await Assert.ThrowsAsync<StatementDeniedException>(() =>
            acting.ActAsync(new TransferCredits(11, "bob", "") { As = "alice" }));
        await acting.ActAsync(new WithdrawPolicy("thrifty", "dull", null));
        ExplainedDecision explained = await acting.AskAsync(new ExplainDecision(denied.Entry));
        Assert.Equal("credit.transfer", explained.Statement.Kind);
        Assert.True(explained.Entry.Outcome.Denied);
        (PolicyFinding finding, var known) = Assert.Single(explained.Trace.Asked);
        Assert.Equal("small", Assert.Single(finding.Broken).Name);
        Assert.Contains("transfer.amount = 11", PolicyValues.Lines(known));
    }

    [Fact]
    public async Task An_entry_that_there_is_not_is_named()
    {
        using Acting acting = await Acting.BeginAsync();
        Assert.Empty((await acting.AskAsync(new ExplainDecision(new EntryIndex(acting.Size() - 1)))).Trace.Asked);
        UsageException none = await Assert.ThrowsAsync<UsageException>(() =>
            acting.AskAsync(new ExplainDecision(new EntryIndex(acting.Size()))));
        Assert.Contains($"there is no entry {acting.Size()}", none.Message);
    }
}
