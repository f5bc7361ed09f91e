using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Doubts about validators' measurements with their votes, in order.</summary>
public sealed record ListChallenges : Query<IReadOnlyList<ChallengeState>>
{
    public override Task<IReadOnlyList<ChallengeState>> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ChallengeState>>(
            [.. home.Catalog.Ledger.State.List(JudgingKeys.Challenges).OrderBy(challenge => challenge.Number)]);

    /// <exception cref="KeyNotFoundException">There is no such challenge.</exception>
    internal static ChallengeState Find(Catalog catalog, long number) =>
        catalog.Ledger.State.Find(JudgingKeys.Challenge(number))
            ?? throw new KeyNotFoundException($"there is no challenge {number} on this ledger");
}
