using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Judging;

/// <summary>
/// Measures, before a batch is erased, what rests on it and nobody else has measured, from what lies in this home, as an audit would.
/// Contrast
/// <see cref="Actions.RecheckDataset"/>, by which a second validator measures.
/// </summary>
internal static class LastLooking
{
    /// <summary>What came of it, with why each judgement differs; null where nothing rests on the batch that nobody else has
    /// measured.</summary>
    /// <exception cref="RecheckImpossibleException">More judgements would have to be named than a statement can.</exception>
    public static async Task<TakenLook?> TakeAsync(Workspace workspace, BatchState batch, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        EntryIndex before = new(catalog.Ledger.Size.Value);
        Dictionary<BatchJudge, LedgerEntry> due = Due(catalog, batch);
        if (due.Count == 0)
        {
            return null;
        }
        using var secrets = new OwnSecrets(workspace.Home.Custody, workspace.AgreementKeys.Find);
        using DatasetKey? key = secrets.FindDatasetKey(catalog.Dataset(batch.Dataset).Owner, batch.Dataset);
        RecheckResult[] results = await BatchJudging
            .RecheckAsync(catalog, BatchReading.Offline(catalog, secrets.Open), key, batch.Dataset, [.. due.Keys], cancellation)
            .ToArrayAsync(cancellation).ConfigureAwait(false);
        EntryIndex[] differs = EntriesOf(result => result.Status == RecheckStatus.Differs);
        EntryIndex[] unmeasured = EntriesOf(result => result.Status is not (RecheckStatus.Differs or RecheckStatus.Agrees));
        if (Math.Max(differs.Length, unmeasured.Length) > LastLook.MaxNamed)
        {
            throw new RecheckImpossibleException(
                $"{batch.Id}: {differs.Length} judgements came out otherwise and {unmeasured.Length} could not be measured, and a "
                + $"statement names {LastLook.MaxNamed} of each; 'hallmark recheck --dataset {batch.Dataset}' by another validator "
                + "comes first");
        }
        return new TakenLook(
            new LastLook(before, differs, unmeasured), due.Count,
            [.. results.Where(result => result.Status == RecheckStatus.Differs)]);

        EntryIndex[] EntriesOf(Func<RecheckResult, bool> which) =>
            [.. results.Where(which).Select(result => due[result.Judge].Index).Order()];
    }

    /// <summary>Judgements that were compared with the batch, or are of it, and that nobody but their validator has measured.</summary>
    private static Dictionary<BatchJudge, LedgerEntry> Due(Catalog catalog, BatchState batch)
    {
        Dictionary<string, JudgedBy> left = (catalog.Ledger.State.Find(JudgingKeys.Rechecks(batch.Dataset)) ?? RecheckState.None)
            .LeftSince(batch.Entry).ToDictionary(one => one.Validator, StringComparer.Ordinal);
        var due = new Dictionary<BatchJudge, LedgerEntry>(ReferenceEqualityComparer.Instance);
        foreach (LedgerEntry entry in catalog.Batches(batch.Dataset)
            .SelectMany(other => catalog.Statements(BatchJudge.Kind, other.Id))
            .Where(entry => entry.Index > batch.Entry && left.TryGetValue(entry.Statement.Issuer, out JudgedBy by)
                && entry.Index >= by.Rechecked))
        {
            due.Add(Payload.Read<BatchJudge>(entry.Statement), entry);
        }
        return due;
    }
}

/// <summary>A last look, and what it showed.</summary>
/// <param name="Judgements">How many were looked at.</param>
/// <param name="Differ">Those that came out otherwise.</param>
public sealed record TakenLook(LastLook Look, int Judgements, IReadOnlyList<RecheckResult> Differ);
