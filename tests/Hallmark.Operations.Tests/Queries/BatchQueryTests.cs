using Hallmark.Contracts.Policies;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Queries;

/// <summary>Why a batch stands where it does, and which records are there twice.</summary>
public sealed class BatchQueryTests
{
    [Fact]
    public async Task An_explanation_has_every_check_of_the_policy_in_its_order_and_what_was_measured_besides()
    {
        using Acting acting = await Plants.AcceptedAsync();
        BatchExplanation explained = await acting.AskAsync(new ExplainBatch("plants/garden/1"));
        string[] asked = [.. explained.Scoring.Checks.Select(rule => rule.Check)];
        Assert.Equal(asked, explained.Checks.TakeWhile(check => check.Rule is not null).Select(check => check.Name));
        Assert.Contains(asked, name => name == Scoring.Credibility);
        Assert.All(explained.Judged.Checks, measured => Assert.Contains(explained.Checks, check => check.Result == measured));
        Assert.Null(explained.Problem);
        Assert.Equal(explained.Judged.Checks.Where(check => check.Good < check.Of).Select(check => check.Check).Order(),
            explained.Checks.Where(check => check.Failed && check.Name != Scoring.Credibility).Select(check => check.Name).Order());
    }

    [Fact]
    public async Task A_batch_that_nobody_judged_has_nothing_to_explain()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(20, 1));
        KeyNotFoundException none = await Assert.ThrowsAsync<KeyNotFoundException>(
            () => acting.AskAsync(new ExplainBatch("plants/garden/1")));
        Assert.Equal("no verdict on 'plants/garden/1' rests on measurements: it is pending", none.Message);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.AskAsync(new ExplainBatch("plants/garden/2")));
    }

    [Fact]
    public async Task Copies_are_found_across_providers_and_the_first_in_the_ledger_is_the_original()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = Plants.Csv(20, 1);
        await acting.RegisterAsync("garden", csv);
        await acting.RegisterAsync("farm", Plants.Csv(4, 2) + string.Join('\n', csv.Split('\n')[1..3]) + "\n");
        LedgerCopies copies = await acting.AskAsync(new FindCopies());
        Assert.Equal(
            [new CopiedRecord("plants/farm/1", 4, "plants/garden/1", 0), new CopiedRecord("plants/farm/1", 5, "plants/garden/1", 1)],
            copies.Copies);
        Assert.Equal((26L, 2), (copies.Records, copies.Batches));
        Assert.Empty(copies.NotRead);
    }
}
