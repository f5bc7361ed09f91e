using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Who withdraws a batch and registers the same file again does not get a second draw from the same validator.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task The_same_file_registered_again_is_left_to_another_validator_and_its_history_is_told()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync();
        await acting.JudgeAsync();
        await acting.ActAsync(new WithdrawBatch(batches[0], "for another draw") { Ground = Plants.Ground });
        var again = new RegisterFile(acting.Write("plants.csv", Plants.Csv(40, seed: 1)), "plants") { As = "garden", BatchSize = 20 };
        string batch = Assert.Single((await acting.ActAsync(again)).Registered);
        Assert.Empty((await acting.JudgeAsync()).Batches);
        BatchState judged = Assert.Single((await acting.ActAsync(new JudgeBatches("plants") { As = "lab2" })).Batches);
        Assert.Equal((batch, batches[0], Verdict.Accepted), (judged.Id, judged.Resumes, judged.Verdict));
        BatchState before = Assert.Single((await acting.AskAsync(new ExplainBatch(batch))).Before);
        Assert.Equal((batches[0], Verdict.Accepted, "lab"), (before.Id, before.Verdict, before.Validators.Single()));
    }

    [Theory]
    [InlineData(BatchTier.Open, "backwards")]
    [InlineData(BatchTier.Open, "a row more")]
    [InlineData(BatchTier.Open, "a changed cell")]
    [InlineData(BatchTier.Open, "smaller batches")]
    [InlineData(BatchTier.Sealed, "the same under a new secret")]
    [InlineData(BatchTier.Sealed, "backwards")]
    public async Task The_same_records_in_another_shape_are_left_to_another_validator(BatchTier tier, string shape)
    {
        using Acting acting = await Acting.BeginAsync();
        string[] batches = [.. await acting.PlantAsync(tier: tier)];
        await acting.JudgeAsync();
        foreach (string batch in batches)
        {
            await acting.ActAsync(new WithdrawBatch(batch, "for another draw") { Ground = Plants.Ground });
        }
        IReadOnlyList<string> fresh = (await acting.ActAsync(Again(acting, shape) with { Tier = tier })).Registered;
        JudgedBatches left = await acting.JudgeAsync();
        Assert.Equal((0, fresh.Count), (left.Batches.Count, left.ForOthers));
        Assert.Equal(fresh.Count, left.Left.Batches);
        Assert.Equal(["lab2", "lab3"], left.Left.Validators);
        BatchState[] judged = [.. (await acting.ActAsync(new JudgeBatches("plants") { As = "lab2" })).Batches];
        Assert.Equal(fresh, judged.Select(batch => batch.Id));
        Assert.All(judged, batch => Assert.Contains(batch.Resumes, batches));
    }

    [Theory]
    [InlineData(BatchTier.Open, BatchTier.Sealed)]
    [InlineData(BatchTier.Sealed, BatchTier.Open)]
    public async Task A_validator_sees_that_records_come_again_in_another_tier(BatchTier tier, BatchTier other)
    {
        using Acting acting = await Acting.BeginAsync();
        string[] batches = [.. await acting.PlantAsync(tier: tier)];
        await acting.JudgeAsync();
        foreach (string batch in batches)
        {
            await acting.ActAsync(new WithdrawBatch(batch, "for another draw") { Ground = Plants.Ground });
        }
        await acting.ActAsync(Again(acting, "backwards") with { Tier = other });
        FailureException failed = await Assert.ThrowsAsync<FailureException>(acting.JudgeAsync);
        Assert.Contains("its records are those of plants/garden/", failed.Message, StringComparison.Ordinal);
        Assert.Single((await acting.ActAsync(new JudgeBatches("plants") { As = "lab2" })).Batches);
    }

    [Theory]
    [InlineData("sketch", "the manifest was registered wrong: the sketch of the content is another")]
    [InlineData("root", "the tree object was registered wrong: its leaf hashes do not give the signed root")]
    [InlineData("classes", "the manifest was registered wrong: the class counts of the content is another")]
    public async Task A_manifest_that_is_not_true_of_its_records_keeps_only_its_own_batch_from_being_judged(string wrong, string said)
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        string shed = acting.Write("shed.csv", Plants.Csv(20, seed: 2));
        await acting.ActAsync(new RegisterFile(shed, "shed") { As = "garden", Label = "kind" });
        BatchManifest honest;
        using (var reader = new HomeReader(acting.Home))
        {
            honest = reader.Catalog.Manifest(reader.Catalog.Batch("shed/garden/1")) with { Dataset = "plants" };
        }
        await acting.ActAsync(
            new HandIn(wrong switch
            {
                "sketch" => honest with { Sketch = ContentSketch.OfLeaves([Digest.Of("other records"u8)]) },
                "root" => honest with { Root = Digest.Of("other records"u8) },
                _ => honest with { ClassCounts = [1, honest.Records - 1] },
            })
            {
                As = "garden",
            });
        FailureException failed = await Assert.ThrowsAsync<FailureException>(acting.JudgeAsync);
        Assert.Contains($"judged all others, but not plants/garden/3 ({said})", failed.Message, StringComparison.Ordinal);
        Assert.Equal(
            [Verdict.Accepted, Verdict.Accepted, Verdict.Pending], // lab measured the first two against one another
            (await acting.AskAsync(new ListBatches("plants"))).Select(batch => batch.Verdict));
    }

    private static RegisterFile Again(Acting acting, string shape)
    {
        string[] lines = Plants.Csv(40, seed: 1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> rows = shape switch
        {
            "backwards" => lines.Skip(1).Reverse(),
            "a row more" => lines.Skip(1).Append("11.5,1.5,daisy"),
            "a changed cell" => lines.Skip(2).Append("11.5,1.5,daisy"),
            _ => lines.Skip(1),
        };
        return new RegisterFile(acting.Write("plants.csv", string.Join('\n', rows.Prepend(lines[0])) + "\n"), "plants")
        {
            As = "garden",
            BatchSize = shape == "smaller batches" ? 7 : 41,
        };
    }

    /// <summary>Signs a manifest as it is.</summary>
    private sealed record HandIn(BatchManifest Manifest) : MemberAction<int>
    {
        public override async Task<int> ExecuteAsync(Workspace workspace, CancellationToken cancellation) =>
            (await workspace.ActAs(As, Roles.Provider).SubmitAllAsync([new BatchRegister(Manifest)], cancellation)).Count;
    }
}
