using Hallmark.Client;
using Hallmark.Data.Batches;
using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.PolicyFiles;
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
    public async Task Batches_of_a_file_that_are_the_same_record_for_record_are_on_record_once_and_counted()
    {
        using Acting acting = await Plants.BeginAsync();
        string same = "height,leaf,kind\n" + string.Concat(Enumerable.Repeat("1.5,2.5,rose\n3.5,4.5,daisy\n", 25));
        RegisteredBatches registered = await acting.RegisterAsync("garden", same);
        Assert.Equal((2, 1, 1), (registered.Registered.Count, registered.Known, registered.Repeated)); // of 20, 20 and 10
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

    [Theory]
    [InlineData(BatchTier.Sealed)]
    [InlineData(BatchTier.Absent)]
    public async Task What_was_refused_leaves_no_key_behind(BatchTier tier)
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile bad = Plants.File(acting, "garden", Plants.Csv(60, 2) + "high,1,rose,more\n") with { Tier = tier };
        await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(bad));
        Assert.Empty(KeptKeys(acting));

        await acting.ActAsync(new DeployPolicy(PolicyFile.Read(acting.Write("small.yaml", SmallBatches)), null));
        RegisterFile denied = Plants.File(acting, "garden", Plants.Csv(60, 2)) with { Tier = tier };
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(denied));
        Assert.Empty(KeptKeys(acting));
    }

    [Fact]
    public async Task Of_a_file_that_was_refused_in_part_the_batches_on_record_have_their_keys()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.ActAsync(new DeployPolicy(PolicyFile.Read(acting.Write("small.yaml", SmallBatches)), null));
        RegisterFile partly = Plants.File(acting, "garden", Plants.Csv(30, 2)) with { Tier = BatchTier.Sealed };
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(partly)); // the first has twenty records, the last ten
        Assert.Equal(10, Assert.Single(await acting.AskAsync(new ListBatches(Plants.Dataset))).Records);
        Assert.Equal(["batches", "datasets", "secrets"], KeptKeys(acting).Select(Path.GetDirectoryName).Select(Path.GetFileName));
        Assert.Single((await acting.ActAsync(new JudgeBatches(Plants.Dataset))).Batches);
    }

    [Fact]
    public async Task Sealed_files_registered_at_once_share_the_keys_of_the_first()
    {
        using Acting acting = await Plants.BeginAsync();
        string file = acting.Write("plants.csv", Plants.Csv(60, 1));
        RegisterFile register = new(file, Plants.Dataset) { As = "garden", Label = "kind", BatchSize = 20, Tier = BatchTier.Sealed };
        RegisteredBatches[] registered = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => acting.ActAsync(register))));
        Assert.Equal([0, 0, 3], registered.Select(one => one.Registered.Count).Order());
        Assert.Equal(1 + 3 + 3, KeptKeys(acting).Count());
        Assert.Equal(3, (await acting.ActAsync(new JudgeBatches(Plants.Dataset))).Batches.Count);
    }

    private const string SmallBatches = """
        name: small
        version: 1
        governs: [batch.register]
        require:
          - {name: small, expression: batch.records < 15, message: batches are small}
        """;

    private static IEnumerable<string> KeptKeys(Acting acting)
    {
        string custody = Path.Combine(acting.Home.Custody.Path, "garden");
        return !Directory.Exists(custody) ? []
            : Directory.GetFiles(custody, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}
