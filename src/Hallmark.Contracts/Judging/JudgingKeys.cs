using Hallmark.Contracts.Datasets;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Judging;

/// <summary>Where challenges, and what verdicts say of members, lie.</summary>
public static class JudgingKeys
{
    public static StatePrefix<ChallengeState> Challenges { get; } = new("challenge/");

    public static StateKey<ChallengeState> Challenge(long number) => Challenges.Key($"{number}");

    /// <summary>Which challenge doubted the measurements of this entry.</summary>
    public static StateKey<CounterState> Challenged(EntryIndex judgement) => new($"challenged/{judgement}");

    /// <summary>Whether the measurements of this entry were doubted, and the challenge is closed, however it ended.</summary>
    public static bool IsSettled(IStateView state, EntryIndex judgement) =>
        state.Find(Challenged(judgement)) is { } number
        && state.Find(Challenge(number.Value))?.Status is not (null or ChallengeStatus.Open);

    /// <summary>Whose measurements of a dataset's batches were taken again by others.</summary>
    public static StateKey<RecheckState> Rechecks(string dataset) => new($"rechecks/{dataset}");

    /// <summary>The newest entry that erased, from a dataset, what nobody but the validator had measured.</summary>
    public static StateKey<CounterState> EvidenceLost(string dataset) => new($"evidence-lost/{dataset}");

    /// <summary>
    /// Whether the evidence of a verdict was erased before anybody else had measured it: then another validator may judge anew. Which of
    /// the dataset's verdicts rested on the erased batch is not told apart: all from before the erasure may.
    /// </summary>
    public static bool LostEvidence(IStateView state, BatchState batch, int rules) =>
        rules >= RuleVersions.KeptEvidence
        && batch.JudgedEntry is { } judged
        && state.Find(EvidenceLost(batch.Dataset)) is { } lost
        && judged.Value < (ulong)lost.Value;

    /// <summary>What became of the challenges to a validator's measurements.</summary>
    public static StateKey<ReliabilityState> Reliability(string validator) => new($"reliability/{validator}");

    /// <summary>What the verdicts on a member's batches were.</summary>
    public static StateKey<StandingState> Standing(string member) => new($"standing/{member}");
}
