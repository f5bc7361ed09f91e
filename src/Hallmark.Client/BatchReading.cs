using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;

namespace Hallmark.Client;

/// <summary>Finds the secret of a sealed batch for a reader whose use is on record; null where nobody has wrapped it for him yet.</summary>
public delegate ValueTask<BatchSecret?> SecretFinder(BatchState batch, UseState use);

/// <summary>
/// The one way to the records of batches. A member gets it only by putting an <c>access.use</c> on record first; an auditor, who
/// works offline on a copy of its own, gets it without: see the threat model for what that means.
/// </summary>
public sealed class BatchReading
{
    private readonly Catalog _catalog;
    private readonly Func<BatchState, ValueTask<BatchSecret?>> _secret;
    private readonly bool _ofCopy;

    private BatchReading(Catalog catalog, Func<BatchState, ValueTask<BatchSecret?>> secret, bool ofCopy) =>
        (_catalog, _secret, _ofCopy) = (catalog, secret, ofCopy);

    /// <summary>Puts on record that the member reads these batches for this purpose or act, and opens them.</summary>
    /// <param name="secrets">Where the secrets of sealed batches come from, once the use is on record.</param>
    /// <param name="again">
    /// Whether a use that is on record already, and still holds, is repeated; a job that goes on after a crash need not.
    /// </param>
    /// <exception cref="StatementDeniedException">The member has no right to it; the denial is on record.</exception>
    public static async Task<BatchReading> OpenAsync(
        MemberSession member, Catalog catalog, string dataset, IReadOnlyCollection<BatchState> batches, ReadFor what,
        SecretFinder secrets, bool again = true, CancellationToken cancellation = default)
    {
        ReadFor said = what.Under(catalog.Ledger.Last.Rules);
        UseState? UseOf(BatchState batch) => catalog.Ledger.State.Find(AccessKeys.Use(batch.Id, member.Member, said));
        string[] asked = [.. batches
            .Where(batch => again || UseOf(batch) is not { } use || !catalog.StillHolds(batch, use))
            .Select(batch => batch.Id)];
        await member.SubmitAllAsync(
            asked.Chunk(AccessUse.MaxBatches).Select(ids => new AccessUse(dataset, ids, said)), cancellation).ConfigureAwait(false);
        HashSet<string> opened = [.. batches.Select(batch => batch.Id)];
        return new BatchReading(catalog, batch =>
        {
            if (!opened.Contains(batch.Id))
            {
                throw new InvalidOperationException($"No use of {batch.Id} is on record for this reading.");
            }
            return batch.Tier == BatchTier.Open
                ? default
                : secrets(batch, UseOf(batch)!);
        }, ofCopy: false);
    }

    /// <summary>
    /// Reading of all that lies in one's own copy of the store, off the record: for audits, and for what only counts. What was withdrawn
    /// is read where it still lies there: a proof must not be lost because its content ought to be gone.
    /// </summary>
    /// <param name="secret">Secrets of sealed batches as far as the auditor holds them.</param>
    public static BatchReading Offline(Catalog catalog, Func<BatchState, BatchSecret?> secret) =>
        new(catalog, batch => ValueTask.FromResult(batch.Tier == BatchTier.Open ? null : secret(batch)), ofCopy: true);

    /// <summary>Whether the batch was taken back, and this reading does not find it all the same.</summary>
    public async ValueTask<bool> IsGoneAsync(BatchState batch, CancellationToken cancellation = default) => batch.Withdrawn is not null
        && !(_ofCopy && await _catalog.Store.ContainsAsync(_catalog.Manifest(batch).Content, cancellation).ConfigureAwait(false));

    /// <summary>The records, their hash checked at this very reading.</summary>
    /// <exception cref="ContentException">The content is missing or altered.</exception>
    /// <exception cref="SealedException">The batch is sealed, and its custodian has not wrapped its key for this reading.</exception>
    /// <exception cref="WithdrawnException">The batch was withdrawn, and is not here, or not whole.</exception>
    /// <exception cref="InvalidOperationException">The use on record does not name this batch.</exception>
    public async ValueTask<RecordBatch> ReadAsync(BatchState batch, Schema schema, CancellationToken cancellation = default)
    {
        if (batch.Withdrawn is null)
        {
            return await ReadHeldAsync(batch, schema, cancellation).ConfigureAwait(false);
        }
        if (await IsGoneAsync(batch, cancellation).ConfigureAwait(false))
        {
            throw new WithdrawnException(batch);
        }
        try
        {
            return await ReadHeldAsync(batch, schema, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ContentException or SealedException or IOException)
        {
            throw new WithdrawnException(batch); // nobody need keep it, so what is left of it damages nothing
        }
    }

    private async ValueTask<RecordBatch> ReadHeldAsync(BatchState batch, Schema schema, CancellationToken cancellation)
    {
        using BatchSecret? secret = await _secret(batch).ConfigureAwait(false);
        BatchManifest manifest = _catalog.Manifest(batch);
        if (batch.Tier != BatchTier.Open && secret is null)
        {
            throw new SealedException(batch, $"has not wrapped its key for this reading ('hallmark access serve --as {batch.Provider}')");
        }
        if (batch.Tier == BatchTier.Absent && !await _catalog.Store.ContainsAsync(manifest.Content, cancellation).ConfigureAwait(false))
        {
            throw new SealedException(batch, "keeps its objects until another reader is served");
        }
        return await BatchReader.ReadAsync(manifest, schema, _catalog.Store, secret, cancellation).ConfigureAwait(false);
    }

    /// <summary>The secret of a sealed batch that this reading opens; null for an open one.</summary>
    /// <exception cref="SealedException">As above.</exception>
    /// <exception cref="WithdrawnException">The batch was withdrawn, and its key is gone.</exception>
    public async ValueTask<BatchSecret?> SecretAsync(BatchState batch) =>
        await _secret(batch).ConfigureAwait(false) ?? (batch.Tier == BatchTier.Open
        ? null
        : batch.Withdrawn is not null ? throw new WithdrawnException(batch) // its key went with it
        : throw new SealedException(batch, "has not wrapped its key for this reading"));
}

/// <summary>A batch was taken back by its provider: it is not there to be read.</summary>
public sealed class WithdrawnException(BatchState batch) : Exception(
    $"{batch.Id} was withdrawn by {batch.Provider} at entry {batch.Withdrawn}")
{
    public BatchState Batch { get; } = batch;
}

/// <summary>A sealed or absent batch cannot be opened by whoever wants to read it.</summary>
/// <param name="why">What its provider has not done, as the end of a sentence.</param>
public sealed class SealedException(BatchState batch, string why)
    : Exception($"{batch.Id} is {batch.Tier.ToString().ToLowerInvariant()}: {batch.Provider} {why}")
{
    public BatchState Batch { get; } = batch;
}
