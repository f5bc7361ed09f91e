using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Training;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>What was trained on sealed batches is sealed; the release comes on record before the plain model is given out.</summary>
public sealed class ReleaseModelTests
{
    [Fact]
    public async Task A_sealed_model_is_given_out_once_its_release_is_on_record_and_the_same_bytes_again_after()
    {
        using Acting acting = await Acting.BeginAsync();
        string run = await TrainAsync(acting);
        RunFiles files = RunFiles.For(acting.Home.Runs, run);
        Assert.StartsWith("HMSEALED", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(files.PathOf(RunFiles.Model))));
        Assert.StartsWith("HMSEALED", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(files.PathOf(RunFiles.Checkpoint(1)))));

        ReleasedModelFile released = await acting.ActAsync(new ReleaseModel(run) { Reveals = "class means within noise" });
        ulong size = acting.Size();
        ReleasedModelFile again = await acting.ActAsync(new ReleaseModel(run));

        Assert.Equal((released.Entry, released.Digest, Digest.Of(released.Model)), (again.Entry, again.Digest, again.Digest));
        Assert.Equal(released.Model, again.Model);
        Assert.Equal(size, acting.Size());
        Assert.False(released.Model.AsSpan().StartsWith("HMSEALED"u8));
    }

    [Fact]
    public async Task The_model_of_open_batches_is_given_out_as_it_lies_and_nothing_is_read_for_it()
    {
        using Acting acting = await Plants.AcceptedAsync();
        await acting.ScheduleAsync();
        string run = (await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model))).Run.State.Id;
        await acting.ActAsync(new RevokeAccess("school", Plants.Dataset, "training", "other terms"));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null)); // under which nothing was read yet
        ulong size = acting.Size();
        ReleasedModelFile released = await acting.ActAsync(new ReleaseModel(run));
        Assert.Equal((new EntryIndex(size), size + 1), (released.Entry, acting.Size())); // the release and nothing beside it
        Assert.Equal(await File.ReadAllBytesAsync(
            RunFiles.For(acting.Home.Runs, run).PathOf(RunFiles.Model), TestContext.Current.CancellationToken), released.Model);
    }

    private static async Task<string> TrainAsync(Acting acting)
    {
        await acting.PlantAsync(records: 120, BatchTier.Sealed);
        await acting.JudgeAsync();
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null) { As = "garden" });
        await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = 120 }) { Seed = 3 });
        return (await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model))).Run.State.Id;
    }
}
