using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Registering;

/// <summary>Hands in what was read and stored: opens the dataset where there is none, and signs its batches.</summary>
/// <param name="provider">Who signs.</param>
/// <param name="dataset">Its name.</param>
/// <param name="batches">Which of what was read is new.</param>
internal sealed class BatchSubmission(Workspace workspace, MemberSession provider, string dataset, FreshBatches batches)
{
    /// <returns>False where another process opened the dataset meanwhile.</returns>
    public async Task<bool> TryCreateAsync(Schema schema, CancellationToken cancellation)
    {
        using IDisposable alone = await AloneAsync(cancellation).ConfigureAwait(false);
        if (workspace.Catalog.Ledger.State.Find(DatasetKeys.Dataset(dataset)) is not null)
        {
            return false;
        }
        try
        {
            await new CreateDataset(dataset, schema) { As = provider.Member }.ExecuteAsync(workspace, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (StatementDeniedException denied) when (denied.Rule == RuleNames.DatasetExists)
        {
            return false;
        }
    }

    /// <returns>
    /// Null where another process has kept other keys for the same batches meanwhile, or has changed the dataset's schema.
    /// </returns>
    public async Task<IReadOnlyList<Submission.Accepted>?> SubmitAsync(
        RegistrationResult read, PendingCustody? pending, CancellationToken cancellation)
    {
        using IDisposable alone = await AloneAsync(cancellation).ConfigureAwait(false);
        batches.RequireOwn(workspace.Catalog, provider.Member);
        if (workspace.Catalog.Dataset(dataset).Schema.Digest != read.Schema.Digest)
        {
            return null;
        }
        BatchRegister[] fresh = await batches.FindAsync(workspace, provider.Member, read, cancellation).ConfigureAwait(false);
        try
        {
            if (pending?.TryKeep(fresh.Select(batch => batch.Manifest.Root)) == false)
            {
                pending.Forget(isOnRecord: _ => false);
                return null;
            }
            return await provider.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StatementDeniedException or StatementRefusedException)
        {
            // Only these say that what was handed in is not on record: after any other end its keys stay.
            workspace.CatchUp();
            pending?.Forget(OnRecord().Contains);
            throw;
        }
    }

    /// <summary>
    /// Waits until no other process of this home puts anything of the dataset on record, and sees what they did: two with the same file
    /// would each hand in what the other one registers, and leave denials.
    /// </summary>
    private Task<IDisposable> AloneAsync(CancellationToken cancellation) =>
        TaskLock.TakeAsync(workspace, TaskLock.Registering, dataset, cancellation);

    private HashSet<Digest> OnRecord() =>
    [
        .. workspace.Catalog.Batches(dataset).Where(batch => batch.Provider == provider.Member && batch.Withdrawn is null)
            .Select(batch => batch.Root),
    ];
}
