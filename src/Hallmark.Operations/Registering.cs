using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Operations;

/// <summary>What a registration put on record.</summary>
/// <param name="Registered">Ids of the new batches, in source order.</param>
/// <param name="Known">How many batches of the source this provider had registered before.</param>
public sealed record RegistrationOutcome(IReadOnlyList<string> Registered, int Known, long Records);

/// <summary>
/// From a file to batches on the ledger. The whole file is read, typed and stored before the first statement is signed, so a bad
/// row leaves the ledger as it was. Batches that the same provider has on record already are passed over: after a crash the
/// same call goes on where it was.
/// </summary>
public static class Registering
{
    /// <param name="options">Its schema counts only for a new dataset; an old one's is fixed.</param>
    /// <param name="own">The provider's own store, for absent batches; without it the catalog's.</param>
    /// <exception cref="SourceException">The file does not fit.</exception>
    /// <exception cref="StatementDeniedException">The ledger forbids it.</exception>
    public static async Task<RegistrationOutcome> RegisterAsync(
        MemberSession provider, Catalog catalog, CsvSource source, RegistrationOptions options, IContentStore? own = null,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        DatasetState? dataset = catalog.Ledger.State.Find<DatasetState>(StateKeys.Dataset(options.Dataset));
        if (dataset is not null)
        {
            options = options with { Schema = catalog.Schema(dataset.Name) };
        }
        RegistrationResult result = Registration.Run(source, options, own ?? catalog.Store, progress, cancellation);
        catalog.Store.Put(SchemaFormat.Write(result.Schema)); // the schema is everybody's, also where the batches are not
        if (dataset is null)
        {
            await CreateDatasetAsync(provider, options.Dataset, result.Schema, cancellation).ConfigureAwait(false);
        }
        HashSet<Digest> known = [.. catalog.Batches(options.Dataset).Where(batch => batch.Provider == provider.Member && batch.Withdrawn is null).Select(batch => batch.Root)];
        BatchRegister[] fresh = [.. result.Manifests.Where(manifest => !known.Contains(manifest.Root)).Select(manifest => new BatchRegister(manifest))];
        IReadOnlyList<Submission.Accepted> accepted = await provider.SubmitAllAsync(fresh, cancellation).ConfigureAwait(false);
        return new RegistrationOutcome(
            [.. accepted.Select(item => item.Outcome.Events.Single(registered => registered.Name == "batch.registered").Find("batch")!)],
            result.Manifests.Count - fresh.Length, result.Records);
    }

    /// <summary>Opens a dataset with a schema whose bytes are in the store.</summary>
    public static Task CreateDatasetAsync(MemberSession member, string dataset, Schema schema, CancellationToken cancellation = default) =>
        member.SubmitAsync(new DatasetCreate(dataset, ObjectReference.Of(SchemaFormat.Write(schema)), schema.Label, schema.Classes.Count), cancellation);
}
