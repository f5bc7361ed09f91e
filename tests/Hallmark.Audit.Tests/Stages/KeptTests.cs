using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>The files of a home beside ledger, batches and runs: somebody answers for each, or it is said that nobody does.</summary>
public sealed class KeptTests
{
    [Fact]
    public async Task Strangers_files_are_counted_and_the_first_of_them_named()
    {
        using Acting acting = await Acting.BeginAsync();
        Assert.DoesNotContain((await AuditAsync(acting)).Findings, finding => finding.Code == "file.stray");

        Put(acting, 1);
        Assert.StartsWith("note-01.txt is no file that Hallmark writes", await StrayAsync());
        Put(acting, 2);
        Assert.Equal(
            "2 files, of which each is no file that Hallmark writes: no stage of the audit looks at it: note-01.txt, note-02.txt",
            await StrayAsync());
        Put(acting, 24);
        string all = await StrayAsync();
        Assert.StartsWith("24 files, of which each ", all);
        Assert.EndsWith(", note-23.txt, note-24.txt", all);
        Put(acting, 25);
        string more = await StrayAsync();
        Assert.StartsWith("25 files, of which each ", more);
        Assert.EndsWith(", note-23.txt, note-24.txt and more", more);

        async Task<string> StrayAsync()
        {
            AuditReport report = await AuditAsync(acting);
            report.IsGood();
            return report.Only("file.stray").Message;
        }
    }

    [Fact]
    public async Task The_tree_of_committed_held_out_records_is_no_orphan()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(40, seed: 1));
        await acting.ActAsync(new CommitEvaluation(acting.Write("test.csv", Plants.Csv(40, seed: 9)), Plants.Dataset));
        Assert.DoesNotContain((await AuditAsync(acting)).Findings, finding => finding.Code == "object.orphan");
    }

    [Fact]
    public async Task A_secret_for_a_seed_that_is_not_the_one_committed_to_is_tampering()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "validator");
        SeedState[] seeds = [.. await acting.ActAsync(new CommitSeeds(2) { As = "bob" })];
        (await AuditAsync(acting)).IsGood();
        string[] files = [.. seeds.Select(seed => acting.Home.Keys.PathOf($"bob.{seed.Commitment}.seed"))];
        File.Copy(files[1], files[0], overwrite: true);

        Finding altered = (await AuditAsync(acting)).OnlyBad();

        Assert.Equal(("seed.altered", AuditVerdict.Tampered), (altered.Code, altered.Severity));
        Assert.StartsWith($"keys/{Path.GetFileName(files[0])} is not the secret that was committed to", altered.Message);
    }

    [Fact]
    public async Task A_rotation_that_was_cut_off_leaves_a_key_that_is_nobodys_yet_or_its_members_already()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "reader");
        var keys = new HomeKeys(acting.Home);
        keys.FindOrPrepareNext("bob").Dispose();
        AuditReport prepared = await AuditAsync(acting);
        prepared.IsGood();
        Assert.Equal("keys/bob.next is a key that nobody registered", prepared.Only("key.unregistered").Message);

        File.Copy(keys.PathOf("bob"), acting.Home.Keys.PathOf("bob.next"), overwrite: true); // registered, and not yet in its place
        AuditReport registered = await AuditAsync(acting);
        registered.IsGood();
        Assert.DoesNotContain(registered.Findings, finding => finding.Code == "key.unregistered");
    }

    [Fact]
    public async Task What_a_provider_keeps_of_absent_batches_and_files_kept_as_given_are_held_against_their_digests()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", "provider");
        await acting.ActAsync(Register(acting, "far") with { Tier = BatchTier.Absent });
        await acting.ActAsync(Register(acting, "kept") with { KeepSource = true });
        (await AuditAsync(acting)).IsGood();
        byte[] given = await File.ReadAllBytesAsync(acting.Write("kept.csv", Csv), TestContext.Current.CancellationToken);
        string kept = Assert.Single(FilesIn("sources"), file => File.ReadAllBytes(file).AsSpan().SequenceEqual(given));
        Assert.NotEmpty(FilesIn("private"));
        foreach (string file in (string[])[kept, .. FilesIn("private")])
        {
            byte[] good = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (byte[] bad in (byte[][])[[.. good[..^1], (byte)(good[^1] ^ 1)], good[..^1], [.. good, 0]])
            {
                await File.WriteAllBytesAsync(file, bad, TestContext.Current.CancellationToken);
                Finding altered = (await AuditAsync(acting)).Only("object.altered");
                Assert.Equal(AuditVerdict.Tampered, altered.Severity);
                Assert.StartsWith(
                    $"{Path.GetRelativePath(acting.Home.Directory, file)} is not the object whose digest is its name", altered.Message);
            }
            await File.WriteAllBytesAsync(file, good, TestContext.Current.CancellationToken);
        }
        (await AuditAsync(acting)).IsGood();

        string[] FilesIn(string folder) =>
            Directory.GetFiles(Path.Combine(acting.Home.Directory, folder), "*", SearchOption.AllDirectories);
    }

    private static string Csv => Plants.Csv(20, seed: 5);

    private static RegisterFile Register(Acting acting, string dataset) =>
        new(acting.Write($"{dataset}.csv", Csv), dataset) { As = "garden", Label = "kind", BatchSize = 20 };

    private static void Put(Acting acting, int notes)
    {
        for (int i = 1; i <= notes; i++)
        {
            File.WriteAllText(Path.Combine(acting.Home.Directory, $"note-{i:d2}.txt"), "mine");
        }
    }

    private static Task<AuditReport> AuditAsync(Acting acting) => acting.AskAsync(new AuditHome());
}
