using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
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
        Assert.Contains($"sources/garden/{file.Digest}: {other} was read from it, too", first.Kept);
        BatchWithdrawn last = await acting.ActAsync(new WithdrawBatch(other, "mine") { As = "garden" });
        Assert.Contains($"sources/garden/{file.Digest}: {batches[1]} was read from it, too", last.Kept);
        BatchWithdrawn second = await acting.ActAsync(new WithdrawBatch(batches[1], "mine") { As = "garden" });
        Assert.Contains($"sources/garden/{file.Digest}", second.Destroyed);
    }

    [Fact]
    public async Task An_altered_file_is_refused_and_nothing_of_it_is_written()
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, IReadOnlyList<string> batches) = await KeepAsync(acting);
        string name = Digest.Of(System.Text.Encoding.UTF8.GetBytes(csv)).ToString();
        await File.AppendAllTextAsync(
            Path.Combine(acting.Home.Directory, "sources", "garden", name[..2], name[2..]), "9,9,rose\n",
            TestContext.Current.CancellationToken);
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

    [Fact]
    public async Task What_a_batch_says_of_its_files_leads_to_nobody_elses()
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, IReadOnlyList<string> batches) = await KeepAsync(acting);
        await acting.AddAsync("spy", "provider");
        byte[] theirs = System.Text.Encoding.UTF8.GetBytes(csv);
        SourceFileFacts[] files = [new("kept.csv", theirs.Length, Digest.Of(theirs))];
        string forged = await acting.ActAsync(new RegisterForged("spied", manifest => manifest, files) { As = "spy" });

        KeptSourceRead read = await acting.ActAsync(Read(forged) with { As = "spy" });

        Assert.NotNull(read.Canonical);
        Assert.False(File.Exists(Target));
        BatchWithdrawn erased = await acting.ActAsync(new WithdrawBatch(batches[0], "mine") { As = "garden" });
        Assert.Contains($"sources/garden/{Digest.Of(theirs)}", erased.Destroyed);
    }

    [Fact]
    public async Task A_withdrawal_destroys_nothing_that_others_need_whatever_a_manifest_names()
    {
        using Acting acting = await Acting.BeginAsync();
        (_, IReadOnlyList<string> batches) = await KeepAsync(acting);
        await acting.AddAsync("lab", "validator");
        await acting.ActAsync(new JudgeBatches("plants"));
        await acting.AddAsync("spy", "provider");
        ObjectReference[] targets;
        using (var reader = new HomeReader(acting.Home))
        {
            Catalog catalog = reader.Catalog;
            targets =
            [
                catalog.Dataset("plants").Schema,
                Payload.Read<BatchJudge>(catalog.Statements(BatchJudge.Kind, batches[0]).Single().Statement).Details,
            ];
        }
        foreach ((int i, ObjectReference target) in targets.Index())
        {
            var forgery = new RegisterForged($"spied{i}", manifest => manifest with { Content = target }, []) { As = "spy" };
            string forged = await acting.ActAsync(forgery);
            BatchWithdrawn withdrawn = await acting.ActAsync(new WithdrawBatch(forged, "mine") { As = "spy" });
            Assert.Contains(withdrawn.Kept, kept => kept.StartsWith($"objects/{target.Digest}", StringComparison.Ordinal));
            string name = target.Digest.ToString();
            Assert.True(File.Exists(Path.Combine(acting.Home.Directory, "objects", name[..2], name[2..])));
        }
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("../a", "b")]
    public async Task Files_that_would_lose_each_other_or_lie_elsewhere_are_refused_before_anything_is_read(string first, string second)
    {
        using Acting acting = await Acting.BeginAsync();
        (string csv, _) = await KeepAsync(acting);
        string more = acting.Write("more.csv", csv + "9,9,rose\r\n");
        await acting.ActAsync(new RegisterFile(more, "more") { As = "garden", Label = "kind", KeepSource = true });
        byte[][] files = [System.Text.Encoding.UTF8.GetBytes(csv), System.Text.Encoding.UTF8.GetBytes(csv + "9,9,rose\r\n")];
        string forged = await acting.ActAsync(new RegisterForged(
            "forged", manifest => manifest,
            [new(first, files[0].Length, Digest.Of(files[0])), new(second, files[1].Length, Digest.Of(files[1]))])
        { As = "garden" });
        ulong size = acting.Size();
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(Read(forged) with { As = "garden" }));
        Assert.Equal(size, acting.Size());
        Assert.False(Directory.Exists(Target));
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

    /// <summary>
    /// Opens a dataset and registers, by a program of one's own, records that are there with other words about them.
    /// </summary>
    private sealed record RegisterForged(
        string Dataset, Func<BatchManifest, BatchManifest> Change, IReadOnlyList<SourceFileFacts> Files) : MemberAction<string>
    {
        public override async Task<string> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
        {
            Catalog catalog = workspace.Catalog;
            MemberSession forger = workspace.ActAs(As, "provider");
            BatchManifest honest = catalog.Manifest(catalog.Batches("plants")[0]);
            var create = new CreateDataset(Dataset, await catalog.SchemaAsync("plants", cancellation)) { As = As };
            await create.ExecuteAsync(workspace, cancellation);
            ObjectReference named = honest.Places!.Value;
            if (Files.Count > 0)
            {
                RecordPlaces places = RecordPlaces.Of(
                    "line", Enumerable.Range(0, (int)honest.Records).Select(i => (Files[Math.Min(i, Files.Count - 1)], i + 2L)));
                named = await workspace.Store.PutAsync(places.ToBytes(), cancellation);
            }
            await forger.SubmitAsync(new BatchRegister(Change(honest with { Dataset = Dataset, Places = named })), cancellation);
            return $"{Dataset}/{As}/1";
        }
    }

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
