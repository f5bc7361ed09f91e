using Hallmark.Client;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Files kept as they were given: read again byte for byte, by whoever may read all of their records, and erased with any of
/// them.</summary>
public sealed class KeptSourceTests : IDisposable
{
    private readonly HomeFolder _folder = new();

    [Fact]
    public async Task A_kept_file_comes_back_byte_for_byte_and_reading_all_of_its_batches_is_on_record()
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, IReadOnlyList<string> batches) = await KeepAsync(acting);
        await acting.ActAsync(new GrantAccess("school", "plants", "research", null));

        KeptSourceRead read = await acting.ActAsync(Read(batches[0]));

        Assert.Equal(csv, await File.ReadAllTextAsync(Target, TestContext.Current.CancellationToken));
        Assert.Equal(batches, read.Together);
        Assert.Equal((batches[0], 20L, null), (read.Use.Batch, read.Records, read.Canonical));
        using var reader = new HomeReader(acting.Home);
        Assert.All(batches, batch => Assert.Single(reader.Catalog.Uses(batch)));
    }

    [Fact]
    public async Task Who_may_read_one_batch_of_a_file_does_not_get_the_file()
    {
        using Acting acting = await Acting.BeginAsync();
        (_, IReadOnlyList<string> batches) = await KeepAsync(acting);
        await acting.ActAsync(new GrantAccess("school", batches[0], "research", null));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(Read(batches[0])));
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task What_was_not_kept_comes_in_its_canonical_form_and_says_so()
    {
        using Acting acting = await Plants.BeginAsync();
        string batch = (await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1))).Registered[0];
        KeptSourceRead read = await acting.ActAsync(Read(batch) with { As = "garden" });
        Assert.Equal($"garden.csv, which {batch} was read from, is not kept here", read.Canonical!.Why);
        Assert.Equal(20, read.Canonical.Records.Count);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_withdrawal_destroys_the_file_that_held_its_records_unless_another_dataset_was_read_from_it()
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, IReadOnlyList<string> batches) = await KeepAsync(acting);
        ObjectReference file = ObjectReference.Of(System.Text.Encoding.UTF8.GetBytes(csv));
        string again = acting.Write("again.csv", csv);
        string other = Assert.Single((await acting.ActAsync(new RegisterFile(again, "copy") { As = "garden", Label = "kind" })).Registered);

        BatchWithdrawn first = await acting.ActAsync(new WithdrawBatch(batches[0], "mine") { As = "garden" });
        Assert.Contains($"objects/{file.Digest}: {other} needs the same bytes", first.Kept);
        BatchWithdrawn last = await acting.ActAsync(new WithdrawBatch(other, "mine") { As = "garden" });
        Assert.Contains($"objects/{file.Digest}: {batches[1]} needs the same bytes", last.Kept);
        BatchWithdrawn second = await acting.ActAsync(new WithdrawBatch(batches[1], "mine") { As = "garden" });
        Assert.Contains($"objects/{file.Digest}", second.Destroyed);
    }

    [Fact]
    public async Task An_altered_file_is_refused_and_nothing_of_it_is_written()
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, IReadOnlyList<string> batches) = await KeepAsync(acting);
        string name = Digest.Of(System.Text.Encoding.UTF8.GetBytes(csv)).ToString();
        await File.AppendAllTextAsync(
            Path.Combine(acting.Home.Directory, "objects", name[..2], name[2..]), "9,9,rose\n", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ContentException>(() => acting.ActAsync(Read(batches[0]) with { As = "garden" }));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!, "out*"));
    }

    [Fact]
    public async Task Files_of_a_folder_come_back_below_a_folder()
    {
        using Acting acting = await Plants.BeginAsync();
        string folder = _folder.Path("parts");
        Directory.CreateDirectory(folder + "/b");
        File.WriteAllText(folder + "/a.csv", Plants.Csv(10, seed: 1));
        File.WriteAllText(folder + "/b/c.csv", Plants.Csv(10, seed: 2));
        string batch = Assert.Single((await acting.ActAsync(
            new RegisterFile(folder, "plants") { As = "garden", Label = "kind", KeepSource = true })).Registered);
        await acting.ActAsync(Read(batch) with { As = "garden" });
        foreach (string name in (string[])["a.csv", "b/c.csv"])
        {
            Assert.Equal(File.ReadAllBytes($"{folder}/{name}"), File.ReadAllBytes($"{Target}/{name}"));
        }
    }

    [Theory]
    [InlineData(BatchTier.Sealed)]
    [InlineData(BatchTier.Absent)]
    public async Task Of_batches_that_are_not_open_no_file_is_kept(BatchTier tier)
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = acting.Write("p.csv", Plants.Csv(20, seed: 1));
        var register = new RegisterFile(csv, "plants") { As = "garden", Label = "kind", Tier = tier, KeepSource = true };
        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(register));
        Assert.Contains("only open batches", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Target => _folder.Path("out");

    private ReadKeptSource Read(string batch) => new(batch, "research", Target) { As = "school" };

    /// <summary>Two batches of one file.</summary>
    private static async Task<(string Csv, IReadOnlyList<string> Batches)> KeepAsync(Acting acting)
    {
        string csv = Plants.Csv(40, seed: 1).Replace("\n", "\r\n", StringComparison.Ordinal);
        await acting.AddAsync("garden", "provider");
        await acting.AddAsync("school", "reader");
        var register = new RegisterFile(acting.Write("kept.csv", csv), "plants")
        {
            As = "garden",
            Label = "kind",
            BatchSize = 20,
            KeepSource = true,
        };
        return (csv, (await acting.ActAsync(register)).Registered);
    }
}
