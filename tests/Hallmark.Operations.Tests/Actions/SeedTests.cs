using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A secret is kept here from its commitment until it is told, and told to nobody but the request that names it.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task Every_commitment_on_record_has_its_secret_here()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<SeedState> seeds = await acting.ActAsync(new CommitSeeds(3) { As = "alice" });
        Assert.Equal(3, seeds.Select(seed => seed.Commitment).Distinct().Count());
        Assert.All(seeds, seed => Assert.NotNull(SecretsOf(acting).Find("alice", seed.Commitment)));
        Assert.Equal(seeds, (await acting.AskAsync(new ListSeeds())).Seeds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_count_out_of_range_makes_no_secret(int count)
    {
        using Acting acting = await Acting.BeginAsync();
        Assert.Contains("count", (await Assert.ThrowsAsync<UsageException>(() =>
            acting.ActAsync(new CommitSeeds(count) { As = "alice" }))).Message);
        Assert.Empty(Directory.GetFiles(acting.Home.Keys.Path, "*.seed"));
        Assert.Empty((await acting.AskAsync(new ListSeeds())).Seeds);
    }

    [Fact]
    public async Task A_secret_is_not_told_before_a_request_names_it()
    {
        using Acting acting = await Acting.BeginAsync();
        SeedState seed = (await acting.ActAsync(new CommitSeeds(1) { As = "alice" }))[0];
        Assert.Empty((await acting.ActAsync(new RevealSeeds(null) { As = "alice" })).Seeds);
        FailureException early = await Assert.ThrowsAsync<FailureException>(() =>
            acting.ActAsync(new RevealSeeds(seed.Id) { As = "alice" }));
        Assert.Contains($"no request names {seed.Id} yet", early.Message);
        Assert.NotNull(SecretsOf(acting).Find("alice", seed.Commitment));
    }

    [Fact]
    public async Task A_secret_is_told_by_its_member_only()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("bob", "provider");
        SeedState seed = (await acting.ActAsync(new CommitSeeds(1) { As = "alice" }))[0];
        FailureException others = await Assert.ThrowsAsync<FailureException>(() =>
            acting.ActAsync(new RevealSeeds(seed.Id) { As = "bob" }));
        Assert.Contains("is the secret of alice, not of bob", others.Message);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new RevealSeeds("alice/seed/9") { As = "alice" }));
    }

    private static SeedSecrets SecretsOf(Acting acting) => new HomeKeys(acting.Home).OpenSeedSecrets();
}
