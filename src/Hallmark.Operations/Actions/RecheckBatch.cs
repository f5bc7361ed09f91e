using Hallmark.Client;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Measures a judged batch again and compares with what its validator signed. The reading is on record, nothing else: it is no verdict, and
/// no vote on a challenge.
/// </summary>
/// <param name="Batch">The batch's id.</param>
public sealed record RecheckBatch(string Batch) : MemberAction<RecheckedBatch>
{
    /// <exception cref="KeyNotFoundException">There is no such batch, or it was not judged.</exception>
    public override async Task<RecheckedBatch> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        BatchState batch = workspace.Catalog.Batch(Batch);
        Rechecking.Judged(workspace.Catalog, batch); // before anything is put on record
        MemberSession member = workspace.ActAs(As, Roles.Validator);
        RecheckResult result = await Rechecking
            .RunAsync(member, workspace.Catalog, workspace.Custodians, batch, ReadFor.Rechecking, cancellation).ConfigureAwait(false);
        return new RecheckedBatch(batch, batch.Validators[^1], result);
    }
}

/// <param name="Batch">As it stands.</param>
/// <param name="Validator">Whose measurements they were.</param>
public sealed record RecheckedBatch(BatchState Batch, string Validator, RecheckResult Result);
