using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Doubts the measurements on which a batch's verdict rests: it is not used until other validators have measured it again.
/// </summary>
/// <param name="Batch">Its id.</param>
/// <param name="Deposit">Credits that are lost if the measurements hold.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record OpenChallenge(string Batch, long Deposit, string Reason) : MemberAction<ChallengeState>
{
    /// <exception cref="KeyNotFoundException">There is no such batch, or it was not judged.</exception>
    public override async Task<ChallengeState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        BatchState batch = workspace.Catalog.Batch(Batch);
        Rechecking.Judged(workspace.Catalog, batch);
        MemberSession session = workspace.ActAs(As, Roles.Auditor);
        await session.SubmitAsync(new BatchChallenge(batch.Id, batch.Root, batch.JudgedEntry!.Value, Deposit, Reason), cancellation)
            .ConfigureAwait(false);
        return ListChallenges.Find(workspace.Catalog, workspace.Catalog.Batch(batch.Id).Challenge!.Value);
    }
}
