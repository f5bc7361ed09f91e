using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A file that was corrected is registered again.</summary>
public sealed class UpdateTests
{
    [Fact]
    public async Task A_row_put_in_at_the_top_registers_one_batch_anew_and_the_old_one_is_superseded()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = Plants.Csv(400, seed: 1);
        RegisteredBatches first = await acting.ActAsync(File(acting, csv));
        Assert.InRange(first.Registered.Count, 10, 40);

        int header = csv.IndexOf('\n') + 1;
        string corrected = csv.Insert(header, "10.5,1.5,daisy\n");
        RegisteredBatches second = await acting.ActAsync(File(acting, corrected) with { Update = true });

        string fresh = Assert.Single(second.Registered);
        Assert.Equal(first.Registered.Count - 1, second.Known);
        BatchState[] batches = [.. await acting.AskAsync(new ListBatches(Plants.Dataset))];
        Assert.Equal((first.Registered[0], fresh), batches.Where(batch => batch.Superseded is not null)
            .Select(batch => (batch.Id, batch.Superseded!.By)).Single());
        Assert.Equal(401, batches.Where(batch => batch.IsInPlace).Sum(batch => batch.Records));

        RegisteredBatches again = await acting.ActAsync(File(acting, corrected) with { Update = true });
        Assert.Empty(again.Registered);
        RegisteredBatches back = await acting.ActAsync(File(acting, csv) with { Update = true });
        Assert.Single(back.Registered);
        IReadOnlyList<BatchState> last = await acting.AskAsync(new ListBatches(Plants.Dataset));
        Assert.Equal(400, last.Where(batch => batch.IsInPlace).Sum(batch => batch.Records));
    }

    [Fact]
    public async Task Records_are_told_apart_between_two_heights()
    {
        using Acting acting = await Plants.BeginAsync();
        string[] lines = Plants.Csv(300, seed: 1).TrimEnd('\n').Split('\n');
        await acting.ActAsync(File(acting, string.Join('\n', lines)));
        ulong before = Height(acting);
        string[] corrected = [.. lines[..50], "12.5,1.25,daisy", .. lines[51..150], .. lines[151..], "13.5,1.75,daisy"];
        await acting.ActAsync(File(acting, string.Join('\n', corrected)) with { Update = true });

        DatasetDiff diff = await acting.AskAsync(new DiffDataset(Plants.Dataset, before, null));

        Assert.Equal((1, 1, 1), (diff.Added, diff.Removed, diff.Changed));
        RecordChange changed = diff.Changes.Single(change => change is { Before: not null, After: not null });
        Assert.Equal((51L, 51L), (changed.Before!.Line, changed.After!.Line));
        Assert.Equal(151L, diff.Changes.Single(change => change.After is null).Before!.Line);
        Assert.Equal(301L, diff.Changes.Single(change => change.Before is null).After!.Line);
        Assert.Empty((await acting.AskAsync(new DiffDataset(Plants.Dataset, before, before))).Changes);
        await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new DiffDataset(Plants.Dataset, before + 1_000, null)));
    }

    private static ulong Height(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return reader.Catalog.Ledger.Head.Height.Value;
    }

    [Fact]
    public async Task The_same_records_mixed_anew_are_left_to_another_validator_and_what_was_accepted_stays_in_use()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("lab2", "validator");
        string[] lines = Plants.Csv(80, seed: 1).TrimEnd('\n').Split('\n');
        string[] wrong = [.. lines[..61], .. lines[61..]
            .Select(line => line.Replace("daisy", "x").Replace("rose", "daisy").Replace("x", "rose"))];
        await acting.ActAsync(Plants.File(acting, "garden", string.Join('\n', wrong)));
        await acting.JudgeAsync();
        IReadOnlyList<BatchState> first = await acting.AskAsync(new ListBatches(Plants.Dataset));
        Assert.Equal(Verdict.Refused, first[3].Verdict);

        string[] mixed = [lines[0], .. Enumerable.Range(0, 80).Select(i => wrong[1 + (i * 27 % 80)])];
        await acting.ActAsync(Plants.File(acting, "garden", string.Join('\n', mixed)) with { Update = true });

        JudgedBatches again = await acting.JudgeAsync();
        Assert.Equal((0, 4), (again.Batches.Count, again.ForOthers));
        Assert.Equal(3, (await acting.AskAsync(new ListBatches(Plants.Dataset))).Count(batch => batch.IsUsable));
    }

    [Fact]
    public async Task Only_ones_own_batches_are_superseded_and_only_by_something_new()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        RegisterFile other = Plants.File(acting, "farm", Plants.Csv(20, seed: 2)) with { Supersedes = ["plants/garden/1"] };
        UsageException notOwn = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(other));
        Assert.Contains("'plants/garden/1' is not a batch of plants that farm provided", notOwn.Message, StringComparison.Ordinal);
        RegisterFile same = Plants.File(acting, "garden", Plants.Csv(20, seed: 1)) with { Supersedes = ["plants/garden/2"] };
        UsageException nothing = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(same));
        Assert.Contains("nothing takes the place of plants/garden/2", nothing.Message, StringComparison.Ordinal);
        await acting.ActAsync(Plants.File(acting, "garden", Plants.Csv(20, seed: 3)) with { Supersedes = ["plants/garden/2"] });
        Assert.Equal("plants/garden/3", (await acting.AskAsync(new ListBatches(Plants.Dataset)))[1].Superseded!.By);
        RegisterFile late = Plants.File(acting, "garden", Plants.Csv(20, seed: 4)) with { Supersedes = ["plants/garden/2"] };
        UsageException gone = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(late));
        Assert.Contains("superseded by plants/garden/3 already", gone.Message, StringComparison.Ordinal);
    }

    private static RegisterFile File(Acting acting, string csv) => Plants.File(acting, "garden", csv) with { BordersByContent = true };
}
