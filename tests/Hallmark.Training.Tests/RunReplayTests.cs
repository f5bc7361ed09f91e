using Hallmark.Audit.Tests;
using Hallmark.Client;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Training.Tests;

/// <summary>A replay says of each digest, each loss and the accuracy whether training gives it, and of nothing else.</summary>
public sealed class RunReplayTests(AuditedLedger audited)
{
    private static readonly Digest Other = Digest.Of("something else"u8);

    [Fact]
    public async Task An_honest_run_agrees_in_every_step_and_its_model()
    {
        using LedgerCopy copy = audited.Copy();
        ReplayResult result = await ReplayAsync(copy, honest => honest);
        Assert.Equal([1, 2, 3, null], result.Digests.Select(digest => digest.Step));
        Assert.All(result.Digests, digest => Assert.True(digest.Agrees));
        Assert.Empty(result.Losses);
        Assert.Equal(LedgerCopy.Honest(copy.Look()).Close.TestAccuracyPpm, result.Test?.AccuracyPpm);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_checkpoint_of_other_bytes_disagrees_alone(int step)
    {
        using LedgerCopy copy = audited.Copy();
        ReplayResult result = await ReplayAsync(copy, honest => Changed(
            honest, step, item => item with { Checkpoint = item.Checkpoint with { Digest = Other } }));
        ReplayedDigest disagreeing = Assert.Single(result.Digests, digest => !digest.Agrees);
        Assert.Equal((step, Other), (disagreeing.Step, disagreeing.Recorded));
        Assert.Empty(result.Losses);
    }

    [Fact]
    public async Task Another_loss_is_named_by_its_step()
    {
        using LedgerCopy copy = audited.Copy();
        ReplayResult result = await ReplayAsync(copy, honest => Changed(honest, 2, step => step with { LossPpm = step.LossPpm + 1 }));
        Assert.Equal([2], result.Losses);
        Assert.All(result.Digests, digest => Assert.True(digest.Agrees));
    }

    [Fact]
    public async Task Batches_in_another_order_give_another_checkpoint_and_nothing_after_it_is_trained_again()
    {
        using LedgerCopy copy = audited.Copy();
        ReplayResult result = await ReplayAsync(copy, honest => Changed(
            honest, 2, step => step with { Batches = [.. step.Batches.Reverse()] }));
        Assert.Equal([true, false], result.Digests.Select(digest => digest.Agrees));
    }

    [Fact]
    public async Task Another_model_disagrees_alone_and_is_not_measured()
    {
        using LedgerCopy copy = audited.Copy();
        ReplayResult result = await ReplayAsync(copy, honest => honest with
        {
            Close = honest.Close with { Model = honest.Close.Model with { Digest = Other }, TestAccuracyPpm = 0 },
        });
        Assert.Null(Assert.Single(result.Digests, digest => !digest.Agrees).Step);
        Assert.Null(result.Test);
    }

    [Fact]
    public async Task A_batch_that_is_missing_or_altered_ends_the_replay()
    {
        using LedgerCopy copy = audited.Copy();
        ObjectReference content = copy.Manifest(copy.Schedule().Batches[0]).Content;
        copy.Flip(content, 100);
        Assert.Equal(ContentFault.Altered, (await FailAsync()).Fault);
        copy.Store.Objects.Remove(content.Digest, out _);
        Assert.Equal(ContentFault.Missing, (await FailAsync()).Fault);

        Task<ContentException> FailAsync() => Assert.ThrowsAsync<ContentException>(() => ReplayAsync(copy, honest => honest));
    }

    private static Task<ReplayResult> ReplayAsync(LedgerCopy copy, Func<HonestRun, HonestRun> lie)
    {
        Catalog catalog = copy.Look();
        HonestRun run = lie(LedgerCopy.Honest(catalog));
        return RunReplay.ExecuteAsync(catalog, BatchReading.Offline(catalog, _ => null), run.State, run.Open, run.Steps, run.Close);
    }

    private static HonestRun Changed(HonestRun run, int step, Func<RunStep, RunStep> change) =>
        run with { Steps = [.. run.Steps.Select(item => item.Step == step ? change(item) : item)] };
}
