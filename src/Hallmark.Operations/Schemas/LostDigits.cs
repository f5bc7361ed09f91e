using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Schemas;

/// <summary>
/// Whether a dataset's records keep all their digits where columns of whole numbers become decimals. Batches are looked at one by one, off
/// the record and as far as they can be read here: nothing of them goes further than the first number that would be rounded, and of sealed
/// ones not that.
/// </summary>
internal static class LostDigits
{
    /// <returns>Ids of batches that nobody here can read, so that nothing is known of them; none where it does not matter.</returns>
    /// <exception cref="UsageException">A number would be rounded.</exception>
    public static async Task<IReadOnlyList<string>> RequireNoneAsync(
        Workspace workspace, string dataset, Schema next, SchemaChange change, CancellationToken cancellation)
    {
        if (change.Wider.All(column => column.Type != ColumnType.Float64))
        {
            return [];
        }
        Catalog catalog = workspace.Catalog;
        var reading = BatchReading.Offline(catalog, batch => SecretOf(workspace, batch));
        var unseen = new List<string>();
        foreach (BatchState batch in catalog.Batches(dataset).Where(batch => batch.Withdrawn is null))
        {
            try
            {
                RecordBatch records = await reading.ReadAsync(batch, next.Before!, cancellation).ConfigureAwait(false);
                Require(records, next, batch.Id, isOpen: batch.Tier == BatchTier.Open);
            }
            catch (Exception e) when (e is SealedException or ContentException)
            {
                unseen.Add(batch.Id); // what is missing or altered, the audit names
            }
        }
        foreach (EvaluationState set in catalog.Ledger.State.List(RunKeys.Evaluations).Where(set => set.Dataset == dataset))
        {
            EvaluationSet committed = Payload.Read<EvaluationCommit>(catalog.Ledger.ReadEntry(set.Entry).Statement).Evaluation;
            try
            {
                RecordBatch records = await catalog.HeldOutAsync(committed, next.Before!, cancellation).ConfigureAwait(false);
                Require(records, next, $"the held-out set {set.Source}", isOpen: true);
            }
            catch (ContentException)
            {
                // as above
            }
        }
        return unseen;
    }

    private static BatchSecret? SecretOf(Workspace workspace, BatchState batch) =>
        workspace.Custodians.Find(batch.Provider)?.Find(batch.Root);

    private static void Require(RecordBatch records, Schema next, string where, bool isOpen)
    {
        if (records.RoundedUnder(next) is [var first, ..])
        {
            string value = isOpen ? $" {first.Value}" : " a whole number";
            throw new UsageException(
                $"column '{first.Column}' cannot become float64: {where} has{value} there, in record {first.Record + 1}, and no float has "
                    + "all of its digits; as text it keeps them (--schema with type: text), and a new dataset takes the file as it is");
        }
    }
}
