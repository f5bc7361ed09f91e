using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.PolicyFiles;

namespace Hallmark.Operations.Tests;

/// <summary>What is decided again from genesis is what stands, what a denial wrote included.</summary>
public sealed class PastStateTests
{
    [Fact]
    public async Task The_newest_size_gives_the_state_that_stands_and_an_earlier_one_what_stood_then()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.ActAsync(new DeployPolicy(PolicyFile.Read(acting.Write("reading.yaml", """
            name: reading
            version: 1
            governs: [access.use]
            when: sender.name == 'school'
            require:
              - {name: often, expression: grant.uses < 1, message: read too often, otherwise: revoke-grant}
            """)), null));
        await acting.ActAsync(new GrantAccess("school", "plants", "research", null));
        var read = new ReadBatch(batches[0], "research") { As = "school" };
        await acting.ActAsync(read);
        ulong before = acting.Size();
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(read)); // which ends the grant
        await acting.JudgeAsync();

        using var reader = new HomeReader(acting.Home);
        LedgerView ledger = reader.Catalog.Ledger;
        var now = PastState.At(ledger, ledger.Size);
        Assert.Equal(ledger.Head.Height.Next, now.Next);
        Assert.NotNull(Assert.Single(now.List(AccessKeys.Grants)).Revoked);
        Assert.Equal(ledger.State.List(AccessKeys.Grants), now.List(AccessKeys.Grants));
        Assert.Equal(
            ledger.State.List(DatasetKeys.Batches).Select(batch => (batch.Id, batch.Verdict)).Order(),
            now.List(DatasetKeys.Batches).Select(batch => (batch.Id, batch.Verdict)));
        Assert.Equal(ledger.State.Find(JudgingKeys.Standing("garden")), now.Find(JudgingKeys.Standing("garden")));

        var then = PastState.At(ledger, new TreeSize(before));
        Assert.Equal(ledger.HeightOf(new EntryIndex(before)), then.Next);
        Assert.Null(Assert.Single(then.List(AccessKeys.Grants)).Revoked);
        Assert.All(then.List(DatasetKeys.Batches), batch => Assert.Equal(Verdict.Pending, batch.Verdict));
    }
}
