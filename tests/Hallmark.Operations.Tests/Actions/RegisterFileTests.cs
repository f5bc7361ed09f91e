using Hallmark.Data.Batches;
using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A file's records come on record in batches, once, or not at all.</summary>
public sealed class RegisterFileTests
{
    [Fact]
    public async Task A_file_becomes_batches_once_however_often_it_is_registered()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisteredBatches first = await acting.RegisterAsync("garden", Plants.Csv(50, 1));
        Assert.Equal(["plants/garden/1", "plants/garden/2", "plants/garden/3"], first.Registered);
        Assert.Equal((0, 50), (first.Known, first.Records));
        ulong size = acting.Size();
        RegisteredBatches again = await acting.RegisterAsync("garden", Plants.Csv(50, 1));
        Assert.Equal((0, 3), (again.Registered.Count, again.Known));
        Assert.Equal(size, acting.Size());
        Assert.Equal([20L, 20L, 10L], (await acting.AskAsync(new ListBatches(Plants.Dataset))).Select(batch => batch.Records));
    }

    [Fact]
    public async Task A_bad_row_at_the_end_leaves_the_ledger_as_it_was()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(20, 1));
        ulong size = acting.Size();
        SourceException refused = await Assert.ThrowsAsync<SourceException>(
            () => acting.RegisterAsync("farm", Plants.Csv(60, 2) + "high,1,rose\n"));
        Assert.Contains("farm.csv, line 62", refused.Message);
        Assert.Equal(size, acting.Size());
    }

    [Fact]
    public async Task A_wrong_request_is_named_and_nothing_is_on_record()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(20, 1));
        ulong size = acting.Size();
        RegisterFile right = Plants.File(acting, "farm", Plants.Csv(20, 2));
        await RefusedAsync(right with { BatchSize = 0 }, "--batch-size: 1 to ");
        await RefusedAsync(right with { Path = right.Path + "x" }, "there is no such file");
        await RefusedAsync(right with { Dataset = "a/b" }, "'a/b' is not a name");
        await RefusedAsync(right with { Label = "leaf" }, "--label: dataset plants was opened with label 'kind', not 'leaf'");
        await RefusedAsync(right with { As = "nobody" }, "there is no key for 'nobody'");
        File.Delete(Path.Combine(acting.Home.Keys.Path, "farm.agreement"));
        await RefusedAsync(right with { Tier = BatchTier.Sealed }, "--tier: farm has no key-agreement key here");
        Assert.Equal(size, acting.Size());
        Assert.Single((await acting.ActAsync(right)).Registered);

        async Task RefusedAsync(RegisterFile wrong, string complaint) =>
            Assert.Contains(complaint, (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(wrong))).Message);
    }
}
