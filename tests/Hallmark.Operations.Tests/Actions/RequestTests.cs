using Hallmark.Client;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>A request fixes a schedule before anybody can know its seed; the seed is there when all have told their secrets.</summary>
public sealed class RequestTests
{
    private static readonly ScheduleWish Wish = new(40) { Method = "greedy" };

    [Fact]
    public async Task A_request_waits_for_the_oldest_unused_secret_of_every_other_member_and_then_has_its_seed()
    {
        using Acting acting = await ReadyAsync();
        SeedState lab = (await acting.ActAsync(new CommitSeeds(2) { As = "lab" }))[0];
        SeedState garden = (await acting.ActAsync(new CommitSeeds(1) { As = "garden" }))[0];
        await acting.ActAsync(new CommitSeeds(1) { As = "school" });
        RequestOpened opened = await acting.ActAsync(new OpenRequest("plants", Wish) { As = "school" });
        Assert.False(opened.Tried);
        Assert.Equal([garden.Id, lab.Id], opened.Request.Seeds);
        Assert.Null((await acting.ActAsync(new RevealSeeds(null) { As = "lab" })).Requests.Single().Seed);
        Assert.NotNull((await acting.ActAsync(new RevealSeeds(garden.Id) { As = "garden" })).Requests.Single().Seed);
        Assert.Empty((await acting.ActAsync(new RevealSeeds(null) { As = "garden" })).Seeds);
        ScheduledBatches answered = await acting.ActAsync(new AnswerRequest(opened.Request.Id) { As = "school" });
        RequestState request = Assert.Single((await acting.AskAsync(new ListRequests())).Requests);
        Assert.Equal((RequestStatus.Committed, answered.Schedule.State.Id), (request.Status, request.Schedule));
    }

    [Fact]
    public async Task A_method_that_is_yet_to_be_found_is_tried_out_and_fixed()
    {
        using Acting acting = await ReadyAsync();
        await acting.ActAsync(new CommitSeeds(1) { As = "lab" });
        RequestOpened opened = await acting.ActAsync(new OpenRequest("plants", new ScheduleWish(40) { Rounds = 5 }) { As = "school" });
        Assert.True(opened.Tried);
        Assert.NotEqual("auto", opened.Request.Terms.Method);
        Assert.True(opened.Request.Terms.Rounds >= 1);
    }

    [Fact]
    public async Task Without_anothers_secret_there_is_no_request()
    {
        using Acting acting = await ReadyAsync();
        await acting.ActAsync(new CommitSeeds(1) { As = "school" });
        FailureException none = await Assert.ThrowsAsync<FailureException>(() =>
            acting.ActAsync(new OpenRequest("plants", Wish) { As = "school" }));
        Assert.Contains("no other member has an unused commitment", none.Message);
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(new OpenRequest("plants", new ScheduleWish(0)) { As = "school" }));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new OpenRequest("weeds", Wish) { As = "school" }));
        Assert.Empty((await acting.AskAsync(new ListRequests())).Requests);
    }

    [Fact]
    public async Task A_request_is_void_when_its_deadline_has_passed_and_names_who_kept_silent()
    {
        using Acting acting = await ReadyAsync();
        await acting.ActAsync(new CommitSeeds(1) { As = "lab" });
        RequestState request = (await acting.ActAsync(new OpenRequest("plants", Wish) { As = "school", Within = 2 })).Request;
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new VoidRequest(request.Id) { As = "school" }));
        await acting.ActAsync(new CommitSeeds(3) { As = "garden" });
        RequestState ended = await acting.ActAsync(new VoidRequest(request.Id) { As = "school" });
        Assert.Equal(RequestStatus.Void, ended.Status);
        Assert.Equal(["lab"], ended.Withheld);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(new VoidRequest("plants/request/9") { As = "school" }));
    }

    [Fact]
    public async Task All_secrets_are_at_hand_before_the_first_is_told()
    {
        using Acting acting = await ReadyAsync();
        IReadOnlyList<SeedState> seeds = await acting.ActAsync(new CommitSeeds(2) { As = "lab" });
        await acting.AddAsync("college", "trainer");
        await acting.ActAsync(new OpenRequest("plants", Wish) { As = "school", Seeds = [seeds[0].Id] });
        await acting.ActAsync(new OpenRequest("plants", Wish) { As = "college", Seeds = [seeds[1].Id] });
        File.Delete(Directory.GetFiles(acting.Home.Keys.Path, $"lab.{seeds[1].Commitment}.seed").Single());
        FailureException lost = await Assert.ThrowsAsync<FailureException>(() => acting.ActAsync(new RevealSeeds(null) { As = "lab" }));
        Assert.Contains($"the secret of {seeds[1].Id} is not kept", lost.Message);
        Assert.All((await acting.AskAsync(new ListSeeds())).Seeds, seed => Assert.Null(seed.Secret));
        Assert.Single((await acting.ActAsync(new RevealSeeds(seeds[0].Id) { As = "lab" })).Seeds);
    }

    /// <summary>Accepted batches, and a trainer who may read them.</summary>
    private static async Task<Acting> ReadyAsync()
    {
        Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync(80);
        await acting.JudgeAsync();
        await acting.ActAsync(new GrantAccess("school", "plants", "training", null));
        return acting;
    }
}
