using Hallmark.Client;
using Hallmark.Contracts.Judging;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Measurements are doubted, measured again, and the doubt is settled once.</summary>
public sealed class ChallengeTests
{
    [Fact]
    public async Task Measurements_that_come_out_again_are_upheld()
    {
        using Acting acting = await Acting.BeginAsync();
        string batch = await DoubtableAsync(acting);
        ChallengeState opened = await acting.ActAsync(new OpenChallenge(batch, 10, "odd") { As = "garden" });
        Assert.Equal((1, "lab", "garden", ChallengeStatus.Open), (opened.Number, opened.Validator, opened.Challenger, opened.Status));
        ChallengeVoted first = await acting.ActAsync(new VoteOnChallenge(1) { As = "lab2" });
        Assert.Equal(RecheckStatus.Agrees, first.Result.Status);
        Assert.Equal(["lab2"], first.Challenge.For);
        if (first.Challenge.Status == ChallengeStatus.Open)
        {
            await acting.ActAsync(new VoteOnChallenge(1) { As = "lab3" });
        }
        Assert.Equal(ChallengeStatus.Upheld, Assert.Single(await acting.AskAsync(new ListChallenges())).Status);
        FailureException late = await Assert.ThrowsAsync<FailureException>(() => acting.ActAsync(new VoteOnChallenge(1) { As = "lab3" }));
        Assert.Equal("challenge 1 is upheld already", late.Message);
        Assert.Equal(1, (await acting.AskAsync(new ListMembers())).Single(member => member.State.Name == "lab").Reliability.Upheld);
    }

    [Fact]
    public async Task Only_what_was_judged_can_be_doubted()
    {
        using Acting acting = await Acting.BeginAsync();
        IReadOnlyList<string> batches = await acting.PlantAsync(20);
        KeyNotFoundException unjudged = await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            acting.ActAsync(new OpenChallenge(batches[0], 10, "") { As = "garden" }));
        Assert.Contains("no verdict", unjudged.Message);
        Assert.Empty(await acting.AskAsync(new ListChallenges()));
    }

    [Fact]
    public async Task Nobody_doubts_for_nothing()
    {
        using Acting acting = await Acting.BeginAsync();
        string batch = await DoubtableAsync(acting);
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new OpenChallenge(batch, 0, "") { As = "garden" }));
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new OpenChallenge(batch, 51, "") { As = "garden" }));
        Assert.Empty(await acting.AskAsync(new ListChallenges()));
    }

    [Fact]
    public async Task A_young_challenge_is_not_closed_without_votes_and_an_unknown_one_is_named()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.ActAsync(new OpenChallenge(await DoubtableAsync(acting), 10, "") { As = "garden" });
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(new CloseChallenge(1) { As = "alice" }));
        Assert.Contains("challenge 7", (await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            acting.ActAsync(new CloseChallenge(7)))).Message);
        Assert.Contains("challenge 7", (await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            acting.ActAsync(new VoteOnChallenge(7)))).Message);
    }

    /// <summary>A judged batch whose provider has fifty credits.</summary>
    private static async Task<string> DoubtableAsync(Acting acting)
    {
        IReadOnlyList<string> batches = await acting.PlantAsync(20);
        await acting.JudgeAsync();
        await acting.ActAsync(new MintCredits(50, "garden"));
        return batches[0];
    }
}
