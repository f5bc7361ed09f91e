using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Operations;

/// <summary>What is on record once a source was registered.</summary>
/// <param name="Registered">Ids of the new batches, in source order.</param>
/// <param name="Known">How many batches of the source this provider had registered before.</param>
/// <param name="Records">Records in all batches of the source.</param>
/// <param name="Notes">What inferring the schema of a new dataset did that its user may not expect.</param>
public sealed record RegisteredBatches(IReadOnlyList<string> Registered, int Known, long Records, IReadOnlyList<SchemaNote> Notes);

/// <summary>
/// Puts the batches of a source on the ledger: <see cref="Registration"/> reads and stores, this signs and submits, and the registry
/// contract decides. The whole source is read, typed and stored before the first statement is signed, so a bad row leaves the ledger
/// as it was. Batches that the same provider has on record already are passed over: after a crash the same call goes on where it was.
/// </summary>
public static class RegisterBatches
{
    /// <param name="options">Its schema counts only for a new dataset; an old one's is fixed.</param>
    /// <param name="store">Where content comes that all may read.</param>
    /// <param name="own">The provider's own store, for absent batches.</param>
    /// <exception cref="SourceException">The source does not fit.</exception>
    /// <exception cref="StatementDeniedException">The ledger forbids it.</exception>
    public static async Task<RegisteredBatches> RunAsync(
        MemberSession provider, Catalog catalog, IContentStore store, IRecordSource source, RegistrationOptions options, IContentStore? own = null,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        DatasetState? dataset = catalog.Ledger.State.Find(DatasetKeys.Dataset(options.Dataset));
        if (dataset is not null)
        {
            options = options with { Schema = await catalog.SchemaAsync(dataset.Name, cancellation).ConfigureAwait(false) };
        }
        RegistrationResult result = await Registration.RunAsync(source, options, own ?? store, progress, cancellation).ConfigureAwait(false);
        // The schema is everybody's, also where the batches are not.
        await store.PutAsync(SchemaFormat.Write(result.Schema), cancellation).ConfigureAwait(false);
        if (dataset is null)
        {
            await CreateDatasetAsync(provider, options.Dataset, result.Schema, cancellation).ConfigureAwait(false);
        }
        HashSet<Digest> known = [.. catalog.Batches(options.Dataset)
            .Where(batch => batch.Provider == provider.Member && batch.Withdrawn is null).Select(batch => batch.Root)];
        BatchRegister[] fresh = [.. result.Manifests.Where(manifest => !known.Contains(manifest.Root)).Select(manifest => new BatchRegister(manifest))];
        IReadOnlyList<Submission.Accepted> accepted = await provider.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false);
        return new RegisteredBatches(
            [.. accepted.Select(item => BatchRegistered.Read(item.Outcome).Batch)],
            result.Manifests.Count - fresh.Length, result.Records, result.Notes);
    }

    /// <summary>Opens a dataset with a schema whose bytes are in the store.</summary>
    public static Task CreateDatasetAsync(MemberSession member, string dataset, Schema schema, CancellationToken cancellation = default) =>
        member.SubmitAsync(new DatasetCreate(dataset, ObjectReference.Of(SchemaFormat.Write(schema)), schema.Label, schema.Classes.Count), cancellation);
}
