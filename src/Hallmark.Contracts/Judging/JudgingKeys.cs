using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>Where challenges, and what verdicts say of members, lie.</summary>
public static class JudgingKeys
{
    public static StatePrefix<ChallengeState> Challenges { get; } = new("challenge/");

    public static StateKey<ChallengeState> Challenge(long number) => Challenges.Key($"{number}");

    /// <summary>Which challenge doubted the measurements of this entry.</summary>
    public static StateKey<CounterState> Challenged(EntryIndex judgement) => new($"challenged/{judgement}");

    /// <summary>What became of the challenges to a validator's measurements.</summary>
    public static StateKey<ReliabilityState> Reliability(string validator) => new($"reliability/{validator}");

    /// <summary>What the verdicts on a member's batches were.</summary>
    public static StateKey<StandingState> Standing(string member) => new($"standing/{member}");
}
