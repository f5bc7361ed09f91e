using Hallmark.Contracts.Policies;
using Hallmark.Data.Store;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Quality.Checks;

namespace Hallmark.Operations.Tests.Queries;

/// <summary>Why a batch stands where it does, and which records are there twice.</summary>
public sealed class BatchQueryTests
{
    [Fact]
    public async Task An_explanation_has_every_check_of_the_policy_in_its_order_and_what_was_measured_besides()
    {
        using Acting acting = await Plants.AcceptedAsync();
        BatchExplanation explained = await acting.AskAsync(new ExplainBatch("plants/garden/1"));
        Assert.Equal(1, explained.Checks.Sum(check => explained.ShareOf(check) ?? 0), 12); // all of the score, and no more
        Assert.Null(explained.ShareOf(explained.Checks[^1])); // drift and provenance: the policy does not ask for them
        string[] asked = [.. explained.Scoring.Checks.Select(rule => rule.Check)];
        Assert.Equal(asked, explained.Checks.TakeWhile(check => check.Rule is not null).Select(check => check.Name));
        Assert.Contains(asked, name => name == Scoring.Credibility);
        Assert.All(explained.Judged.Checks, measured => Assert.Contains(explained.Checks, check => check.Result == measured));
        Assert.Null(explained.Problem);
        Assert.Equal(explained.Judged.Checks.Where(check => check.Good < check.Of).Select(check => check.Check).Order(),
            explained.Checks.Where(check => check.Failed && check.Name != Scoring.Credibility).Select(check => check.Name).Order());
    }

    [Fact]
    public async Task An_explanation_names_the_records_that_are_odd_by_their_lines()
    {
        using Acting acting = await Plants.BeginAsync();
        string[] lines = Plants.Csv(20, 1).TrimEnd('\n').Split('\n');
        lines[8] = lines[7]; // the record on line 9 is that on line 8 once more
        await acting.RegisterAsync("garden", string.Join('\n', lines) + "\n");
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        BatchExplanation explained = await acting.AskAsync(new ExplainBatch("plants/garden/1"));
        RecordFinding copy = Assert.Single(explained.Findings, finding => finding.Check == "duplicates");
        Assert.Equal(("garden.csv", "line", 9L), explained.PlaceOf(copy.Record));
        Assert.Contains(copy, explained.Worst(1));
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

    [Fact]
    public async Task Copies_are_placed_among_many_batches_and_what_could_not_be_read_is_named_with_the_reason()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = Plants.Csv(60, 1);
        await acting.RegisterAsync("garden", csv);
        string[] rows = csv.Split('\n');
        await acting.RegisterAsync("farm", $"{Plants.Csv(40, 2)}{rows[1]}\n{rows[25]}\n{rows[60]}\n");
        await acting.ActAsync(new WithdrawBatch("plants/garden/3", "asked for it"));
        var shares = new List<double>();
        using var reader = new HomeReader(acting.Home);
        LedgerCopies copies = await LedgerCopies.FindAsync(reader.Catalog, shares.Add, TestContext.Current.CancellationToken);
        Assert.Equal(
            [new CopiedRecord("plants/farm/3", 0, "plants/garden/1", 0), new CopiedRecord("plants/farm/3", 1, "plants/garden/2", 4)],
            copies.Copies);
        Assert.Equal((83L, 5), (copies.Records, copies.Batches));
        (string batch, string why) = Assert.Single(copies.NotRead);
        Assert.Equal("plants/garden/3", batch);
        Assert.StartsWith("withdrawn at entry ", why);
        Assert.Equal(0, shares[0]);
        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[^1], 0.8, 1); // before the last of ten batches, as each is read twice
    }

    [Fact]
    public async Task A_batch_whose_content_is_gone_is_named_and_the_others_are_compared()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, 1));
        using var reader = new HomeReader(acting.Home);
        using var objects = new DirectoryContentStore(Path.Combine(acting.Home.Directory, "objects"));
        foreach (ObjectReference lost in reader.Catalog.Manifest(reader.Catalog.Batch("plants/garden/2")).Objects)
        {
            await objects.DeleteAsync(lost, TestContext.Current.CancellationToken);
        }
        LedgerCopies copies = await LedgerCopies.FindAsync(reader.Catalog, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("plants/garden/2", Assert.Single(copies.NotRead).Batch);
        Assert.Equal((20L, 1), (copies.Records, copies.Batches));
    }
}
