using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;

namespace Hallmark.Contracts;

/// <summary>
/// The one way to the records of batches. A member gets it only by putting an <c>access.use</c> on record first; an auditor, who
/// works offline on a copy of its own, gets it without: see the threat model for what that means.
/// </summary>
public sealed class BatchReading
{
    private readonly Catalog _catalog;
    private readonly HashSet<string>? _batches;

    private BatchReading(Catalog catalog, HashSet<string>? batches) => (_catalog, _batches) = (catalog, batches);

    /// <summary>Puts on record that the member reads these batches for this purpose, and opens them.</summary>
    /// <param name="again">Whether a use that is on record already is repeated; a job that goes on after a crash need not.</param>
    /// <exception cref="StatementDeniedException">The member has no right to it; the denial is on record.</exception>
    public static async Task<BatchReading> OpenAsync(
        MemberSession member, Catalog catalog, string dataset, IReadOnlyCollection<BatchState> batches, string purpose, bool again = true,
        CancellationToken cancellation = default)
    {
        string[] asked = [.. batches.Select(batch => batch.Id)
            .Where(id => again || catalog.Ledger.State.Find(StateKeys.Use(id, member.Member, purpose)) is null)];
        await member.SubmitAllAsync(asked.Chunk(AccessUse.MaxBatches).Select(ids => new AccessUse(dataset, ids, purpose)), cancellation).ConfigureAwait(false);
        return new BatchReading(catalog, [.. batches.Select(batch => batch.Id)]);
    }

    /// <summary>Reading of all that lies in one's own copy of the store, off the record: for audits.</summary>
    public static BatchReading Offline(Catalog catalog) => new(catalog, null);

    /// <summary>The records, their hash checked at this very reading.</summary>
    /// <exception cref="ContentException">The content is missing or altered.</exception>
    /// <exception cref="InvalidOperationException">The use on record does not name this batch.</exception>
    public RecordBatch Read(BatchState batch, Schema schema) => _batches?.Contains(batch.Id) != false
        ? BatchReader.Read(_catalog.Manifest(batch), schema, _catalog.Store)
        : throw new InvalidOperationException($"No use of {batch.Id} is on record for this reading.");
}
