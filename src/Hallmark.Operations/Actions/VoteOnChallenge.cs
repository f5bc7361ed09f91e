using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>As a validator, measures again what a challenge doubts, and votes by what comes out.</summary>
/// <param name="Number">Of the challenge.</param>
public sealed record VoteOnChallenge(long Number) : MemberAction<ChallengeVoted>
{
    /// <exception cref="FailureException">The challenge is settled.</exception>
    /// <exception cref="RecheckImpossibleException">It could not be measured here: nothing was voted.</exception>
    public override async Task<ChallengeVoted> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        ChallengeState challenge = ListChallenges.Find(catalog, Number);
        BatchState batch = catalog.Batch(challenge.Batch);
        if (challenge.Status != ChallengeStatus.Open)
        {
            throw new FailureException($"challenge {challenge.Number} is {challenge.Status.ToString().ToLowerInvariant()} already");
        }
        MemberSession validator = workspace.ActAs(As, Roles.Validator);
        RecheckResult result = await Rechecking
            .RunAsync(validator, catalog, workspace.Custodians, batch, ReadFor.Voting, cancellation).ConfigureAwait(false);
        BatchJudge measured = result.Measured ?? throw new RecheckImpossibleException(result.Problem);
        bool holds = result.Status == RecheckStatus.Agrees;
        await validator.SubmitAsync(new ChallengeVote(challenge.Number, holds, Digest.Of(measured.ToMap().ToBytes())), cancellation)
            .ConfigureAwait(false);
        return new ChallengeVoted(ListChallenges.Find(catalog, challenge.Number), batch, result);
    }
}

/// <param name="Challenge">With the vote counted.</param>
/// <param name="Batch">As it was before.</param>
/// <param name="Result">What came out.</param>
public sealed record ChallengeVoted(ChallengeState Challenge, BatchState Batch, RecheckResult Result);
