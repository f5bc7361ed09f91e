using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Custody;
using Hallmark.Operations.Custody;

namespace Hallmark.Operations.Judging;

/// <summary>
/// A member measures again what a verdict rests on: to see, or to vote on a challenge (<see cref="Actions.VoteOnChallenge"/>).
/// </summary>
public static class Rechecking
{
    /// <summary>What the validator signed by which the batch stands where it does.</summary>
    /// <exception cref="KeyNotFoundException">The batch was not judged.</exception>
    public static BatchJudge Judged(Catalog catalog, BatchState batch) => batch.JudgedEntry is { } entry
        ? Payload.Read<BatchJudge>(catalog.Ledger.ReadEntry(entry).Statement)
        : throw new KeyNotFoundException($"no verdict on '{batch.Id}' rests on measurements: it is {batch.Standing}");

    /// <summary>Puts the reading on record and measures again.</summary>
    /// <param name="act">What it measures for: to see, or to vote.</param>
    /// <exception cref="StatementDeniedException">The member may not read what is needed for it.</exception>
    public static async Task<RecheckResult> RunAsync(
        MemberSession member, Catalog catalog, Custodians custodians, BatchState batch, ReadFor act, CancellationToken cancellation = default)
    {
        BatchJudge judged = Judged(catalog, batch);
        var reading = await BatchReading.OpenAsync(
            member, catalog, batch.Dataset, BatchJudging.ReadAgainBy(catalog, batch, judged), act, custodians.OpenAsync,
            cancellation: cancellation).ConfigureAwait(false);
        using DatasetKey? key = custodians.FindDatasetKey(member.Member, batch.Dataset);
        return await BatchJudging.RecheckAsync(catalog, reading, key, batch.Dataset, [judged], cancellation)
            .SingleAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>What a vote would rest on cannot be measured here.</summary>
public sealed class RecheckImpossibleException(string problem) : Exception($"the measurements cannot be taken again here: {problem}");
