using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Operations;

/// <summary>A member measures again what a verdict rests on: to see, or to vote on a challenge.</summary>
public static class Rechecking
{
    /// <summary>What the validator signed by which the batch stands where it does.</summary>
    /// <exception cref="KeyNotFoundException">The batch was not judged.</exception>
    public static BatchJudge Judged(Catalog catalog, BatchState batch) => batch.JudgedEntry is { } entry
        ? Payload.Read<BatchJudge>(catalog.Ledger.ReadEntry(entry).Statement)
        : throw new KeyNotFoundException($"no verdict on '{batch.Id}' rests on measurements: it is {batch.Standing}");

    /// <summary>Puts the reading on record and measures again.</summary>
    /// <exception cref="StatementDeniedException">The member may not read what is needed for it.</exception>
    public static async Task<RecheckResult> RunAsync(
        MemberSession member, Catalog catalog, Custodians custodians, BatchState batch, CancellationToken cancellation = default)
    {
        BatchJudge judged = Judged(catalog, batch);
        var reading = await BatchReading.OpenAsync(
            member, catalog, batch.Dataset, BatchJudging.ReadAgainBy(catalog, batch, judged), AccessGrant.Judging, custodians.OpenAsync,
            cancellation: cancellation).ConfigureAwait(false);
        using DatasetKey? key = custodians.FindDatasetKey(member.Member, batch.Dataset);
        return await BatchJudging.RecheckAsync(catalog, reading, key, batch.Dataset, [judged], cancellation)
            .SingleAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Measures again what a challenge doubts, and votes by what came out.</summary>
    /// <returns>What came out; the vote is on record.</returns>
    /// <exception cref="RecheckImpossibleException">It could not be measured here: nothing was voted.</exception>
    public static async Task<RecheckResult> VoteAsync(
        MemberSession validator, Catalog catalog, Custodians custodians, ChallengeState challenge, CancellationToken cancellation = default)
    {
        RecheckResult result = await RunAsync(validator, catalog, custodians, catalog.Batch(challenge.Batch), cancellation).ConfigureAwait(false);
        BatchJudge measured = result.Measured ?? throw new RecheckImpossibleException(result.Problem);
        bool holds = result.Status == RecheckStatus.Agrees;
        await validator.SubmitAsync(new ChallengeVote(challenge.Number, holds, Digest.Of(measured.ToMap().ToBytes())), cancellation).ConfigureAwait(false);
        return result;
    }
}

/// <summary>What a vote would rest on cannot be measured here.</summary>
public sealed class RecheckImpossibleException(string problem) : Exception($"the measurements cannot be taken again here: {problem}");
