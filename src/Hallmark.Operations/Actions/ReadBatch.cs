using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Reads the records of a batch: the use is put on record before a byte is served.</summary>
/// <param name="Batch">Its id.</param>
/// <param name="Purpose">What for; the grant must be for it.</param>
public sealed record ReadBatch(string Batch, string Purpose) : MemberAction<BatchRecords>
{
    public override async Task<BatchRecords> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Purpose);
        Catalog catalog = workspace.Catalog;
        BatchState batch = catalog.Batch(Batch);
        MemberSession session = workspace.ActAs(As, Roles.Reader);
        var reading = await BatchReading.OpenAsync(
            session, catalog, batch.Dataset, [batch], ReadFor.Purpose(Purpose), workspace.Custodians.OpenAsync, cancellation: cancellation)
                .ConfigureAwait(false);
        Schema schema = await catalog.SchemaAsync(batch.Dataset, cancellation).ConfigureAwait(false);
        RecordBatch records = await reading.ReadAsync(batch, schema, cancellation).ConfigureAwait(false);
        UseState use = catalog.Ledger.State.Find(AccessKeys.Use(batch.Id, session.Member, ReadFor.Purpose(Purpose)))!;
        return new BatchRecords(use, records, records.RoundedUnder(schema));
    }
}

/// <param name="Use">Who read them, and where it is on record.</param>
/// <param name="Rounded">Whole numbers that the schema in force has as decimals and that no float stands for, the first of each
/// column.</param>
public sealed record BatchRecords(UseState Use, RecordBatch Records, IReadOnlyList<RoundedCell> Rounded);
