using Hallmark.Operations.Actions;
using Hallmark.Operations.Runs;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Held-out files with records that are trained on: what the audit would say is said before.</summary>
public sealed class HeldOutOverlapTests
{
    [Fact]
    public async Task A_file_that_is_trained_on_cannot_be_committed_to()
    {
        using Acting acting = await Plants.AcceptedAsync();
        ulong before = acting.Size();
        string test = acting.Write("test.csv", Mixed(Plants.Csv(40, seed: 9), Plants.Csv(60, seed: 1), 20));
        string message = (await Assert.ThrowsAsync<UsageException>(
            () => acting.ActAsync(new CommitEvaluation(test, Plants.Dataset)))).Message;
        Assert.Contains("20 of its 60 records are in batches", message, StringComparison.Ordinal);
        Assert.Contains("line 42, line 43,", message, StringComparison.Ordinal);
        Assert.Contains(" and 10 more", message, StringComparison.Ordinal);
        Assert.Equal(before, acting.Size());
    }

    [Fact]
    public async Task A_single_record_is_named_and_may_be_chance()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string test = acting.Write("test.csv", Mixed(Plants.Csv(40, seed: 9), Plants.Csv(60, seed: 1), 1));
        var told = new List<HeldOutOverlap>();
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset) { Overlapping = told.Add });
        HeldOutOverlap overlap = Assert.Single(told);
        Assert.Equal((41, 1, 0, false), (overlap.Records, overlap.Exact, overlap.Near, overlap.IsBroken));
        Assert.Equal(["line 42"], overlap.Places);
    }

    [Fact]
    public async Task What_was_registered_after_it_was_committed_to_is_found_before_it_is_trained_on()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string test = acting.Write("test.csv", Plants.Csv(40, seed: 9));
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        await acting.RegisterAsync("farm", Plants.Csv(40, seed: 9));
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = 100 }) { Seed = 3 });
        UsageException refused = await Assert.ThrowsAsync<UsageException>(
            () => acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model) { Test = test }));
        Assert.Contains("--test: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("40 of its 40 records are in batches", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_records_are_no_overlap()
    {
        using Acting acting = await Plants.AcceptedAsync();
        string test = acting.Write("test.csv", Plants.Csv(40, seed: 9));
        var told = new List<HeldOutOverlap>();
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset) { Overlapping = told.Add });
        Assert.Empty(told);
    }

    private static string Mixed(string own, string trained, int records) =>
        own + string.Concat(trained.Split('\n').Skip(1).Take(records).Select(line => line + "\n"));
}
