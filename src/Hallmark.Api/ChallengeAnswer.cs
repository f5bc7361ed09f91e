using Hallmark.Contracts.Judging;
using Hallmark.Evidence;

namespace Hallmark.Api;

/// <summary>Doubts about measurements, as <c>challenge list</c> answers.</summary>
public sealed record ChallengesAnswer(IReadOnlyList<ChallengeAnswer> Challenges)
{
    public static ChallengesAnswer Of(IEnumerable<ChallengeState> challenges) => new([.. challenges.Select(ChallengeAnswer.Of)]);
}

/// <summary>A challenge that was opened, voted on or closed.</summary>
public sealed record ChallengeChangedAnswer(ChallengeAnswer Challenge, HeadAnswer Head)
{
    public static ChallengeChangedAnswer Of(ChallengeState challenge, Head head) => new(ChallengeAnswer.Of(challenge), HeadAnswer.Of(head));
}

/// <summary>Where a doubt about a validator's measurements stands.</summary>
/// <param name="Entry">The doubted judgement.</param>
/// <param name="Holds">Validators that measured the same.</param>
/// <param name="Differs">Validators that did not.</param>
public sealed record ChallengeAnswer(
    long Number, string Batch, ulong Entry, string Validator, string Challenger, long Deposit, string Status, IReadOnlyList<string> Holds,
    IReadOnlyList<string> Differs)
{
    public static ChallengeAnswer Of(ChallengeState challenge) => new(
        challenge.Number, challenge.Batch, challenge.Entry.Value, challenge.Validator, challenge.Challenger, challenge.Deposit,
        Words.Of(challenge.Status), challenge.For, challenge.Against);
}
